// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.OffsetRange;

/// Compares where a trainer stopped with what the log still holds.
///
/// **Guarantees.** Accepted is what was missing when the trainer first looked: whoever accepted that has not been told of what retention deletes later.
final class LostTrajectories {
  private static final Logger LOG = LoggerFactory.getLogger(LostTrajectories.class);

  private final boolean acceptLoss;
  /// Where the accepted loss ends; null before the first look.
  private Map<TopicPartition, Long> accepted;

  /// @param acceptLoss whether to go on without what is missing at first
  LostTrajectories(boolean acceptLoss) {
    this.acceptLoss = acceptLoss;
  }

  /// Offsets that were deleted before they were learned from; empty as long as retention is long enough.
  ///
  /// @throws RunException where there are some and the loss is not accepted, or the log ends before the position
  List<OffsetRange> find(Run run, Clients clients, Consumer<byte[], byte[]> consumer, Progress progress) {
    List<TopicPartition> partitions = Fetcher.partitions(run.topics().trajectories());
    Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
    if (accepted == null) {
      accepted = acceptLoss ? begin : Map.of();
    }
    // Not the end that readers of committed records are told: that may lag behind a position they have already reached.
    Map<TopicPartition, Long> end = clients.highWatermarks(partitions);
    List<OffsetRange> lost = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      long position = progress.position(partition.partition());
      if (position > end.get(partition)) {
        throw new RunException(partition + " ends at offset " + end.get(partition) + " but run " + run.name() + " has read up to " + position
            + "; expected a log that only grows; was the topic made anew? The trainer does not start");
      }
      if (position < begin.get(partition)) {
        lost.add(new OffsetRange(partition.partition(), position, begin.get(partition)));
      }
    }
    if (!lost.isEmpty()) {
      report(run, lost, lost.stream().allMatch(range -> range.until() <= accepted.getOrDefault(partitions.get(range.partition()), 0L)));
    }
    return lost;
  }

  private static void report(Run run, List<OffsetRange> lost, boolean isAccepted) {
    String ranges = lost.stream().map(range -> range.partition() + ":[" + range.from() + ", " + range.until() + ")").collect(Collectors.joining(" "));
    String what = run.topics().trajectories() + ": offsets " + ranges + " were deleted before run " + run.name() + " learned from them";
    if (!isAccepted) {
      throw new RunException(what + "; expected the log to reach back to where the trainer stopped; it does not go on"
          + " (started with --accept-loss it does without what is missing by then, and the next snapshot says so)");
    }
    LOG.warn("{}; the loss is accepted: the next snapshot names it; a producer with a window that waits for steps in it goes on after"
        + " rollout.windowTimeoutMs", what);
  }
}
