// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// What multiplies ∇log π, before a {@link Baseline} is taken off.
public enum Weighting {
  /// 1: cloning, the likelihood of what was done.
  ONE,
  /// R(τ) = G_0 of the whole episode at each of its steps (Williams 1992).
  TOTAL_RETURN,
  /// G_t: what was earned before t says nothing about the action at t.
  REWARD_TO_GO,
  /// n rewards, then the critic, minus the critic.
  N_STEP,
  /// GAE(λ) (arXiv 1506.02438).
  GAE,
  /// Advantages of V-trace: corrected for actions that the learning policy would not have taken (arXiv 1802.01561).
  V_TRACE;

  /// Whether the critic is part of it, so that it cannot be had with another baseline.
  boolean holdsCritic() {
    return this == N_STEP || this == GAE || this == V_TRACE;
  }
}
