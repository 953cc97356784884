// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.tributary.tribuo.policy.LinearSoftmaxGradient;

import static org.assertj.core.api.Assertions.assertThat;

/// What a baseline is for: the gradient estimate keeps its mean and loses most of its variance. And why it must come from earlier batches.
///
/// One decision a trajectory: three real numbers are seen, an action is drawn from a linear softmax policy, G = 10 + 5·x₀ + 3·sign(x₁) + (x₂ if action 1)
/// + noise. Hardly anything of G has to do with the action.
class BaselineVarianceTest {
  private static final int SIZE = 3;
  private static final int ACTIONS = 2;
  private static final int ROWS = 64;
  private static final int BATCHES = 160;
  private static final int PARAMETERS = (SIZE + 1) * ACTIONS;
  private static final double[] THETA = {.3, -.2, .1, .4, -.3, .2, 0, .1};

  /// Gradient estimates of each batch: batches × parameters.
  private static final double[][] WITHOUT = new double[BATCHES][];
  private static final double[][] EARLIER = new double[BATCHES][];
  private static final double[][] SAME = new double[BATCHES][];

  private record Decisions(double[] states, float[] observations, int[] actions, float[] returns) {
    static Decisions draw(Random random) {
      Decisions d = new Decisions(new double[ROWS * SIZE], new float[ROWS * SIZE], new int[ROWS], new float[ROWS]);
      for (int row = 0; row < ROWS; row++) {
        double[] logits = {THETA[6], THETA[7]};
        for (int i = 0; i < SIZE; i++) {
          int at = row * SIZE + i;
          d.observations[at] = (float) random.nextGaussian();
          d.states[at] = d.observations[at];
          logits[0] += THETA[i * ACTIONS] * d.states[at];
          logits[1] += THETA[i * ACTIONS + 1] * d.states[at];
        }
        d.actions[row] = random.nextDouble() < 1 / (1 + Math.exp(logits[0] - logits[1])) ? 1 : 0;
        double[] x = {d.states[row * SIZE], d.states[row * SIZE + 1], d.states[row * SIZE + 2]};
        d.returns[row] = (float) (10 + 5 * x[0] + 3 * Math.signum(x[1]) + (d.actions[row] == 1 ? x[2] : 0) + .5 * random.nextGaussian());
      }
      return d;
    }

    double[] gradient(float[] b) {
      double[] weights = new double[ROWS];
      for (int row = 0; row < ROWS; row++) {
        weights[row] = (returns[row] - b[row]) / ROWS;
      }
      double[] gradient = new double[PARAMETERS];
      new LinearSoftmaxGradient(SIZE, ACTIONS).add(THETA, states, actions, weights, ROWS, gradient);
      return gradient;
    }
  }

  @BeforeAll
  static void estimate() {
    Random random = new Random(5);
    TribuoBaseline earlier = new TribuoBaseline(new TribuoSettings("cart", Map.of("minChildWeight", "10"), 512, 1 << 20, 1. / 16), SIZE);
    TribuoBaseline same = new TribuoBaseline(new TribuoSettings("cart", Map.of("maxDepth", "30", "minChildWeight", "1"), ROWS, 1 << 20, 0), SIZE);
    byte[] fitted = null;
    for (int i = -10; i < BATCHES; i++) {
      Decisions batch = Decisions.draw(random);
      if (i >= 0) {
        float[] b = new float[ROWS];
        WITHOUT[i] = batch.gradient(b);
        earlier.predict(fitted, batch.observations, ROWS, b);
        EARLIER[i] = batch.gradient(b);
        same.predict(same.fit(null, batch.observations, batch.returns, ROWS, i), batch.observations, ROWS, b);
        SAME[i] = batch.gradient(b);
      }
      fitted = earlier.fit(fitted, batch.observations, batch.returns, ROWS, i);
    }
  }

  private static double mean(double[][] estimates, int parameter) {
    double sum = 0;
    for (double[] estimate : estimates) {
      sum += estimate[parameter];
    }
    return sum / BATCHES;
  }

  private static double variance(double[][] estimates, int parameter) {
    double mean = mean(estimates, parameter);
    double sum = 0;
    for (double[] estimate : estimates) {
      sum += (estimate[parameter] - mean) * (estimate[parameter] - mean);
    }
    return sum / (BATCHES - 1);
  }

  private static double totalVariance(double[][] estimates) {
    double sum = 0;
    for (int p = 0; p < PARAMETERS; p++) {
      sum += variance(estimates, p);
    }
    return sum;
  }

  /// z of the paired difference from the estimate without a baseline, largest over parameters. Differences are a martingale's: batch by batch their mean is 0
  /// given all before.
  private static double largestZ(double[][] estimates) {
    double largest = 0;
    for (int p = 0; p < PARAMETERS; p++) {
      double[][] difference = new double[BATCHES][1];
      for (int i = 0; i < BATCHES; i++) {
        difference[i][0] = estimates[i][p] - WITHOUT[i][p];
      }
      largest = Math.max(largest, Math.abs(mean(difference, 0)) / Math.sqrt(variance(difference, 0) / BATCHES));
    }
    return largest;
  }

  @Test
  void shouldTakeAwayMostOfTheVariance() {
    assertThat(totalVariance(EARLIER) / totalVariance(WITHOUT)).isLessThan(.05);
  }

  /// Eight parameters, |z| < 5: a false alarm once in 200 000 seeds.
  @Test
  void shouldLeaveTheMean() {
    assertThat(largestZ(EARLIER)).isLessThan(5);
  }

  /// A regression of the very rows it is subtracted from knows their actions by their returns: here it takes the gradient away with the noise.
  @Test
  void shouldBeFixedBeforeTheBatch() {
    double kept = 0;
    double all = 0;
    for (int p = 0; p < PARAMETERS; p++) {
      kept += mean(SAME, p) * mean(SAME, p);
      all += mean(EARLIER, p) * mean(EARLIER, p);
    }
    assertThat(Math.sqrt(kept / all)).isLessThan(.5);
  }
}
