// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.target;

/// GAE(λ), the advantage between one-step TD (λ = 0) and Monte Carlo minus V (λ = 1) (arXiv 1506.02438).
public final class GeneralizedAdvantage {
  private GeneralizedAdvantage() {}

  /// A_t = δ_t + discounts[t]·λ·A_{t+1}, A_n = 0, with δ_t = r_t + discounts[t]·V_{t+1} − V_t, for t in 0 … n−1.
  ///
  /// The running sum is kept in double, as in {@link RewardToGo}.
  ///
  /// @param rewards r_t, at `rewardsFrom + t`
  /// @param values V_t, at `valuesFrom + t` for t in 0 … n: the last is V(nextObservation), in reward units
  /// @param discounts γ, or 0 where step t terminated, at t
  /// @param lambda λ, 0 to 1
  /// @param n steps
  /// @param out A_t, at `outFrom + t`
  public static void compute(
      float[] rewards, int rewardsFrom, float[] values, int valuesFrom, double[] discounts, double lambda, int n, float[] out, int outFrom) {
    double advantage = 0;
    for (int t = n - 1; t >= 0; t--) {
      double delta = rewards[rewardsFrom + t] + discounts[t] * values[valuesFrom + t + 1] - values[valuesFrom + t];
      advantage = delta + discounts[t] * lambda * advantage;
      out[outFrom + t] = (float) advantage;
    }
  }
}
