// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

import io.tributary.rl.random.CounterRandom;

/// Orthogonal initialisation (Saxe, McClelland and Ganguli, arXiv 1312.6120): a uniformly random semi-orthogonal matrix times a gain.
///
/// W Wᵀ = gain²·I where W has at most as many rows as columns, else Wᵀ W = gain²·I.
final class Orthogonal {
  private Orthogonal() {}

  /// Writes a row-major rows × columns matrix, a pure function of the key.
  static void write(float[] target, int offset, int rows, int columns, double gain, long key) {
    int count = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    double[][] basis = new double[count][length];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < length; j++) {
        basis[i][j] = CounterRandom.gaussian(key, (long) i * length + j);
      }
      // Gram-Schmidt once leaves an error that grows with the size, twice does not.
      removeProjections(basis, i);
      removeProjections(basis, i);
      normalise(basis[i]);
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double entry = rows <= columns ? basis[i][j] : basis[j][i];
        target[offset + i * columns + j] = (float) (gain * entry);
      }
    }
  }

  private static void removeProjections(double[][] basis, int index) {
    double[] vector = basis[index];
    for (int i = 0; i < index; i++) {
      double projection = dot(basis[i], vector);
      for (int j = 0; j < vector.length; j++) {
        vector[j] -= projection * basis[i][j];
      }
    }
  }

  private static void normalise(double[] vector) {
    double norm = Math.sqrt(dot(vector, vector));
    for (int j = 0; j < vector.length; j++) {
      vector[j] /= norm;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
