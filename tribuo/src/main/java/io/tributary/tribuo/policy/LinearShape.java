// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.policy;

import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.Matrix;

/// The parameters of a linear policy, as a {@link io.tributary.rl.policy.NetworkPolicy} without hidden layers lays them out, and as Tribuo does:
///
/// ```
/// θ:       weights (observation size × outputs, row-major), bias (outputs)
/// Tribuo:  a matrix of outputs × (observation size + 1), the bias last; the row of an output is its id, whatever that is
/// ```
record LinearShape(int observationSize, int outputs) {
  LinearShape {
    if (observationSize < 1 || outputs < 1) {
      throw new IllegalArgumentException("a linear policy has " + observationSize + " inputs and " + outputs + " outputs; expected at least 1 of each");
    }
  }

  int parameterCount() {
    return (observationSize + 1) * outputs;
  }

  /// @param idOf Tribuo's row of each output
  DenseMatrix toTribuo(double[] theta, int[] idOf) {
    DenseMatrix matrix = new DenseMatrix(outputs, observationSize + 1);
    for (int i = 0; i <= observationSize; i++) {
      for (int j = 0; j < outputs; j++) {
        matrix.set(idOf[j], i, theta[i * outputs + j]);
      }
    }
    return matrix;
  }

  /// Adds the matrix times a factor.
  void addTo(double[] theta, Matrix matrix, int[] idOf, double factor) {
    for (int i = 0; i <= observationSize; i++) {
      for (int j = 0; j < outputs; j++) {
        theta[i * outputs + j] += factor * matrix.get(idOf[j], i);
      }
    }
  }

  /// A row with the 1 that multiplies the bias.
  DenseVector withBias(double[] observations, int row) {
    double[] x = new double[observationSize + 1];
    System.arraycopy(observations, row * observationSize, x, 0, observationSize);
    x[observationSize] = 1;
    return DenseVector.createDenseVector(x);
  }

  double[] row(double[] observations, int row) {
    double[] x = new double[observationSize];
    System.arraycopy(observations, row * observationSize, x, 0, observationSize);
    return x;
  }

  /// @param actions how many numbers actions have
  /// @param actionSize how many each row needs
  /// @param weights how many there are, or -1 where all are 1
  void require(double[] theta, double[] observations, int actions, int actionSize, int weights, int rows) {
    boolean enough = rows >= 0 && theta.length >= parameterCount() && observations.length >= (long) rows * observationSize
        && actions >= (long) rows * actionSize && (weights < 0 || weights >= rows);
    if (!enough) {
      throw new IllegalArgumentException("weighted examples: " + rows + " rows with " + theta.length + " parameters, " + observations.length
          + " observed numbers, " + actions + " of actions and " + (weights < 0 ? "no" : weights) + " weights; expected " + parameterCount() + " parameters, "
          + observationSize + " observed numbers a row, " + actionSize + " of actions and a weight");
    }
  }

  static int[] inOrder(int outputs) {
    int[] ids = new int[outputs];
    for (int i = 0; i < outputs; i++) {
      ids[i] = i;
    }
    return ids;
  }
}
