// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.OptionalDouble;

/// Turns ratios and weights into a loss. It knows log-probabilities, never how a policy makes them.
public interface Objective {
  /// The loss of the selected rows, a mean over them, and its derivative with respect to each log π_θ(a_t|s_t).
  ///
  /// @param terms what is known of each row
  /// @param stepsTrained what schedules run over
  /// @param derivatives one a row, overwritten
  Loss evaluate(Terms terms, long stepsTrained, float[] derivatives);

  /// Whether log π_k of each row is needed.
  boolean needsParent();

  /// @param value of the loss
  /// @param clipFraction share of rows whose ratio lies outside the trust range; empty for objectives without one
  record Loss(double value, OptionalDouble clipFraction) {}
}
