// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.learned;

/// Student's t distribution with whole degrees of freedom, where its probabilities are finite sums (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
final class StudentT {
  private static final int HALVINGS = 200;

  private StudentT() {}

  /// P(|T| ≤ t).
  static double within(double t, int degrees) {
    double angle = StrictMath.atan(t / Math.sqrt(degrees));
    double cosine = StrictMath.cos(angle);
    boolean odd = degrees % 2 == 1;
    double term = odd ? cosine : 1;
    double sum = degrees == 1 ? 0 : term;
    for (int k = odd ? 3 : 2; k <= degrees - 2; k += 2) {
      term *= cosine * cosine * (k - 1) / k;
      sum += term;
    }
    return odd ? 2 / Math.PI * (angle + StrictMath.sin(angle) * sum) : StrictMath.sin(angle) * sum;
  }

  /// The t with P(|T| > t) as given.
  static double quantile(double outside, int degrees) {
    double low = 0;
    double high = 1e6;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (within(middle, degrees) < 1 - outside) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
