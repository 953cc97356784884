// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// How parameters move.
public enum StepKind {
  /// Epochs of minibatches, each one step of an optimiser.
  FIRST_ORDER
}
