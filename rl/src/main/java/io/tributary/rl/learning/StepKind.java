// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// How parameters move.
public enum StepKind {
  /// Epochs of minibatches, each one step of an optimiser.
  FIRST_ORDER,
  /// One step along F⁻¹∇, as long as its quadratic KL allows (Kakade 2001; arXiv 1703.02660).
  NATURAL_GRADIENT,
  /// The same, shortened until the real KL is within its limit and the surrogate is better (arXiv 1502.05477).
  TRUST_REGION
}
