// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.tributary.schemas.RejectionReason;

/// What this process has done since it started, for its status line. Work that a rolled back transaction makes it repeat counts again: exact
/// counts are read from the topics ({@link StepCounts}).
public final class StreamProgress {
  private final LongAdder records = new LongAdder();
  private final LongAdder trajectories = new LongAdder();
  private final LongAdder stepsInTrajectories = new LongAdder();
  private final LongAdder episodes = new LongAdder();
  private final Map<RejectionReason, LongAdder> rejected = new EnumMap<>(RejectionReason.class);
  private final Map<RejectionReason, LongAdder> rejectedSteps = new EnumMap<>(RejectionReason.class);
  private final LongAdder rollbacks = new LongAdder();
  private final AtomicLong repeated = new AtomicLong();
  private final ConcurrentMap<Integer, Open> openByPartition = new ConcurrentHashMap<>();

  private record Open(long steps, long segments) {}

  StreamProgress() {
    for (RejectionReason reason : RejectionReason.values()) {
      rejected.put(reason, new LongAdder());
      rejectedSteps.put(reason, new LongAdder());
    }
  }

  /// Steps records read.
  public long records() {
    return records.sum();
  }

  /// Trajectories written.
  public long trajectories() {
    return trajectories.sum();
  }

  /// Steps in them.
  public long stepsInTrajectories() {
    return stepsInTrajectories.sum();
  }

  /// Episodes that ended.
  public long episodes() {
    return episodes.sum();
  }

  /// Records rejected, by reason; reasons that did not occur are absent.
  public Map<RejectionReason, Long> rejected() {
    Map<RejectionReason, Long> counts = new EnumMap<>(RejectionReason.class);
    rejected.forEach((reason, count) -> {
      if (count.sum() > 0) {
        counts.put(reason, count.sum());
      }
    });
    return counts;
  }

  /// Partitions this process has.
  public int partitions() {
    return openByPartition.size();
  }

  /// Steps that wait for their segment to close, in the partitions this process has.
  public long openSteps() {
    return openByPartition.values().stream().mapToLong(Open::steps).sum();
  }

  /// Segments that wait to be closed, in the partitions this process has.
  public long openSegments() {
    return openByPartition.values().stream().mapToLong(Open::segments).sum();
  }

  /// Records rejected with this reason.
  public long rejectedRecords(RejectionReason reason) {
    return rejected.get(reason).sum();
  }

  /// Steps in them, as far as they could be decoded.
  public long rejectedSteps(RejectionReason reason) {
    return rejectedSteps.get(reason).sum();
  }

  /// How often the work of a partition was taken back to its last commit; what follows is done, and counted, again.
  public long rollbacks() {
    return rollbacks.sum();
  }

  /// Records passed over because the state has them already: the brokers named an older position than was committed.
  public long repeatedRecords() {
    return repeated.get();
  }

  void read() {
    records.increment();
  }

  /// Counts a record that was passed over; true for the first.
  boolean repeated() {
    return repeated.getAndIncrement() == 0;
  }

  /// Counts one output; true for the first rejection with its reason.
  boolean made(Assembled assembled) {
    switch (assembled) {
      case Assembled.Segment segment -> {
        trajectories.increment();
        stepsInTrajectories.add(segment.trajectory().count());
      }
      case Assembled.Ended ended -> episodes.increment();
      case Assembled.Rejected rejection -> {
        LongAdder count = rejected.get(rejection.step().reason());
        count.increment();
        rejectedSteps.get(rejection.step().reason()).add(Math.max(0, rejection.step().count()));
        return count.sum() == 1;
      }
    }
    return false;
  }

  void rolledBack() {
    rollbacks.increment();
  }

  void open(int partition, long steps, long segments) {
    openByPartition.put(partition, new Open(steps, segments));
  }

  void handedOver(int partition) {
    openByPartition.remove(partition);
  }
}
