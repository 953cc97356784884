// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.OptionalDouble;

import io.tributary.rl.policy.Policy;

/// The gradient −mean W(τ)·w_t·∇log π_θ(a_t|s_t), W(τ) = Π_t π_θ/μ over the whole trajectory, at most c.
///
/// With any weights that are unbiased on-policy this is unbiased for any μ that could have done what π_θ does; its variance grows exponentially
/// with the length. The value is mean −W·w, which has that gradient only where w is the same all along a trajectory.
public final class TrajectoryImportance implements Objective {
  private final double truncation;

  /// @param truncation c; 0 for none
  public TrajectoryImportance(double truncation) {
    this.truncation = truncation > 0 ? truncation : Double.POSITIVE_INFINITY;
  }

  @Override
  public Policy.Unit unit() {
    return Policy.Unit.TRAJECTORY;
  }

  @Override
  public Loss evaluate(Terms terms, long stepsTrained, float[] derivatives) {
    int n = terms.count();
    EffectiveShare effective = new EffectiveShare();
    double loss = 0;
    for (int s = 0; s < terms.rows().sequences(); s++) {
      int from = terms.rows().sequenceStart(s);
      int to = terms.rows().sequenceStart(s + 1);
      double logWeight = 0;
      for (int i = from; i < to; i++) {
        logWeight += (double) terms.now()[i] - terms.behaviour()[i];
      }
      double weight = Math.min(StrictMath.exp(logWeight), truncation);
      effective.add(weight);
      for (int i = from; i < to; i++) {
        loss -= weight * terms.advantages()[i];
        derivatives[i] = (float) (-weight * terms.advantages()[i] / n);
      }
    }
    return new Loss(loss / n, OptionalDouble.empty(), effective.share());
  }
}
