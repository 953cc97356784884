// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.kernel.Kernel;

/// Euclidean norm of a gradient, which must be finite.
final class GradientNorm {
  private static final double EPSILON = 1e-6;

  private GradientNorm() {}

  /// @throws ArithmeticException naming whose it is where it is not finite
  static double of(String whose, Kernel kernel, float[] gradient, int from, int count) {
    double norm = Math.sqrt(kernel.squaredNorm(gradient, from, count));
    if (!Double.isFinite(norm)) {
      throw new ArithmeticException("the " + whose + " gradient has norm " + norm + "; expected a finite number; the update is not published");
    }
    return norm;
  }

  /// The factor that brings a gradient of that norm to the limit where it is longer.
  static double scale(double limit, double norm) {
    return Math.min(1, limit / (norm + EPSILON));
  }
}
