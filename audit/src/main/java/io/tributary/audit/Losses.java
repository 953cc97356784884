// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.SkippedTrajectory;

/// Trajectories that a version names as deleted before they were learned from: an accepted loss, which it documents.
///
/// @param untilByPartition first offset that was still there
/// @param offsets how many were not
record Losses(Map<Integer, Long> untilByPartition, long offsets) {
  static boolean isLoss(SkippedTrajectory skip) {
    return skip.reason().startsWith(SkippedTrajectory.LOST_UNTIL);
  }

  /// The losses that `snapshot` names; one that retention cannot have caused is a finding.
  static Losses of(PolicySnapshot snapshot, List<TrajectoryLengths> lengths, Findings findings) {
    Map<Integer, Long> until = new TreeMap<>();
    long offsets = 0;
    for (SkippedTrajectory skip : snapshot.skipped()) {
      if (!isLoss(skip)) {
        continue;
      }
      OptionalLong end = end(skip);
      boolean possible = end.isPresent() && skip.partition() >= 0 && skip.partition() < lengths.size() && end.getAsLong() >= skip.offset()
          && end.getAsLong() <= lengths.get(skip.partition()).begin();
      if (possible) {
        until.merge(skip.partition(), end.getAsLong(), Math::max);
        offsets += end.getAsLong() - skip.offset();
      } else {
        findings.add(FindingKind.SKIPPED_DIFFERS, "version " + snapshot.version(), "it names trajectories " + skip.partition() + "@" + skip.offset()
            + " and on as lost (" + skip.reason() + "); expected offsets that retention has removed");
      }
    }
    return new Losses(until, offsets);
  }

  private static OptionalLong end(SkippedTrajectory skip) {
    try {
      return skip.lostUntil();
    } catch (NumberFormatException noOffset) {
      return OptionalLong.empty();
    }
  }

  /// First offset of the partition that was not lost; 0 where nothing was.
  long until(int partition) {
    return untilByPartition.getOrDefault(partition, 0L);
  }
}
