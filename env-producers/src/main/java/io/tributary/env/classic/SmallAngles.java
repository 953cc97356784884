// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

/// Sine and cosine with the bits of {@link StrictMath}, which allocates an array wherever the compiler does not see through the call; here
/// small angles, which a standing pole has, do not.
///
/// Up to {@link #SMALL} both are the minimax polynomials of fdlibm (the library that {@link StrictMath} is specified by; `k_sin.c`, `k_cos.c`, with no second
/// word of the argument), evaluated in its order, so that every rounding is the same.
final class SmallAngles {
  /// Radians; fdlibm takes another order of the cosine's terms from 0.3 on.
  static final double SMALL = 0.2999;

  private static final double S1 = -1.66666666666666324348e-01;
  private static final double S2 = 8.33333333332248946124e-03;
  private static final double S3 = -1.98412698298579493134e-04;
  private static final double S4 = 2.75573137070700676789e-06;
  private static final double S5 = -2.50507602534068634195e-08;
  private static final double S6 = 1.58969099521155010221e-10;
  private static final double C1 = 4.16666666666666019037e-02;
  private static final double C2 = -1.38888888888741095749e-03;
  private static final double C3 = 2.48015872894767294178e-05;
  private static final double C4 = -2.75573143513906633035e-07;
  private static final double C5 = 2.08757232129817482790e-09;
  private static final double C6 = -1.13596475577881948265e-11;

  private SmallAngles() {}

  /// @param x radians
  static double sin(double x) {
    if (x == 0 || !(Math.abs(x) < SMALL)) {
      return StrictMath.sin(x); // of -0.0 too: a sum would lose its sign
    }
    double z = x * x;
    return x + z * x * (S1 + z * (S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)))));
  }

  /// @param x radians
  static double cos(double x) {
    if (!(Math.abs(x) < SMALL)) {
      return StrictMath.cos(x);
    }
    double z = x * x;
    return 1 - (0.5 * z - z * (z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))))));
  }
}
