// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// What the sum over a batch's steps is divided by.
public enum Reduction {
  /// The number of trajectories: an unbiased estimate of ∇J.
  TRAJECTORIES,
  /// The number of steps: a ratio estimator where lengths vary, and what libraries do.
  STEPS
}
