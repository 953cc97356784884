// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// What is made of ratios and weights.
public enum ObjectiveKind {
  /// PPO's clipped surrogate (arXiv 1707.06347).
  CLIPPED_SURROGATE
}
