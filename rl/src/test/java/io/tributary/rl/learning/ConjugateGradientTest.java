// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Random;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Correctness item 30: symmetric positive definite systems are solved in as many steps as they have unknowns.
class ConjugateGradientTest {
  /// A = BᵀB/n + I/2, B of random numbers, with the products asked for counted.
  private static final class System implements ConjugateGradient.Operator {
    final double[][] matrix;
    int products;

    System(long seed, int n) {
      Random random = new Random(seed);
      double[][] b = new double[n][];
      for (int i = 0; i < n; i++) {
        b[i] = random.doubles(n, -1, 1).toArray();
      }
      matrix = new double[n][n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          for (int k = 0; k < n; k++) {
            matrix[i][j] += b[k][i] * b[k][j] / n;
          }
        }
        matrix[i][i] += .5;
      }
    }

    @Override
    public void apply(double[] v, double[] product) {
      products++;
      for (int i = 0; i < v.length; i++) {
        product[i] = ConjugateGradient.dot(matrix[i], v);
      }
    }

    double relativeResidual(double[] x, double[] b) {
      double[] residual = new double[b.length];
      for (int i = 0; i < b.length; i++) {
        residual[i] = b[i] - ConjugateGradient.dot(matrix[i], x);
      }
      return Math.sqrt(ConjugateGradient.dot(residual, residual) / ConjugateGradient.dot(b, b));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void solvesInAsManyStepsAsThereAreUnknowns(long seed) {
    int n = 1 + new Random(seed).nextInt(20);
    System system = new System(seed, n);
    double[] b = new Random(seed + 100).doubles(n, -1, 1).toArray();
    double[] x = ConjugateGradient.solve(system, b, n);
    assertThat(system.relativeResidual(x, b)).as("seed %d, %d unknowns", seed, n).isLessThan(1e-10);
    assertThat(system.products).isLessThanOrEqualTo(n);
  }

  /// Every further step brings x nearer to the solution in the norm of A: fewer steps are a worse answer, never a wrong one.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyStepIsNearer(long seed) {
    System system = new System(seed, 12);
    double[] b = new Random(seed + 100).doubles(12, -1, 1).toArray();
    double before = Double.POSITIVE_INFINITY;
    for (int steps = 0; steps <= 11; steps++) {
      double[] x = ConjugateGradient.solve(system, b, steps);
      double[] image = new double[12];
      system.apply(x, image);
      double energy = ConjugateGradient.dot(x, image) / 2 - ConjugateGradient.dot(b, x);
      assertThat(energy).as("after %d steps", steps).isLessThan(before);
      before = energy;
    }
  }

  @Test
  void nothingToSolveNeedsNoProduct() {
    System system = new System(1, 5);
    assertThat(ConjugateGradient.solve(system, new double[5], 15)).containsOnly(0);
    assertThat(system.products).isZero();
  }

  /// A singular matrix is solved where a solution exists, and without one the directions it does not know are left alone.
  @Test
  void directionsWithoutCurvatureAreLeftAlone() {
    ConjugateGradient.Operator first = (v, product) -> {
      product[0] = 2 * v[0];
      product[1] = 0;
    };
    assertThat(ConjugateGradient.solve(first, new double[] {4, 0}, 5)).containsExactly(new double[] {2, 0}, Offset.offset(1e-15));
    assertThat(ConjugateGradient.solve((v, product) -> java.util.Arrays.fill(product, 0), new double[] {4, 1}, 5)).containsExactly(0, 0);
  }
}
