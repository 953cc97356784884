// SPDX-License-Identifier: Apache-2.0
/// What a step was worth: rewards-to-go, advantages, λ-returns. The float forms ship; {@link io.tributary.rl.target.Reference} defines them.
///
/// Trajectories never cross an episode, so an ending is only a discount: `discounts[t]` is γ, and 0 on a step that terminates.
package io.tributary.rl.target;
