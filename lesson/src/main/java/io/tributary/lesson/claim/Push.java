// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.List;

import io.tributary.lesson.exact.Episode;
import io.tributary.lesson.exact.Estimator;
import io.tributary.lesson.exact.StepWeights;
import io.tributary.lesson.exact.TabularSoftmax;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.shipping.ShippingPath;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.Baseline;
import io.tributary.rl.learning.LearnerSettings;

/// One gradient step on a batch of watched trajectories, each of them one of many a policy could have made: which became more probable?
///
/// The policy is a softmax over whole trajectories, uniform before the step. Those watched are the first.
final class Push {
  private final TabularSoftmax policy;
  private final double[] returns;
  private final double[] weights;
  private final double[] gradient;
  private final double[] shipped;
  private final double[] logProbabilityChanges;

  /// @param returns of the trajectories watched
  /// @param baseline none or average
  /// @param possible how many trajectories the policy can make
  /// @param rate of the step
  Push(double[] returns, Baseline baseline, int possible, double rate) {
    this.returns = returns.clone();
    policy = new TabularSoftmax(1, possible);
    List<Episode> batch = new ArrayList<>();
    for (int i = 0; i < returns.length; i++) {
      batch.add(Episode.watched(new int[] {0}, new int[] {i}, new double[] {returns[i]}));
    }
    double[] theta = new double[possible];
    Estimator estimator = estimator(baseline);
    weights = estimator.weights().apply(batch).stream().mapToDouble(w -> w[0]).toArray();
    gradient = estimator.estimate(policy, theta, batch);
    shipped = shipped(baseline, theta, batch);
    double[] moved = Vectors.plus(theta, rate, gradient);
    logProbabilityChanges = new double[possible];
    for (int i = 0; i < possible; i++) {
      logProbabilityChanges[i] = StrictMath.log(policy.probability(moved, 0, i)) - StrictMath.log(policy.probability(theta, 0, i));
    }
  }

  private static Estimator estimator(Baseline baseline) {
    return new Estimator(baseline.name(), batch -> {
      List<double[]> returns = batch.stream().map(episode -> StepWeights.rewardToGo(episode.rewards(), 1)).toList();
      return baseline == Baseline.AVERAGE ? StepWeights.minusAverage(returns) : returns;
    });
  }

  private double[] shipped(Baseline baseline, double[] theta, List<Episode> batch) {
    LearnerSettings settings = Algorithms.named("reinforce").learner().change().baseline(baseline).build();
    ShippingPath path = new ShippingPath(policy, settings);
    List<Trajectory> trajectories = batch.stream().map(episode -> path.trajectory(episode, theta, 1, 1, null)).toList();
    return path.estimate(theta, trajectories);
  }

  /// What multiplies each watched trajectory's score.
  double weight(int i) {
    return weights[i];
  }

  double[] weights() {
    return weights.clone();
  }

  double[] gradient() {
    return gradient.clone();
  }

  /// Change of log p of trajectory i; those from `watched()` on were not watched.
  double change(int i) {
    return logProbabilityChanges[i];
  }

  int watched() {
    return returns.length;
  }

  /// How many of those watched became more probable.
  int risen() {
    int risen = 0;
    for (int i = 0; i < returns.length; i++) {
      risen += logProbabilityChanges[i] > 0 ? 1 : 0;
    }
    return risen;
  }

  /// Largest difference of the shipping code's gradient to the reference.
  double shippingError() {
    return Vectors.distance(shipped, gradient);
  }
}
