// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.exact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tributary.rl.target.Reference;

/// What can stand before ∇log π(a_t|s_t): the choices of weights, written down from their definitions. One entry a step; arguments stay as they are.
///
/// Times: rewards and ratios are of t = 0 … T−1, values of t = 0 … T.
public final class StepWeights {
  private StepWeights() {}

  /// w_t = Σ_k γ^k r_k, the same for all t (Williams 1992).
  public static double[] totalReturn(double[] rewards, double gamma) {
    double sum = 0;
    double discount = 1;
    for (double reward : rewards) {
      sum += discount * reward;
      discount *= gamma;
    }
    double[] out = new double[rewards.length];
    Arrays.fill(out, sum);
    return out;
  }

  /// G_t = r_t + γ·G_{t+1}, G_T = 0.
  public static double[] rewardToGo(double[] rewards, double gamma) {
    return Reference.rewardToGo(rewards, constant(gamma, rewards.length), 0);
  }

  /// γ^t·w_t: how much less a state counts that is reached later. Without it γ < 1 follows the gradient of no function (arXiv 1906.07073).
  public static double[] discounted(double[] weights, double gamma) {
    double[] out = weights.clone();
    double discount = 1;
    for (int t = 0; t < out.length; t++) {
      out[t] *= discount;
      discount *= gamma;
    }
    return out;
  }

  /// w_t − b_t.
  public static double[] minus(double[] weights, double[] baseline) {
    double[] out = weights.clone();
    for (int t = 0; t < out.length; t++) {
      out[t] -= baseline[t];
    }
    return out;
  }

  public static double[] times(double[] weights, double[] factors) {
    double[] out = weights.clone();
    for (int t = 0; t < out.length; t++) {
      out[t] *= factors[t];
    }
    return out;
  }

  public static double[] constant(double value, int length) {
    double[] out = new double[length];
    Arrays.fill(out, value);
    return out;
  }

  /// w_{i,t} − (1/N) Σ_j w_{j,t} over all N of the batch: one that is over by then counts 0.
  public static List<double[]> minusAverage(List<double[]> weights) {
    return minusShare(weights, false);
  }

  /// w_{i,t} − (1/(N−1)) Σ_{j≠i} w_{j,t}: what i earned does not appear in its own baseline.
  public static List<double[]> minusLeaveOneOut(List<double[]> weights) {
    return minusShare(weights, true);
  }

  private static List<double[]> minusShare(List<double[]> weights, boolean othersOnly) {
    int longest = weights.stream().mapToInt(w -> w.length).max().orElse(0);
    double[] sums = new double[longest];
    weights.forEach(w -> {
      for (int t = 0; t < w.length; t++) {
        sums[t] += w[t];
      }
    });
    List<double[]> out = new ArrayList<>();
    for (double[] w : weights) {
      double[] baseline = new double[w.length];
      for (int t = 0; t < w.length; t++) {
        baseline[t] = othersOnly ? (sums[t] - w[t]) / (weights.size() - 1) : sums[t] / weights.size();
      }
      out.add(minus(w, baseline));
    }
    return out;
  }

  /// (w − mean)/(std + 10⁻⁸) over all steps of the batch, std over their number less one.
  public static List<double[]> standardised(List<double[]> weights) {
    double[] all = weights.stream().flatMapToDouble(Arrays::stream).toArray();
    double mean = Vectors.mean(all);
    double squares = 0;
    for (double w : all) {
      squares += (w - mean) * (w - mean);
    }
    double scale = 1 / (Math.sqrt(squares / (all.length - 1)) + 1e-8);
    return weights.stream().map(w -> Arrays.stream(w).map(x -> (x - mean) * scale).toArray()).toList();
  }

  /// A_t = Σ_{k<n} γ^k r_{t+k} + γ^n V_{t+n} − V_t, with fewer than n rewards at the end.
  public static double[] nStep(double[] rewards, double[] values, double gamma, int n) {
    double[] out = new double[rewards.length];
    for (int t = 0; t < rewards.length; t++) {
      double discount = 1;
      for (int k = t; k < Math.min(t + n, rewards.length); k++) {
        out[t] += discount * rewards[k];
        discount *= gamma;
      }
      out[t] += discount * values[Math.min(t + n, rewards.length)] - values[t];
    }
    return out;
  }

  /// GAE(λ) (arXiv 1506.02438): A_t = δ_t + γ·λ·A_{t+1}, A_T = 0, δ_t = r_t + γ·V_{t+1} − V_t.
  public static double[] generalizedAdvantage(double[] rewards, double[] values, double gamma, double lambda) {
    return Reference.generalizedAdvantage(rewards, constant(gamma, rewards.length), values, lambda);
  }

  /// ρ_t = π_θ(a_t|s_t)/μ(a_t|s_t).
  public static double[] ratios(Episode episode, TabularSoftmax policy, double[] theta, double[] behaviour) {
    double[] out = new double[episode.length()];
    for (int t = 0; t < out.length; t++) {
      int state = episode.states()[t];
      int action = episode.actions()[t];
      out[t] = policy.probability(theta, state, action) / policy.probability(behaviour, state, action);
    }
    return out;
  }

  /// ρ_{0:t} = Π_{u≤t} ρ_u.
  public static double[] prefixProducts(double[] ratios) {
    double[] out = ratios.clone();
    for (int t = 1; t < out.length; t++) {
      out[t] *= out[t - 1];
    }
    return out;
  }

  /// Per trajectory: ρ_{0:T−1}·G_t.
  public static double[] trajectoryWeighted(double[] rewards, double gamma, double[] ratios) {
    double[] prefix = prefixProducts(ratios);
    return times(rewardToGo(rewards, gamma), constant(prefix[prefix.length - 1], rewards.length));
  }

  /// Per decision (Precup, Sutton and Singh 2000): w_k = Σ_{t≥k} ρ_{0:t} γ^{t−k} r_t. A reward is weighted by what led to it, not by what came after it.
  public static double[] decisionWeighted(double[] rewards, double gamma, double[] ratios) {
    return rewardToGo(times(rewards, prefixProducts(ratios)), gamma);
  }

  /// Per step: ρ_t·G_t. The states before t and the actions after it stay those of μ, so this is biased.
  public static double[] stepWeighted(double[] rewards, double gamma, double[] ratios) {
    return times(rewardToGo(rewards, gamma), ratios);
  }
}
