// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.distribution;

/// e^x − 1 − x: what a divergence consists of. Never negative, and of full relative precision at small x, where the difference itself would cancel.
final class Excess {
  /// Callers write larger arguments in their own way, before the exponential overflows.
  static final double LARGE = 20;

  private static final double SMALL = 0.25;
  private static final int TERMS = 11;

  private Excess() {}

  static double of(double x) {
    if (Math.abs(x) > SMALL) {
      return StrictMath.expm1(x) - x;
    }
    // x²/2·(1 + x/3·(1 + x/4·(1 + ...)))
    double series = 1;
    for (int k = TERMS; k >= 3; k--) {
      series = 1 + x / k * series;
    }
    return x * x / 2 * series;
  }
}
