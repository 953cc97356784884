// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.target;

/// The definitions, in double and as plain as they can be written; the shipping forms are tested against these.
///
/// Everywhere `rewards` covers t in 0 … n−1, `discounts` likewise (γ, or 0 where step t terminated), `values` t in 0 … n.
public final class Reference {
  private Reference() {}

  /// Discounted returns: G_t = r_t + discounts[t]·G_{t+1}, G_n = `bootstrap`.
  public static double[] rewardToGo(double[] rewards, double[] discounts, double bootstrap) {
    double[] out = new double[rewards.length];
    double next = bootstrap;
    for (int t = rewards.length - 1; t >= 0; t--) {
      next = rewards[t] + discounts[t] * next;
      out[t] = next;
    }
    return out;
  }

  /// GAE(λ) (arXiv 1506.02438): A_t = δ_t + discounts[t]·λ·A_{t+1}, A_n = 0, δ_t = r_t + discounts[t]·V_{t+1} − V_t.
  public static double[] generalizedAdvantage(double[] rewards, double[] discounts, double[] values, double lambda) {
    double[] out = new double[rewards.length];
    double next = 0;
    for (int t = rewards.length - 1; t >= 0; t--) {
      double delta = rewards[t] + discounts[t] * values[t + 1] - values[t];
      next = delta + discounts[t] * lambda * next;
      out[t] = next;
    }
    return out;
  }

  /// λ-returns (Sutton and Barto, 12.3): G_t = r_t + discounts[t]·((1 − λ)·V_{t+1} + λ·G_{t+1}), G_n = V_n.
  ///
  /// @param nextValues V_{t+1} for t in 0 … n−1
  public static double[] lambdaReturns(double[] rewards, double[] discounts, double[] nextValues, double lambda) {
    double[] out = new double[rewards.length];
    double next = nextValues[rewards.length - 1];
    for (int t = rewards.length - 1; t >= 0; t--) {
      next = rewards[t] + discounts[t] * ((1 - lambda) * nextValues[t] + lambda * next);
      out[t] = next;
    }
    return out;
  }

  /// V-trace targets minus values (arXiv 1802.01561, remark 2 for λ):
  ///
  /// e_t = ρ_t·(r_t + discounts[t]·V_{t+1} − V_t) + discounts[t]·c_t·e_{t+1}, e_n = 0, with ρ_t = min(ρ̄, π/μ) and c_t = λ·min(c̄, π/μ).
  ///
  /// A discount of 0 removes the bootstrap, never ρ: the terminal reward stays corrected. The trace stops at the segment's end by itself.
  ///
  /// @param ratios π(a_t|s_t)/μ(a_t|s_t)
  public static double[] vTraceErrors(
      double[] rewards, double[] discounts, double[] values, double[] ratios, double lambda, double rhoBar, double cBar) {
    double[] out = new double[rewards.length];
    double next = 0;
    for (int t = rewards.length - 1; t >= 0; t--) {
      double rho = Math.min(rhoBar, ratios[t]);
      double delta = rho * (rewards[t] + discounts[t] * values[t + 1] - values[t]);
      next = delta + discounts[t] * lambda * Math.min(cBar, ratios[t]) * next;
      out[t] = next;
    }
    return out;
  }

  /// V-trace's policy-gradient advantages: ρ_t·(r_t + discounts[t]·(V_{t+1} + λ·e_{t+1}) − V_t), e_n = 0.
  ///
  /// @param errors from {@link #vTraceErrors} with the same arguments
  public static double[] vTraceAdvantages(
      double[] rewards, double[] discounts, double[] values, double[] ratios, double[] errors, double lambda, double rhoBar) {
    double[] out = new double[rewards.length];
    for (int t = 0; t < rewards.length; t++) {
      double error = t + 1 < rewards.length ? errors[t + 1] : 0;
      out[t] = Math.min(rhoBar, ratios[t]) * (rewards[t] + discounts[t] * (values[t + 1] + lambda * error) - values[t]);
    }
    return out;
  }
}
