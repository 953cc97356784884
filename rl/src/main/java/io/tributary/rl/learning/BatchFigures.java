// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Sums;

/// The figures that a batch and its estimates fix before anything is learned from them.
final class BatchFigures {
  private BatchFigures() {}

  static void putInto(Metrics metrics, Batch batch, Estimates estimates, boolean critic) {
    int n = batch.rows();
    double advantageMean = Sums.sum(estimates.advantages(), 0, n) / n;
    metrics.put(Metric.ADVANTAGE_MEAN, advantageMean);
    metrics.put(Metric.ADVANTAGE_STD, Standardised.std(estimates.advantages(), n, advantageMean));
    metrics.put(Metric.RETURN_MEAN, Sums.sum(estimates.valueTargets(), 0, n) / n);
    if (critic) {
      values(metrics, batch, estimates);
    }
    episodes(metrics, batch);
  }

  /// Mean value and mean target; 1 − Var(target − V)/Var(target), absent where targets do not vary.
  private static void values(Metrics metrics, Batch batch, Estimates estimates) {
    int n = batch.rows();
    double targetMean = Sums.sum(estimates.valueTargets(), 0, n) / n;
    double valueSum = 0;
    for (int i = 0; i < batch.trajectories(); i++) {
      int shift = Estimates.valuesStart(batch, i) - batch.start(i);
      for (int row = batch.start(i); row < batch.start(i + 1); row++) {
        valueSum += estimates.values()[shift + row];
      }
    }
    double valueMean = valueSum / n;
    double targetSquares = 0;
    double residualSquares = 0;
    for (int i = 0; i < batch.trajectories(); i++) {
      int shift = Estimates.valuesStart(batch, i) - batch.start(i);
      for (int row = batch.start(i); row < batch.start(i + 1); row++) {
        double target = estimates.valueTargets()[row] - targetMean;
        double residual = target - (estimates.values()[shift + row] - valueMean);
        targetSquares += target * target;
        residualSquares += residual * residual;
      }
    }
    metrics.put(Metric.VALUE_MEAN, valueMean);
    if (targetSquares > 0) {
      metrics.put(Metric.EXPLAINED_VARIANCE, 1 - residualSquares / targetSquares);
    }
  }

  private static void episodes(Metrics metrics, Batch batch) {
    int episodes = 0;
    double sum = 0;
    for (int i = 0; i < batch.trajectories(); i++) {
      Trajectory trajectory = batch.trajectory(i);
      if (trajectory.ending().endsEpisode()) {
        episodes++;
        sum += returnOf(trajectory);
      }
    }
    metrics.put(Metric.EPISODES, episodes);
    if (episodes > 0) {
      metrics.put(Metric.EPISODE_RETURN_MEAN, sum / episodes);
    }
  }

  private static double returnOf(Trajectory trajectory) {
    double sum = trajectory.returnBefore();
    for (float reward : trajectory.columns().rewards()) {
      sum += reward;
    }
    return sum;
  }
}
