// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.normalise;

/// The critic's unit: it predicts (return − mean) / std, everyone else speaks in reward units.
///
/// std is never below {@link #MIN_STD}: where rewards are rare the first returns hardly vary, and a unit that small would turn the next reward into
/// a standardised target of thousands. While nothing was seen the unit is 1 and the mean 0.
///
/// Source: the adaptive rescaling of van Hasselt et al. (arXiv 1602.07714) with running moments in place of a moving average.
public final class ReturnScale {
  /// Smallest standard deviation in reward units.
  public static final double MIN_STD = 1e-2;

  private final double mean;
  private final double std;

  /// @param returns moments of value targets in reward units, one feature
  public ReturnScale(Moments returns) {
    if (returns.features() != 1) {
      throw new IllegalArgumentException("return statistics have " + returns.features() + " features; expected 1");
    }
    mean = returns.mean(0);
    std = Math.max(MIN_STD, Math.sqrt(returns.variance(0)));
  }

  /// In reward units.
  public double mean() {
    return mean;
  }

  /// In reward units.
  public double std() {
    return std;
  }

  /// A standardised prediction in reward units.
  public float toRewardUnits(float standardised) {
    return (float) (mean + std * standardised);
  }

  /// A return in the critic's unit.
  public float standardise(float value) {
    return (float) ((value - mean) / std);
  }

  /// Writes the first `count` predictions in reward units.
  public void toRewardUnits(float[] standardised, int count, float[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = toRewardUnits(standardised[i]);
    }
  }

  /// Rewrites a linear output layer that predicted in this unit so that it predicts the same rewards in another:
  /// w′ = w·std/std′, b′ = (std·b + mean − mean′)/std′.
  ///
  /// @param theta the parameters; `weights` entries from `weightsAt` and the bias at `biasAt` are rewritten
  public void rescale(ReturnScale next, float[] theta, int weightsAt, int weights, int biasAt) {
    double factor = std / next.std;
    for (int i = weightsAt; i < weightsAt + weights; i++) {
      theta[i] = (float) (theta[i] * factor);
    }
    theta[biasAt] = (float) ((std * theta[biasAt] + mean - next.mean) / next.std);
  }
}
