// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Random;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Spaces;

import static org.assertj.core.api.Assertions.assertThat;

/// Correctness item 30: F·v of the shipping form against the matrix itself, E[score·scoreᵀ] over all actions that might have been, not those that were.
class FisherTest {
  static Stream<Spaces> spaces() {
    return Stream.of(Cases.DISCRETE, Cases.MULTI_DISCRETE, Cases.CONTINUOUS);
  }

  private static Bench bench(Spaces spaces) {
    Agent parent = Cases.parent(spaces, 5);
    return new Bench(spaces, LearnerSettings.defaults(), .3, parent, Cases.acted(spaces, Cases.SMALL, parent.policy(), 78, 5, 4));
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void productIsThatOfTheExpectedSquareOfTheScore(Spaces spaces) {
    Bench bench = bench(spaces);
    PolicyProblem problem = bench.problem(bench.clippedSurrogate(), 0);
    double[][] fisher = matrix(bench);
    float[] product = new float[bench.theta.length];
    for (int column = 0; column < fisher.length; column++) {
      float[] unit = new float[bench.theta.length];
      unit[column] = 1;
      problem.fisherVector(unit, product);
      for (int row = 0; row < fisher.length; row++) {
        assertThat((double) product[row]).as("entry %d, %d", row, column).isCloseTo(fisher[row][column], Offset.offset(2e-5));
      }
    }
  }

  private static double[][] matrix(Bench bench) {
    PolicyOracle oracle = bench.oracle();
    int n = bench.architecture.criticOffset();
    double[][] fisher = new double[n][n];
    double[] theta = bench.thetaInDouble();
    for (int at = 0; at < bench.batch.rows(); at++) {
      int row = at;
      oracle.forEachAction(theta, row, (action, probability) -> {
        double[] score = PolicyOracle.differences(p -> oracle.logProbability(p, row, action), theta.clone(), n);
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            fisher[i][j] += probability * score[i] * score[j] / bench.batch.rows();
          }
        }
      });
    }
    return fisher;
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void productIsSymmetricAndNeverNegative(Spaces spaces) {
    Bench bench = bench(spaces);
    PolicyProblem problem = bench.problem(bench.clippedSurrogate(), 0);
    int n = bench.architecture.criticOffset();
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      float[] u = java.util.Arrays.copyOf(Cases.gaussians(random, n), bench.theta.length);
      float[] v = java.util.Arrays.copyOf(Cases.gaussians(random, n), bench.theta.length);
      float[] fu = new float[u.length];
      float[] fv = new float[v.length];
      problem.fisherVector(u, fu);
      problem.fisherVector(v, fv);
      double scale = Math.sqrt(dot(u, fu) * dot(v, fv));
      assertThat(dot(u, fu)).as("seed %d", seed).isPositive();
      assertThat(dot(u, fv)).as("seed %d", seed).isCloseTo(dot(v, fu), Offset.offset(1e-5 * scale));
    }
  }

  /// The score of every row has mean 0, for the very policy the matrix is made of.
  @ParameterizedTest
  @MethodSource("spaces")
  void scoreHasMeanZero(Spaces spaces) {
    Bench bench = bench(spaces);
    PolicyOracle oracle = bench.oracle();
    int n = bench.architecture.criticOffset();
    double[] mean = new double[n];
    double[] total = new double[1];
    oracle.forEachAction(bench.thetaInDouble(), 0, (action, probability) -> {
      total[0] += probability;
      double[] score = PolicyOracle.differences(p -> oracle.logProbability(p, 0, action), bench.thetaInDouble(), n);
      for (int i = 0; i < n; i++) {
        mean[i] += probability * score[i];
      }
    });
    assertThat(total[0]).isCloseTo(1, Offset.offset(1e-12));
    assertThat(mean).containsExactly(new double[n], Offset.offset(1e-8));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
