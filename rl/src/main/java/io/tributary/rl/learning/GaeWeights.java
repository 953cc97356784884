// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.function.Predicate;

import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.target.Discounts;
import io.tributary.rl.target.GeneralizedAdvantage;

/// w = A of GAE(λ), value targets = A + V. With recorded values the recorded advantages are taken as they are.
final class GaeWeights implements Weights {
  @Override
  public void compute(Batch batch, Predicate<Trajectory> recorded, Estimates estimates) {
    for (int i = 0; i < batch.trajectories(); i++) {
      compute(batch, i, recorded.test(batch.trajectory(i)), estimates);
    }
  }

  private static void compute(Batch batch, int trajectory, boolean recorded, Estimates estimates) {
    Trajectory segment = batch.trajectory(trajectory);
    int from = batch.start(trajectory);
    int n = segment.count();
    int valuesFrom = Estimates.valuesStart(batch, trajectory);
    float[] advantages = estimates.advantages();
    if (recorded) {
      System.arraycopy(segment.targets().advantages(), 0, advantages, from, n);
    } else {
      Discounts.fill(estimates.discounts(), n, segment.gamma(), segment.ending());
      GeneralizedAdvantage.compute(segment.columns().rewards(), 0, estimates.values(), valuesFrom, estimates.discounts(), segment.lambda(), n, advantages,
          from);
    }
    for (int t = 0; t < n; t++) {
      estimates.valueTargets()[from + t] = advantages[from + t] + estimates.values()[valuesFrom + t];
    }
  }
}
