// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.OptionalDouble;

import io.tributary.rl.policy.Policy;

/// Per-decision importance sampling (Precup, Sutton and Singh 2000): a reward is weighed by the ratios of the actions up to it, not of those after.
///
/// The gradient is −mean S_k·∇log π_θ(a_k|s_k) with S_k = Σ_{t≥k} ρ_{0:t}·γ^(t−k)·r_t − ρ_{0:k}·b(s_k), ρ_{0:t} = Π_{j≤t} π_θ/μ, at most c; the value
/// of the loss is −mean (ρ_{0:t}·r_t): an estimate of −J per step where nothing is discounted.
public final class DecisionImportance implements Objective {
  private final double truncation;
  private double[] prefixes = {};

  /// @param truncation c; 0 for none
  public DecisionImportance(double truncation) {
    this.truncation = truncation > 0 ? truncation : Double.POSITIVE_INFINITY;
  }

  @Override
  public boolean needsRewards() {
    return true;
  }

  @Override
  public Policy.Unit unit() {
    return Policy.Unit.TRAJECTORY;
  }

  @Override
  public Loss evaluate(Terms terms, long stepsTrained, float[] derivatives) {
    int n = terms.count();
    prefixes = prefixes.length < n ? new double[n] : prefixes;
    EffectiveShare effective = new EffectiveShare();
    double loss = 0;
    for (int s = 0; s < terms.rows().sequences(); s++) {
      int from = terms.rows().sequenceStart(s);
      int to = terms.rows().sequenceStart(s + 1);
      multiply(terms, from, to);
      effective.add(prefixes[to - 1]);
      double future = 0;
      for (int i = to - 1; i >= from; i--) {
        double rewarded = prefixes[i] * terms.rewards()[i];
        future = rewarded + terms.discounts()[i] * future;
        loss -= rewarded;
        derivatives[i] = (float) (-terms.stateDiscounts()[i] * (future - prefixes[i] * terms.baselines()[i]) / n);
      }
    }
    return new Loss(loss / n, OptionalDouble.empty(), effective.share());
  }

  private void multiply(Terms terms, int from, int to) {
    double logPrefix = 0;
    for (int i = from; i < to; i++) {
      logPrefix += (double) terms.now()[i] - terms.behaviour()[i];
      prefixes[i] = Math.min(StrictMath.exp(logPrefix), truncation);
    }
  }
}
