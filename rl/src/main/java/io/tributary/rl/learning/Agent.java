// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Objects;

import io.tributary.rl.policy.PolicyState;

/// The whole learner at one version: what acts, what the optimiser remembers, how much it has seen.
///
/// **Guarantees.** Nothing changes in place: an update returns the next agent, so any version can be published, kept or gone back to.
///
/// @param version counted from 0, one higher for every batch taken
/// @param policy what acts
/// @param optimiser what the optimiser remembers
/// @param stepsTrained environment steps of all batches so far, the one that only filled the statistics among them; schedules run over it once the optimiser has
///     taken a step
/// @param baseline a fitted baseline in its own encoding; null where there is none
public record Agent(long version, PolicyState policy, OptimiserState optimiser, long stepsTrained, byte[] baseline) {
  public Agent {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(optimiser, "optimiser");
  }
}
