// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// Moves the parameters of one update.
interface Step {
  /// The most rows a selection of this step may have.
  int maxRows(Batch batch);

  Progress improve(Training training);

  /// @param epochsDone passes over the batch the policy completed
  record Progress(int epochsDone, StopReason stopReason) {}
}
