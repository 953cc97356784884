// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.function.Predicate;

import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.target.Discounts;

/// V-trace (arXiv 1802.01561): w_t = ρ_t·(r_t + γ·(V_{t+1} + λ·e_{t+1}) − V_t), value targets V + e, with
///
/// e_t = ρ_t·(r_t + γ·V_{t+1} − V_t) + γ·c_t·e_{t+1}, ρ_t = min(ρ̄, π/μ), c_t = λ·min(c̄, π/μ), e behind the last step 0.
///
/// A termination removes the bootstrap, never ρ: the terminal reward stays corrected.
final class VTraceWeights implements Weights {
  private final LearnerSettings.Trace limits;

  VTraceWeights(LearnerSettings.Trace limits) {
    this.limits = limits;
  }

  @Override
  public void compute(Batch batch, Predicate<Trajectory> recorded, Estimates estimates) {
    for (int i = 0; i < batch.trajectories(); i++) {
      compute(batch, i, estimates);
    }
  }

  private void compute(Batch batch, int trajectory, Estimates estimates) {
    Trajectory segment = batch.trajectory(trajectory);
    int from = batch.start(trajectory);
    int valuesFrom = Estimates.valuesStart(batch, trajectory);
    float[] values = estimates.values();
    double[] discounts = estimates.discounts();
    double lambda = segment.lambda();
    Discounts.fill(discounts, segment.count(), segment.gamma(), segment.ending());
    double next = 0;
    for (int t = segment.count() - 1; t >= 0; t--) {
      double ratio = estimates.ratios()[from + t];
      double rho = Math.min(limits.rhoBar(), ratio);
      double reward = segment.columns().rewards()[t];
      double value = values[valuesFrom + t];
      double bootstrap = values[valuesFrom + t + 1];
      double error = rho * (reward + discounts[t] * bootstrap - value) + discounts[t] * lambda * Math.min(limits.cBar(), ratio) * next;
      estimates.advantages()[from + t] = (float) (rho * (reward + discounts[t] * (bootstrap + lambda * next) - value));
      estimates.valueTargets()[from + t] = (float) (value + error);
      next = error;
    }
  }
}
