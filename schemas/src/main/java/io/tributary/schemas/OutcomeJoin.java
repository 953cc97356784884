// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// How delayed rewards find their steps.
///
/// @param withinMs record time an outcome may take
/// @param standIn reward that stands in if none comes; null to reject the step with reason no-outcome
public record OutcomeJoin(long withinMs, Double standIn) {}
