// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.rejected;

import java.util.Comparator;

/// Where a record of the steps topic lies.
///
/// @param partition of the topic
/// @param offset in the partition
record Coordinates(int partition, long offset) implements Comparable<Coordinates> {
  private static final Comparator<Coordinates> ORDER = Comparator.comparingInt(Coordinates::partition).thenComparingLong(Coordinates::offset);

  /// What {@link #text} wrote; null where it did not.
  static Coordinates parse(String text) {
    String[] words = text.split("@", -1);
    try {
      return words.length == 2 ? new Coordinates(Integer.parseInt(words[0]), Long.parseLong(words[1])) : null;
    } catch (NumberFormatException notOurs) {
      return null;
    }
  }

  /// `partition@offset`.
  String text() {
    return partition + "@" + offset;
  }

  @Override
  public int compareTo(Coordinates other) {
    return ORDER.compare(this, other);
  }
}
