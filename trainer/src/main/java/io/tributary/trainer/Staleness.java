// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Optional;

import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;

/// Which trajectories are not learned from, and why.
///
/// lag = parent version − the trajectory's lowest version. A foreign policy's steps (version −1) have none.
///
/// @param maxVersionLag largest lag that is learned from; −1 for any
record Staleness(long maxVersionLag) {
  /// Acted by a policy too many versions older than the parent.
  static final String VERSION_LAG = "version-lag";
  /// Acted by a version this trainer has not made: a log that was cut, or a producer of another run.
  static final String FUTURE_VERSION = "future-version";
  /// What would be left is a single step, which no minibatch can hold.
  static final String SINGLE_STEP = "single-step";

  /// Why not to learn from it; empty to learn from it.
  Optional<String> reasonToSkip(Trajectory trajectory, long parentVersion) {
    if (trajectory.highestVersion() > parentVersion) {
      return Optional.of(FUTURE_VERSION);
    }
    if (maxVersionLag >= 0 && counts(trajectory) && lag(trajectory, parentVersion) > maxVersionLag) {
      return Optional.of(VERSION_LAG);
    }
    return Optional.empty();
  }

  /// Whether the trajectory has a lag at all.
  static boolean counts(Trajectory trajectory) {
    return trajectory.lowestVersion() > Steps.FOREIGN_POLICY;
  }

  static long lag(Trajectory trajectory, long parentVersion) {
    return parentVersion - trajectory.lowestVersion();
  }
}
