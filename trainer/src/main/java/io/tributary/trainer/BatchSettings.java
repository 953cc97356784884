// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

/// What belongs to one batch.
///
/// @param steps a batch closes with the trajectory that brings it to so many environment steps; ignored where `trajectories` is positive
/// @param trajectories a batch closes with so many trajectories instead; 0 to go by steps
/// @param lingerMs longest a batch waits for more once a trajectory has arrived, in milliseconds
/// @param maxVersionLag trajectories acted by a policy more versions older than this are skipped; −1 to skip none
public record BatchSettings(int steps, int trajectories, int lingerMs, long maxVersionLag) {
  /// A batch closes here at the latest, whatever closes it otherwise; the longest segment fits four times.
  public static final int MAX_STEPS = 4_000_000;
  /// Likewise: a snapshot must have room to name every one of them as skipped.
  public static final int MAX_TRAJECTORIES = 100_000;
  private static final int MAX_LINGER_MS = 86_400_000;

  public BatchSettings {
    Ranges.require("batch.steps", steps, 2, MAX_STEPS);
    Ranges.require("batch.trajectories", trajectories, 0, MAX_TRAJECTORIES);
    Ranges.require("batch.lingerMs", lingerMs, 1, MAX_LINGER_MS);
    Ranges.require("batch.maxVersionLag", maxVersionLag, -1, Long.MAX_VALUE);
  }

  /// 2048 steps, one second, nothing is too old.
  public static BatchSettings defaults() {
    return new BatchSettings(2048, 0, 1_000, -1);
  }
}
