// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.function.Predicate;

import io.tributary.rl.experience.Trajectory;

/// Fills what multiplies ∇log π, and what the critic is fitted to.
interface Weights {
  /// Fills advantages and value targets of every row.
  ///
  /// @param recorded whether a trajectory's values are the recorded ones; otherwise they are the critic's
  void compute(Batch batch, Predicate<Trajectory> recorded, Estimates estimates);
}
