// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.target;

/// G_t, the discounted reward still to come (Williams 1992; causality: what was earned before t carries no information about the action at t).
public final class RewardToGo {
  private RewardToGo() {}

  /// G_t = r_t + discounts[t]·G_{t+1}, G_n = `bootstrap`, for t in 0 … n−1.
  ///
  /// The running sum is kept in double: a discount close to 1 would otherwise lose digits over long episodes.
  ///
  /// @param rewards r_t, at `rewardsFrom + t`
  /// @param discounts γ, or 0 where step t terminated, at t
  /// @param bootstrap what the future after the last step is worth, in reward units
  /// @param n steps
  /// @param out G_t, at `outFrom + t`
  public static void compute(float[] rewards, int rewardsFrom, double[] discounts, double bootstrap, int n, float[] out, int outFrom) {
    double next = bootstrap;
    for (int t = n - 1; t >= 0; t--) {
      next = rewards[rewardsFrom + t] + discounts[t] * next;
      out[outFrom + t] = (float) next;
    }
  }
}
