// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import io.tributary.rl.experience.StepId;

/// A reward that was learned after its step had been published.
///
/// @param step the step it belongs to
/// @param outcomeId makes the outcome unique, so that a repeated one counts once
/// @param reward in the environment's unit
/// @param occurredMs milliseconds since the epoch
public record Outcome(StepId step, String outcomeId, float reward, long occurredMs) {}
