// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.function.Predicate;

import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.target.Discounts;

/// w_t = r_t + γ·r_{t+1} + … + γⁿ·V_{t+n} − V_t: n rewards and then the critic, fewer where the segment is over before; value targets = w + V.
final class NStepWeights implements Weights {
  private final int steps;

  NStepWeights(int steps) {
    this.steps = steps;
  }

  @Override
  public void compute(Batch batch, Predicate<Trajectory> recorded, Estimates estimates) {
    for (int i = 0; i < batch.trajectories(); i++) {
      Trajectory segment = batch.trajectory(i);
      int from = batch.start(i);
      int valuesFrom = Estimates.valuesStart(batch, i);
      Discounts.fill(estimates.discounts(), segment.count(), segment.gamma(), segment.ending());
      for (int t = 0; t < segment.count(); t++) {
        double target = target(segment, t, estimates, valuesFrom);
        estimates.valueTargets()[from + t] = (float) target;
        estimates.advantages()[from + t] = (float) (target - estimates.values()[valuesFrom + t]);
      }
    }
  }

  /// Backwards from where the critic takes over, so that a discount of 0 removes what is behind a termination.
  private double target(Trajectory segment, int t, Estimates estimates, int valuesFrom) {
    int end = Math.min(segment.count(), t + Math.min(steps, segment.count()));
    double target = estimates.values()[valuesFrom + end];
    for (int k = end - 1; k >= t; k--) {
      target = segment.columns().rewards()[k] + estimates.discounts()[k] * target;
    }
    return target;
  }
}
