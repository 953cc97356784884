// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// A trajectory inside a snapshot's ranges that was not learned from.
///
/// @param partition of the trajectories topic
/// @param offset of the record
/// @param steps in it
/// @param reason why, for example `version-lag` or `future-version`
public record SkippedTrajectory(int partition, long offset, int steps, String reason) {
  /// Reason of an entry that stands for deleted records, followed by the first offset that was still there.
  public static final String LOST_UNTIL = "lost-until-";

  /// Whether it stands for records that were deleted before they were learned from: nobody knows how many, or how many steps they held.
  public boolean isLoss() {
    return reason.startsWith(LOST_UNTIL);
  }
}
