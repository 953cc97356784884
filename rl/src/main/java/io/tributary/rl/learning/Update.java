// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// What an algorithm made of a batch.
///
/// @param agent the child, one version above its parent
/// @param metrics figures of this update
/// @param epochsDone passes over the batch the policy made
/// @param stopReason why it ended
public record Update(Agent agent, Metrics metrics, int epochsDone, StopReason stopReason) {}
