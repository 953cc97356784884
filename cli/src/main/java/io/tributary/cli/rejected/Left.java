// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.rejected;

/// Why a rejected record was not submitted again.
enum Left {
  BEFORE("already resubmitted", "its copy is in the log"),
  TAKEN("taken already", "its steps were learned from or evaluated, or will be; twice would be once too often"),
  EXPIRED("removed by retention", "its original is no longer kept"),
  UNDECODABLE("undecodable", "nobody can say which steps it holds"),
  STILL_REJECTED("still rejected", "the topology would say the same again"),
  INCOMPLETE("not a whole episode", "only whole episodes count here"),
  NAME("name too long", "its environment's id leaves no room for " + Copy.SUFFIX);

  private final String words;
  private final String meaning;

  Left(String words, String meaning) {
    this.words = words;
    this.meaning = meaning;
  }

  String words() {
    return words;
  }

  String meaning() {
    return meaning;
  }
}
