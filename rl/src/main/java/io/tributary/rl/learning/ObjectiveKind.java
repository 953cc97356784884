// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// What is made of ratios π_θ/μ and weights.
public enum ObjectiveKind {
  /// w·log π: no ratio at all, so on-policy or cloning.
  SCORE_FUNCTION,
  /// Each step weighs the product of its whole trajectory's ratios: exact, and exponentially noisy in its length.
  TRAJECTORY_IMPORTANCE,
  /// Each reward weighs the product of the ratios up to it: exact, with less noise.
  DECISION_IMPORTANCE,
  /// Each step weighs its own ratio; that states are visited differently is left out, which is a bias.
  STEP_IMPORTANCE,
  /// PPO's clipped surrogate (arXiv 1707.06347, eq. 7).
  CLIPPED_SURROGATE,
  /// Each step weighs its own ratio, and KL(π_k‖π_θ) costs (arXiv 1707.06347, eq. 8).
  KL_PENALTY;

  /// Whether the ratios of a whole episode are multiplied.
  boolean needsEpisodes() {
    return this == TRAJECTORY_IMPORTANCE || this == DECISION_IMPORTANCE;
  }

  /// Whether its value is a function of the parameters whose gradient it gives, so that a line search can compare values.
  boolean hasValue() {
    return this == STEP_IMPORTANCE || this == CLIPPED_SURROGATE || this == KL_PENALTY;
  }

  /// Whether weights may be truncated.
  boolean truncates() {
    return this == TRAJECTORY_IMPORTANCE || this == DECISION_IMPORTANCE || this == STEP_IMPORTANCE;
  }
}
