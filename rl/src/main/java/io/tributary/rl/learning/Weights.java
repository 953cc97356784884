// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// Fills what multiplies ∇log π, and what the critic is fitted to.
interface Weights {
  /// Fills advantages and value targets of one trajectory.
  ///
  /// @param recorded whether the values are the recorded ones; otherwise they are the critic's
  void compute(Batch batch, int trajectory, boolean recorded, Estimates estimates);
}
