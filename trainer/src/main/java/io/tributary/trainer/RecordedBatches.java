// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tributary.runs.RunException;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.SkippedTrajectory;

/// The batches that recorded snapshots were learned from: what makes a replay.
///
/// Ranges decide membership and the snapshots' own lists decide what was skipped, so neither arrival nor time nor settings play a part.
public final class RecordedBatches implements BatchSource {
  private final Iterator<PolicySnapshot> snapshots;
  private final TrajectoryLog log;

  /// @param snapshots without gap, beginning with the child of the agent that the replay begins with
  public RecordedBatches(Iterator<PolicySnapshot> snapshots, TrajectoryLog log) {
    this.snapshots = snapshots;
    this.log = log;
  }

  @Override
  public Optional<TakenBatch> next(long parentVersion) {
    if (!snapshots.hasNext()) {
      return Optional.empty();
    }
    PolicySnapshot snapshot = snapshots.next();
    if (snapshot.parent() != parentVersion) {
      throw new RunException("version " + snapshot.version() + " was made from version " + snapshot.parent() + "; expected version " + parentVersion
          + " as its parent; the replay stops there");
    }
    return Optional.of(batch(snapshot));
  }

  private TakenBatch batch(PolicySnapshot snapshot) {
    List<OffsetRange> lost = lost(snapshot);
    Map<Integer, Long> positions = new HashMap<>();
    List<Arrival> members = new ArrayList<>();
    for (OffsetRange range : snapshot.ranges()) {
      positions.put(range.partition(), range.until());
      long from = lost.stream().filter(gap -> gap.partition() == range.partition()).mapToLong(OffsetRange::until).findFirst().orElse(range.from());
      if (from < range.until()) {
        members.addAll(log.read(new OffsetRange(range.partition(), from, range.until())));
      }
    }
    Map<List<Long>, String> reasons = new HashMap<>();
    snapshot.skipped().forEach(entry -> reasons.put(List.of((long) entry.partition(), entry.offset()), entry.reason()));
    TakenBatch batch = TakenBatch.of(
        members, arrival -> Optional.ofNullable(reasons.get(List.of((long) arrival.partition(), arrival.offset()))), false);
    return batch.afterLoss(lost).reaching(positions);
  }

  private static List<OffsetRange> lost(PolicySnapshot snapshot) {
    List<OffsetRange> lost = new ArrayList<>();
    for (SkippedTrajectory entry : snapshot.skipped()) {
      entry.lostUntil().ifPresent(until -> lost.add(new OffsetRange(entry.partition(), entry.offset(), until)));
    }
    return lost;
  }
}
