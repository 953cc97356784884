// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;
import java.util.function.Predicate;

import io.tributary.rl.experience.Trajectory;

/// w = 1; what the steps were worth is noted for the return statistics only.
final class CloningWeights implements Weights {
  @Override
  public void compute(Batch batch, Predicate<Trajectory> recorded, Estimates estimates) {
    Arrays.fill(estimates.advantages(), 0, batch.rows(), 1);
    for (int i = 0; i < batch.trajectories(); i++) {
      System.arraycopy(batch.trajectory(i).targets().rewardsToGo(), 0, estimates.valueTargets(), batch.start(i), batch.trajectory(i).count());
    }
  }
}
