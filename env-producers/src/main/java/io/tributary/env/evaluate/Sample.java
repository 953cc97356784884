// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.evaluate;

import java.util.Arrays;

/// Numbers measured in the same way, and what they come to.
///
/// **Guarantees.** Immutable; the values keep the order they came in.
public final class Sample {
  private static final double NORMAL_95 = 1.959963984540054;

  private final double[] values;
  private final double[] sorted;

  /// @param values at least one, each finite; copied
  public Sample(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a sample of no values; expected at least one");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException("value " + i + " of a sample is " + values[i] + "; expected finite numbers");
      }
    }
    this.values = values.clone();
    sorted = values.clone();
    Arrays.sort(sorted);
  }

  /// How many there are.
  public int size() {
    return values.length;
  }

  /// A copy, in the order they came in.
  public double[] values() {
    return values.clone();
  }

  double value(int i) {
    return values[i];
  }

  /// Arithmetic mean.
  public double mean() {
    return Arrays.stream(values).sum() / values.length;
  }

  /// Sample standard deviation, with n − 1; 0 for a single value.
  public double standardDeviation() {
    double mean = mean();
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
  }

  /// Half the width of the 95 % confidence interval of the mean, by the normal approximation.
  public double halfWidth95() {
    return NORMAL_95 * standardDeviation() / Math.sqrt(values.length);
  }

  public double min() {
    return sorted[0];
  }

  public double max() {
    return sorted[sorted.length - 1];
  }

  /// The middle value, or the mean of the middle two.
  public double median() {
    return quantile(0.5);
  }

  /// The value below which a share of the sample lies, interpolated linearly between neighbours (Hyndman and Fan 1996, type 7).
  ///
  /// @param share 0 to 1
  public double quantile(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("quantile at " + share + "; expected 0 to 1");
    }
    double at = share * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /// The mean of the middle half: ⌊n/4⌋ values are left out at either end (Agarwal et al., arXiv 2108.13264).
  public double interquartileMean() {
    int cut = sorted.length / 4;
    return Arrays.stream(sorted, cut, sorted.length - cut).sum() / (sorted.length - 2 * cut);
  }
}
