// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.List;

import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Steps;

/// A record that has its place in a segment.
///
/// @param record as it lies in the topic
/// @param steps what it holds
record Accepted(StepsRecord record, Steps steps) {
  Source source() {
    return new Source(record.partition(), record.offset(), steps.first().index(), steps.count());
  }

  static List<Source> sources(List<Accepted> records) {
    return records.size() == 1 ? List.of(records.getFirst().source()) : records.stream().map(Accepted::source).toList();
  }

  static long lowestVersion(List<Accepted> records) {
    long lowest = Long.MAX_VALUE;
    for (Accepted accepted : records) {
      lowest = Math.min(lowest, accepted.steps.policyVersion());
    }
    return lowest;
  }

  static long highestVersion(List<Accepted> records) {
    long highest = Long.MIN_VALUE;
    for (Accepted accepted : records) {
      highest = Math.max(highest, accepted.steps.policyVersion());
    }
    return highest;
  }
}
