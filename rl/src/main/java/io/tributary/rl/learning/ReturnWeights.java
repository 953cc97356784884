// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;
import java.util.function.Predicate;

import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.target.Discounts;
import io.tributary.rl.target.RewardToGo;

/// w_t = G_0 (the whole return) or G_t (reward-to-go), minus a baseline; value targets = G_t.
///
/// G_t is as the topology computed it. Where the critic is the baseline and its values are computed afresh, so is G, from V(nextObservation) of a
/// segment that did not terminate.
final class ReturnWeights implements Weights {
  private final boolean whole;
  private final Baseline baseline;
  private double[] sums = {};

  ReturnWeights(boolean whole, Baseline baseline) {
    this.whole = whole;
    this.baseline = baseline;
  }

  @Override
  public void compute(Batch batch, Predicate<Trajectory> recorded, Estimates estimates) {
    for (int i = 0; i < batch.trajectories(); i++) {
      returns(batch, i, recorded.test(batch.trajectory(i)), estimates);
    }
    if (baseline.isAverage()) {
      sum(batch, estimates);
    }
    for (int i = 0; i < batch.trajectories(); i++) {
      weigh(batch, i, estimates);
    }
  }

  private void returns(Batch batch, int trajectory, boolean recorded, Estimates estimates) {
    Trajectory segment = batch.trajectory(trajectory);
    int from = batch.start(trajectory);
    if (baseline != Baseline.VALUE || recorded) {
      System.arraycopy(segment.targets().rewardsToGo(), 0, estimates.valueTargets(), from, segment.count());
      return;
    }
    Discounts.fill(estimates.discounts(), segment.count(), segment.gamma(), segment.ending());
    float future = estimates.values()[Estimates.valuesStart(batch, trajectory) + segment.count()];
    RewardToGo.compute(segment.columns().rewards(), 0, estimates.discounts(), segment.ending() == Ending.TERMINATED ? 0 : future, segment.count(),
        estimates.valueTargets(), from);
  }

  private float weight(int from, int t, Estimates estimates) {
    return estimates.valueTargets()[whole ? from : from + t];
  }

  /// Σ over the trajectories of what step t of each weighs, by t.
  private void sum(Batch batch, Estimates estimates) {
    int longest = 0;
    for (int i = 0; i < batch.trajectories(); i++) {
      longest = Math.max(longest, batch.trajectory(i).count());
    }
    sums = sums.length < longest ? new double[longest] : sums;
    Arrays.fill(sums, 0, longest, 0);
    for (int i = 0; i < batch.trajectories(); i++) {
      // An episode that is over has nothing to go; a whole return stays what it is.
      int last = whole ? longest : batch.trajectory(i).count();
      for (int t = 0; t < last; t++) {
        sums[t] += weight(batch.start(i), t, estimates);
      }
    }
  }

  private void weigh(Batch batch, int trajectory, Estimates estimates) {
    int from = batch.start(trajectory);
    int valuesFrom = Estimates.valuesStart(batch, trajectory);
    int others = batch.trajectories() - 1;
    for (int t = 0; t < batch.trajectory(trajectory).count(); t++) {
      float weight = weight(from, t, estimates);
      double expected = switch (baseline) {
        case NONE -> 0;
        case AVERAGE -> sums[t] / (others + 1);
        case LEAVE_ONE_OUT -> others == 0 ? 0 : (sums[t] - weight) / others;
        case VALUE -> estimates.values()[valuesFrom + t];
        case TRIBUO -> estimates.baselines()[from + t];
      };
      estimates.baselines()[from + t] = (float) expected;
      estimates.advantages()[from + t] = (float) (weight - expected);
    }
  }
}
