// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.OptionalLong;

/// A trajectory inside a snapshot's ranges that was not learned from.
///
/// @param partition of the trajectories topic
/// @param offset of the record
/// @param steps in it
/// @param reason why, for example `version-lag`, `future-version` or {@link #UNFIT}
public record SkippedTrajectory(int partition, long offset, int steps, String reason) {

  /// Reason of an entry that stands for deleted records, followed by the first offset that was still there.
  public static final String LOST_UNTIL = "lost-until-";

  /// Reason of a trajectory with which no update of finite numbers came about.
  public static final String UNFIT = "unfit";

  /// Where the entry stands for records that were deleted before they were learned from, `[offset, until)`: their end. Empty for a trajectory.
  ///
  /// @throws NumberFormatException where the reason begins like one of those and names no offset
  public OptionalLong lostUntil() {
    return reason.startsWith(LOST_UNTIL) ? OptionalLong.of(Long.parseLong(reason.substring(LOST_UNTIL.length()))) : OptionalLong.empty();
  }

  /// Whether it stands for the record at an offset.
  ///
  /// @throws NumberFormatException as {@link #lostUntil}
  public boolean covers(int ofPartition, long at) {
    return partition == ofPartition && at >= offset && at < lostUntil().orElse(offset + 1);
  }

  /// Whether it was found out by trying. Every other reason can be told without an update.
  public boolean isUnfit() {
    return reason.equals(UNFIT);
  }

  /// Whether it stands for records that were deleted before they were learned from: nobody knows how many steps they held.
  public boolean isLoss() {
    return reason.startsWith(LOST_UNTIL);
  }
}
