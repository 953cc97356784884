// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

import java.util.Locale;

/// A mean with its 95 % confidence interval, mean ± t·s/√n with Student's t and the standard deviation s over n − 1.
///
/// @param mean of the sample
/// @param halfWidth of the interval; NaN for fewer than two values
/// @param n values
public record Interval(double mean, double halfWidth, int n) {
  /// 97.5 % quantiles of Student's t for 1 … 30 degrees of freedom.
  private static final double[] T = {
      12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
      2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};

  /// @throws IllegalArgumentException for an empty sample
  public static Interval of(double[] sample) {
    if (sample.length == 0) {
      throw new IllegalArgumentException("no values; expected at least one");
    }
    double mean = 0;
    for (double value : sample) {
      mean += value / sample.length;
    }
    double squares = 0;
    for (double value : sample) {
      squares += (value - mean) * (value - mean);
    }
    int freedom = sample.length - 1;
    double halfWidth = freedom == 0 ? Double.NaN : quantile(freedom) * Math.sqrt(squares / freedom / sample.length);
    return new Interval(mean, halfWidth, sample.length);
  }

  /// Beyond the table the first term of the Cornish–Fisher expansion around the normal's 1.96 is exact to 1e-3.
  static double quantile(int freedom) {
    double z = 1.959964;
    return freedom <= T.length ? T[freedom - 1] : z + (z * z * z + z) / (4.0 * freedom);
  }

  @Override
  public String toString() {
    return Double.isNaN(halfWidth) ? String.format(Locale.ROOT, "%.1f (one episode)", mean) : String.format(Locale.ROOT, "%.1f ± %.1f", mean, halfWidth);
  }
}
