// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.distribution;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.random.CounterRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

class CategoricalTest {

  /// Counts of 100,000 draws within 5 standard deviations of their expectation (false alarms: 6 in 10 million a count); masked actions never.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void actionsAreAsFrequentAsTheyAreProbable(long seed) {
    int draws = 100_000;
    Distribution distribution = Distribution.categoricalProduct(4, 3);
    float[] logits = {0.5f, -1f, 9f, 1f, 0f, 2f, -0.5f};
    byte[] mask = {1, 1, 0, 1, 1, 1, 1};
    int[] counts = new int[7];
    int[] joint = new int[12];
    int[] action = new int[2];
    for (int i = 0; i < draws; i++) {
      long[] key = {CounterRandom.key(seed, "frequencies", i)};
      distribution.sample(logits, new float[0], 0, mask, 1, key, action, null);
      counts[action[0]]++;
      counts[4 + action[1]]++;
      joint[action[0] * 3 + action[1]]++;
    }
    double[] p = {
      probability(logits, mask, 0, 4, 0), probability(logits, mask, 0, 4, 1), 0, probability(logits, mask, 0, 4, 3), probability(logits, mask, 4, 3, 0),
      probability(logits, mask, 4, 3, 1), probability(logits, mask, 4, 3, 2)
    };
    for (int i = 0; i < p.length; i++) {
      assertThat((double) counts[i]).isCloseTo(draws * p[i], offset(5 * Math.sqrt(draws * p[i] * (1 - p[i]))));
    }
    for (int i = 0; i < joint.length; i++) {
      double both = p[i / 3] * p[4 + i % 3];
      assertThat((double) joint[i]).isCloseTo(draws * both, offset(5 * Math.sqrt(draws * both * (1 - both))));
    }
  }

  private static double probability(float[] logits, byte[] mask, int at, int count, int action) {
    double total = 0;
    for (int i = at; i < at + count; i++) {
      total += mask[i] * Math.exp(logits[i]);
    }
    return mask[at + action] * Math.exp(logits[at + action]) / total;
  }

  /// A masked logit may hold anything: nothing else changes by a bit, and its own gradient is 0.
  @ParameterizedTest
  @ValueSource(floats = {0f, 1e9f, -1e9f, Float.NaN, Float.POSITIVE_INFINITY})
  void aMaskedLogitHasNoInfluence(float forbidden) {
    Distribution distribution = Distribution.categorical(3);
    byte[] mask = {1, 0, 1};
    float[] logits = {0.3f, forbidden, -0.2f};
    float[] two = {0.3f, -0.2f};
    float[] logProbability = new float[1];
    float[] expected = new float[1];
    distribution.logProbabilities(logits, null, 0, mask, null, new int[] {2}, null, 1, logProbability);
    Distribution.categorical(2).logProbabilities(two, null, 0, null, null, new int[] {1}, null, 1, expected);
    assertThat(logProbability).isEqualTo(expected);
    float[] gradient = new float[3];
    distribution.addGradient(logits, null, 0, mask, null, new int[] {2}, null, 1, new float[] {1.5f}, new float[] {0.5f}, gradient, null, 0);
    float[] tangent = {1f, forbidden, 2f};
    float[] weights = {1f};
    distribution.addFisherProduct(logits, null, 0, mask, 1, weights, tangent, null, 0, gradient, null, 0);
    distribution.addKlGradient(new float[] {1f, forbidden, 2f}, null, 0, logits, null, 0, mask, 1, weights, gradient, null, 0);
    assertThat(Float.floatToRawIntBits(gradient[1])).isZero();
    assertThat(gradient[0]).isFinite().isNotZero();
    assertThat(gradient[2]).isFinite().isNotZero();
  }

  @Test
  void extremeLogitsStayFinite() {
    Distribution distribution = Distribution.categorical(3);
    float[] logits = {1e4f, -1e4f, 0f};
    float[] entropy = new float[1];
    distribution.entropies(logits, null, 0, null, null, 1, entropy);
    assertThat(entropy[0]).isZero();
    float[] logProbability = new float[1];
    distribution.logProbabilities(logits, null, 0, null, null, new int[] {1}, null, 1, logProbability);
    assertThat(logProbability[0]).isEqualTo(-2e4f);
    float[] gradient = new float[3];
    distribution.addGradient(logits, null, 0, null, null, new int[] {1}, null, 1, new float[] {1f}, new float[] {1f}, gradient, null, 0);
    assertThat(gradient).containsExactly(-1f, 1f, 0f);
    float[] divergence = new float[1];
    distribution.klFromTo(logits, null, 0, new float[] {-1e4f, 1e4f, 0f}, null, 0, null, 1, divergence);
    assertThat(divergence[0]).isCloseTo(2e4f, offset(1f));
  }

  @Test
  void equalLogitsAreUniform() {
    float[] entropy = new float[1];
    Distribution.categorical(8).entropies(new float[8], null, 0, null, null, 1, entropy);
    assertThat(entropy[0]).isCloseTo((float) Math.log(8), offset(1e-6f));
  }

  @Test
  void shouldSayWhatIsWrong() {
    Distribution distribution = Distribution.categoricalProduct(2, 3);
    float[] logits = new float[5];
    byte[] mask = {1, 1, 0, 0, 0};
    float[] result = new float[1];
    assertThatThrownBy(() -> distribution.entropies(logits, null, 0, mask, null, 1, result)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the mask from entry 2 on allows none of 3 actions; expected at least one");
    assertThatThrownBy(() -> distribution.logProbabilities(logits, null, 0, null, null, new int[] {0, 3}, null, 1, result))
        .hasMessage("action of row 0, choice 1 is 3; expected 0 to 2");
    assertThatThrownBy(() -> distribution.logProbabilities(logits, null, 0, new byte[] {0, 1, 1, 1, 1}, null, new int[] {0, 1}, null, 1, result))
        .hasMessage("action of row 0, choice 0 is 0, which the mask forbids");
    assertThatThrownBy(() -> Distribution.categoricalProduct()).hasMessageContaining("has no choice");
    assertThatThrownBy(() -> Distribution.categorical(0)).hasMessageContaining("a choice has 0 actions");
  }
}
