// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.util.ArrayList;
import java.util.List;

import io.tributary.rl.experience.Trajectory;
import io.tributary.runs.RawTopic;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.Topic;

/// The newest trajectories of each partition: enough to tell whether a trainer has anything left to learn from.
public record Newest(List<List<Last>> partitions) {
  /// A trainer takes no batch of fewer steps: one has no spread.
  private static final int FEWEST_STEPS = 2;

  /// @param steps at least 1
  public record Last(long offset, int steps) {}

  /// As many of each partition as a smallest batch can be made of.
  public static Newest of(Run run) {
    Topic<String, Trajectory> topic = run.topics().trajectories();
    List<List<Last>> partitions = new ArrayList<>();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      try (TopicTail<byte[], byte[]> tail = RawTopic.open(run.connection(), topic, partition)) {
        partitions.add(tail.seekToLast(FEWEST_STEPS).stream().map(read -> new Last(read.offset(), steps(topic, read))).toList());
      }
    }
    return new Newest(partitions);
  }

  /// Nobody knows how many steps a record holds that cannot be decoded: it is waited for.
  private static int steps(Topic<String, Trajectory> topic, Read<byte[], byte[]> read) {
    try {
      return topic.value().decode(read.value()).count();
    } catch (CodecException malformed) {
      return FEWEST_STEPS;
    }
  }

  /// Whether fewer steps are left than a trainer would ever take.
  ///
  /// @param taken ranges of the newest version; none of a partition: nothing of it was taken
  public boolean drained(List<OffsetRange> taken) {
    long left = 0;
    for (int partition = 0; partition < partitions.size(); partition++) {
      long until = until(taken, partition);
      left += partitions.get(partition).stream().filter(last -> last.offset() >= until).mapToLong(Last::steps).sum();
    }
    return left < FEWEST_STEPS;
  }

  private static long until(List<OffsetRange> taken, int partition) {
    return taken.stream().filter(range -> range.partition() == partition).mapToLong(OffsetRange::until).max().orElse(0);
  }
}
