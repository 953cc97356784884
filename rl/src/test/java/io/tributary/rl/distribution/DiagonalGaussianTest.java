// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.distribution;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.random.CounterRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

class DiagonalGaussianTest {
  @Test
  void logProbabilityAndEntropyAreSumsOverDimensions() {
    Distribution distribution = Distribution.diagonalGaussian(2);
    float[] free = {9f, 0.5f, -0.3f};
    float[] logProbability = new float[1];
    distribution.logProbabilities(new float[] {1f, 2f}, free, 1, null, null, null, new float[] {1.5f, 1f}, 1, logProbability);
    double first = -0.5 * Math.pow(0.5 / Math.exp(0.5), 2) - 0.5 - 0.5 * Math.log(2 * Math.PI);
    double second = -0.5 * Math.pow(1 / Math.exp(-0.3f), 2) + 0.3f - 0.5 * Math.log(2 * Math.PI);
    assertThat((double) logProbability[0]).isCloseTo(first + second, offset(1e-6));
    float[] entropy = new float[1];
    distribution.entropies(new float[2], free, 1, null, null, 1, entropy);
    assertThat((double) entropy[0]).isCloseTo(Math.log(2 * Math.PI * Math.E) + 0.5 - 0.3f, offset(1e-6));
  }

  @Test
  void standardDeviationsStartAtOne() {
    float[] theta = {7f, 7f, 7f, 7f};
    Distribution.diagonalGaussian(2).initialiseFree(theta, 1);
    assertThat(theta).containsExactly(7f, 0f, 0f, 7f);
  }

  /// Mean, variance and correlation of 100,000 draws within 5 standard errors (false alarms: 6 in 10 million each).
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void samplesHaveTheMeanAndSpread(long seed) {
    int draws = 100_000;
    Distribution distribution = Distribution.diagonalGaussian(2);
    float[] free = {0.4f, -1f};
    double[] mean = new double[2];
    double[] variance = new double[2];
    double product = 0;
    float[] action = new float[2];
    for (int i = 0; i < draws; i++) {
      distribution.sample(new float[] {1f, -2f}, free, 0, null, 1, new long[] {CounterRandom.key(seed, "moments", i)}, null, action);
      double[] z = {(action[0] - 1) / Math.exp(0.4f), (action[1] + 2) / Math.exp(-1)};
      for (int d = 0; d < 2; d++) {
        mean[d] += z[d] / draws;
        variance[d] += z[d] * z[d] / draws;
      }
      product += z[0] * z[1] / draws;
    }
    double error = 5 / Math.sqrt(draws);
    for (int d = 0; d < 2; d++) {
      assertThat(mean[d]).isCloseTo(0, offset(error));
      assertThat(variance[d]).isCloseTo(1, offset(error * Math.sqrt(2)));
    }
    assertThat(product).isCloseTo(0, offset(error));
  }

  @Test
  void shouldRefuseNoDimension() {
    assertThatThrownBy(() -> Distribution.diagonalGaussian(0)).hasMessageContaining("0 dimensions; expected at least 1");
  }
}
