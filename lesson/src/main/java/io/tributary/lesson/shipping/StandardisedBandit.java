// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.shipping;

import io.tributary.lesson.exact.EnumerableProblem;
import io.tributary.lesson.exact.Estimator;
import io.tributary.lesson.exact.ExactCase;
import io.tributary.lesson.exact.StepWeights;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.Standardisation;

/// What standardising does to the expected gradient, on the problem where it has a closed form: one step, two actions, one of which earns a reward.
///
/// With k of N actions rewarded, rewards standardised by their own batch have the weights (1 − k/N)/s and −(k/N)/s, in which the size of the reward
/// no longer appears; so, for the rewarded action's parameter, E[ĝ] = Σ_k C(N, k) p^k (1 − p)^(N−k) · (k/N)·(1 − k/N)/(s_k + ε), where
/// s_k² = N/(N−1) · (k/N)·(1 − k/N), against ∇J = r·p·(1 − p).
public final class StandardisedBandit {
  private static final double EPSILON = 1e-8;

  private StandardisedBandit() {}

  /// The problem, with a reward r for action 0.
  public static ExactCase problem(double reward, long seed) {
    double[][][] next = {{{1}, {1}}};
    double[][][] rewards = {{{reward}, {0}}};
    return new ExactCase(new EnumerableProblem(1, new double[] {1}, next, rewards, new boolean[1]), 1, seed);
  }

  /// The standardised estimator on it, and the prediction.
  ///
  /// @param reward r, which is not 0
  public static Judged judged(ExactCase bandit, double reward, int batch) {
    double[] predicted = {0, 0};
    double p = bandit.policy().probability(bandit.theta(), 0, 0);
    for (int k = 1; k < batch; k++) {
      double share = (double) k / batch;
      double spread = Math.abs(reward) * Math.sqrt(batch / (batch - 1.0) * share * (1 - share));
      predicted[0] += choose(batch, k) * StrictMath.pow(p, k) * StrictMath.pow(1 - p, batch - k) * reward * share * (1 - share) / (spread + EPSILON);
    }
    predicted[1] = -predicted[0];
    LearnerSettings settings = Algorithms.named("reinforce").learner().change().standardise(Standardisation.PER_BATCH).build();
    Estimator reference = new Estimator("standardised",
        some -> StepWeights.standardised(some.stream().map(episode -> StepWeights.rewardToGo(episode.rewards(), 1)).toList()));
    return new Judged(reference, settings, null, bandit.theta(), "(1 − 1/N)·E[s]/r²·∇J/(p·(1 − p))", predicted);
  }

  private static double choose(int n, int k) {
    double out = 1;
    for (int i = 1; i <= k; i++) {
      out = out * (n - k + i) / i;
    }
    return out;
  }
}
