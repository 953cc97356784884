// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.SkippedTrajectory;

/// What one recorded version was made from.
///
/// @param snapshot the version
/// @param members all trajectories in its ranges, skipped ones too, partition by partition in the order of their offsets
/// @param lost offsets in its ranges that had been deleted before they were learned from
public record RecordedBatch(PolicySnapshot snapshot, List<Arrival> members, List<OffsetRange> lost) {
  public RecordedBatch {
    members = List.copyOf(members);
    lost = List.copyOf(lost);
  }

  /// Reads it.
  ///
  /// @throws ExpiredTrajectoriesException where the log no longer holds all of it
  public static RecordedBatch read(PolicySnapshot snapshot, TrajectoryLog log) {
    List<OffsetRange> lost = lost(snapshot);
    List<Arrival> members = new ArrayList<>();
    for (OffsetRange range : snapshot.ranges()) {
      long from = lost.stream().filter(gap -> gap.partition() == range.partition()).mapToLong(OffsetRange::until).findFirst().orElse(range.from());
      if (from < range.until()) {
        members.addAll(log.read(new OffsetRange(range.partition(), from, range.until())));
      }
    }
    return new RecordedBatch(snapshot, members, lost);
  }

  /// The batch as it was taken: what was skipped then is skipped, for the reasons stated. What turned out to be unfit will do so again.
  public TakenBatch taken() {
    Map<List<Long>, String> reasons = new HashMap<>();
    snapshot.skipped().stream().filter(entry -> !entry.isUnfit()).forEach(entry -> reasons.put(List.of((long) entry.partition(), entry.offset()), entry.reason()));
    return taken(arrival -> Optional.ofNullable(reasons.get(List.of((long) arrival.partition(), arrival.offset()))));
  }

  /// The same members with another rule of what to skip.
  public TakenBatch taken(TakenBatch.SkipRule rule) {
    Map<Integer, Long> positions = new HashMap<>();
    snapshot.ranges().forEach(range -> positions.put(range.partition(), range.until()));
    return TakenBatch.of(members, rule, false).afterLoss(lost).reaching(positions);
  }

  /// Encoded size of the members.
  public long bytes() {
    return members.stream().mapToLong(Arrival::bytes).sum();
  }

  /// Steps of the members.
  public long steps() {
    return members.stream().mapToLong(Arrival::steps).sum();
  }

  private static List<OffsetRange> lost(PolicySnapshot snapshot) {
    List<OffsetRange> lost = new ArrayList<>();
    for (SkippedTrajectory entry : snapshot.skipped()) {
      entry.lostUntil().ifPresent(until -> lost.add(new OffsetRange(entry.partition(), entry.offset(), until)));
    }
    return lost;
  }
}
