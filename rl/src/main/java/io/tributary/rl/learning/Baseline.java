// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// What is taken off a return. Any function of the state that was fixed before the batch leaves the expected gradient as it is.
///
/// Averages are taken per time step over *all* trajectories of the batch, an episode that is over counting 0: so the in-batch average scales the
/// expected gradient by exactly 1 − 1/N, and leaving the trajectory itself out leaves it as it is. (An average over the episodes that are still
/// running would make the factor random.) Under decision-importance the average holds a return that μ, not π, went on to earn: it is no mere scale there.
public enum Baseline {
  NONE,
  /// The mean over the batch's N trajectories, the trajectory itself among them: scales the expected gradient by 1 − 1/N.
  AVERAGE,
  /// The mean over the other N − 1 trajectories: unbiased; 0 where there is no other.
  LEAVE_ONE_OUT,
  /// V(s_t) of the critic, as it was before the batch.
  VALUE,
  /// A Tribuo regression of the return on the state, fitted on earlier batches ({@link BaselineRegression}); 0 until there was one.
  TRIBUO;

  boolean isAverage() {
    return this == AVERAGE || this == LEAVE_ONE_OUT;
  }
}
