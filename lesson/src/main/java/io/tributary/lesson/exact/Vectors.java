// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.exact;

/// Arithmetic on vectors in double. Arguments stay as they are unless said.
public final class Vectors {
  private Vectors() {}

  public static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  public static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }

  public static double cosine(double[] x, double[] y) {
    return dot(x, y) / (norm(x) * norm(y));
  }

  /// Adds factor·x to `to`.
  public static void add(double factor, double[] x, double[] to) {
    for (int i = 0; i < x.length; i++) {
      to[i] += factor * x[i];
    }
  }

  public static double[] plus(double[] x, double factor, double[] y) {
    double[] out = x.clone();
    add(factor, y, out);
    return out;
  }

  public static double[] scaled(double factor, double[] x) {
    double[] out = new double[x.length];
    add(factor, x, out);
    return out;
  }

  /// The largest difference of two entries.
  public static double distance(double[] x, double[] y) {
    double most = 0;
    for (int i = 0; i < x.length; i++) {
      most = Math.max(most, Math.abs(x[i] - y[i]));
    }
    return most;
  }

  /// The largest magnitude of an entry.
  public static double largest(double[] x) {
    return distance(x, new double[x.length]);
  }

  public static double mean(double[] x) {
    double sum = 0;
    for (double entry : x) {
      sum += entry;
    }
    return sum / x.length;
  }

  /// Solves A·x = b by Gaussian elimination with row pivots.
  ///
  /// @throws ArithmeticException where A is singular
  public static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    double[][] a = new double[n][];
    double[] b = right.clone();
    for (int i = 0; i < n; i++) {
      a[i] = matrix[i].clone();
    }
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int row = column + 1; row < n; row++) {
        pivot = Math.abs(a[row][column]) > Math.abs(a[pivot][column]) ? row : pivot;
      }
      if (!(Math.abs(a[pivot][column]) > 1e-14)) {
        throw new ArithmeticException("a system of " + n + " equations is singular at column " + column + "; expected an invertible matrix");
      }
      double[] swappedRow = a[pivot];
      a[pivot] = a[column];
      a[column] = swappedRow;
      double swapped = b[pivot];
      b[pivot] = b[column];
      b[column] = swapped;
      for (int row = column + 1; row < n; row++) {
        double factor = a[row][column] / a[column][column];
        add(-factor, a[column], a[row]);
        b[row] -= factor * b[column];
      }
    }
    for (int row = n - 1; row >= 0; row--) {
      for (int column = row + 1; column < n; column++) {
        b[row] -= a[row][column] * b[column];
      }
      b[row] /= a[row][row];
    }
    return b;
  }
}
