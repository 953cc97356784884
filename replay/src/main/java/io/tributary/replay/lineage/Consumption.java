// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay.lineage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.PolicySnapshot;

/// Finds the one version whose ranges hold a trajectory: ranges of a partition only grow, so it is looked for by halves.
final class Consumption {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long SILENCE_NS = 30_000_000_000L;

  private Consumption() {}

  /// What became of a trajectory.
  ///
  /// @param version that holds it; empty where none does
  /// @param oldest version that is still kept; −1 for none
  /// @param newest version there is; −1 for none
  record Fate(Optional<PolicySnapshot> version, long oldest, long newest) {}

  static Fate of(Run run, int partition, long offset) {
    try (TopicTail<Long, PolicySnapshot> tail = TopicTail.open(run.connection(), run.topics().policies(), 0, run.clientId("lineage", "policies"))) {
      Optional<Read<Long, PolicySnapshot>> last = tail.seekToLast();
      if (last.isEmpty()) {
        return new Fate(Optional.empty(), -1, -1);
      }
      long low = tail.beginning();
      long high = last.get().offset() + 1;
      long oldest = at(tail, low).value().version();
      while (low < high) {
        Read<Long, PolicySnapshot> middle = at(tail, low + (high - low) / 2);
        OffsetRange range = range(middle.value(), partition);
        if (offset >= range.until()) {
          low = middle.offset() + 1;
        } else if (offset >= range.from()) {
          return new Fate(Optional.of(middle.value()), oldest, last.get().value().version());
        } else {
          // Between the middle and that record there are only markers.
          high = low + (high - low) / 2;
        }
      }
      return new Fate(Optional.empty(), oldest, last.get().value().version());
    }
  }

  /// The first record at or after an offset below the last one's.
  private static Read<Long, PolicySnapshot> at(TopicTail<Long, PolicySnapshot> tail, long offset) {
    tail.seek(offset);
    long deadline = System.nanoTime() + SILENCE_NS;
    while (System.nanoTime() < deadline) {
      List<Read<Long, PolicySnapshot>> reads = tail.poll(POLL);
      if (!reads.isEmpty()) {
        return reads.getFirst();
      }
    }
    throw new RunException("policies at offset " + offset + " were not read within 30 s; expected the broker to answer");
  }

  private static OffsetRange range(PolicySnapshot snapshot, int partition) {
    return snapshot.ranges().stream().filter(range -> range.partition() == partition).findFirst().orElse(new OffsetRange(partition, 0, 0));
  }
}
