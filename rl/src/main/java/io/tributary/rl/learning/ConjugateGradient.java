// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// Solves A·x = b for a symmetric positive definite A that is only known by its products (Hestenes and Stiefel 1952), in double.
final class ConjugateGradient {
  /// A residual so much shorter than b is noise of the float products.
  private static final double RELATIVE_RESIDUAL = 1e-10;

  private ConjugateGradient() {}

  /// Writes A·v into `product`.
  interface Operator {
    void apply(double[] v, double[] product);
  }

  /// x after at most so many products, fewer where the residual is gone: in exact arithmetic b.length of them suffice.
  static double[] solve(Operator operator, double[] b, int iterations) {
    int n = b.length;
    double[] x = new double[n];
    double[] residual = b.clone();
    double[] direction = b.clone();
    double[] product = new double[n];
    double squares = dot(residual, residual);
    double enough = squares * RELATIVE_RESIDUAL * RELATIVE_RESIDUAL;
    for (int i = 0; i < iterations && squares > enough; i++) {
      operator.apply(direction, product);
      double curvature = dot(direction, product);
      if (!(curvature > 0)) {
        return x;
      }
      double length = squares / curvature;
      for (int k = 0; k < n; k++) {
        x[k] += length * direction[k];
        residual[k] -= length * product[k];
      }
      double next = dot(residual, residual);
      double keep = next / squares;
      for (int k = 0; k < n; k++) {
        direction[k] = residual[k] + keep * direction[k];
      }
      squares = next;
    }
    return x;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
