// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.kernel.Sums;

/// Mean 0 and standard deviation 1: (x − mean)/(std + 10⁻⁸), std over n − 1.
final class Standardised {
  private static final double EPSILON = 1e-8;

  private Standardised() {}

  /// Standardises the first n entries in place.
  static void inPlace(float[] x, int n) {
    double mean = Sums.sum(x, 0, n) / n;
    double scale = 1 / (std(x, n, mean) + EPSILON);
    for (int i = 0; i < n; i++) {
      x[i] = (float) ((x[i] - mean) * scale);
    }
  }

  /// Standard deviation about a mean, over n − 1; 0 for a single entry.
  static double std(float[] x, int n, double mean) {
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double deviation = x[i] - mean;
      squares += deviation * deviation;
    }
    return n > 1 ? Math.sqrt(squares / (n - 1)) : 0;
  }
}
