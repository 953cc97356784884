// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.OptionalDouble;

import io.tributary.rl.policy.Policy;

/// Turns ratios and weights into a loss. It knows log-probabilities, never how a policy makes them.
public interface Objective {
  /// The loss of the selected rows, a mean over them, and its derivative with respect to each log π_θ(a_t|s_t).
  ///
  /// @param terms what is known of each row
  /// @param stepsTrained what schedules run over
  /// @param derivatives one a row, overwritten
  Loss evaluate(Terms terms, long stepsTrained, float[] derivatives);

  /// Whether log π_k of each row is needed.
  default boolean needsParent() {
    return false;
  }

  /// Whether rewards, discounts and baselines of each row are needed.
  default boolean needsRewards() {
    return false;
  }

  /// What a minibatch must keep whole for it.
  default Policy.Unit unit() {
    return Policy.Unit.ROW;
  }

  /// What a nat of mean KL(π_k‖π_θ) costs.
  default double divergenceCoefficient(long stepsTrained) {
    return 0;
  }

  /// @param value of the loss
  /// @param clipFraction share of rows whose ratio lies outside the trust range; empty for objectives without one
  /// @param effectiveShare (Σw)²/Σw²/N of the N weights the loss was made with; empty where they are the rows' ratios or there are none
  record Loss(double value, OptionalDouble clipFraction, OptionalDouble effectiveShare) {
    static Loss of(double value) {
      return new Loss(value, OptionalDouble.empty(), OptionalDouble.empty());
    }
  }
}
