// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.target;

import java.util.Random;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.experience.Ending;

import static org.assertj.core.api.Assertions.assertThat;

/// Correctness item 27, where the published vector cannot tell λ, ρ̄ and c̄ apart.
class VTraceTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  /// The definition: e_t = Σ_k (Π_{i<k} discounts·c)·discounted δ, written as a double sum; λ = 0.7, ρ̄ ≠ c̄, each ending.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void errorsAreTheSumsOfCorrectedTemporalDifferences(long seed) {
    Random random = new Random(seed);
    int n = 2 + random.nextInt(8);
    double[] rewards = random.doubles(n, -1, 1).toArray();
    double[] values = random.doubles(n + 1, -1, 1).toArray();
    double[] ratios = random.doubles(n, .1, 4).toArray();
    double[] discounts = Discounts.of(n, .9, Ending.values()[(int) (seed % 3)]);
    double[] errors = Reference.vTraceErrors(rewards, discounts, values, ratios, .7, 1.5, .8);
    for (int t = 0; t < n; t++) {
      double sum = 0;
      for (int k = t; k < n; k++) {
        double weight = Math.min(1.5, ratios[k]);
        for (int i = t; i < k; i++) {
          weight *= discounts[i] * .7 * Math.min(.8, ratios[i]);
        }
        sum += weight * (rewards[k] + discounts[k] * values[k + 1] - values[k]);
      }
      assertThat(errors[t]).as("seed %d step %d", seed, t).isCloseTo(sum, CLOSE);
    }
  }

  @Test
  void onPolicyItIsTheLambdaReturn() {
    double[] rewards = {1, -2, 3};
    double[] values = {.5, .2, -.3, .8};
    double[] discounts = Discounts.of(3, .9, Ending.TRUNCATED);
    double[] ones = {1, 1, 1};
    assertThat(Reference.vTraceErrors(rewards, discounts, values, ones, .7, 1, 1))
        .containsExactly(Reference.generalizedAdvantage(rewards, discounts, values, .7), CLOSE);
  }

  /// A discount of 0 removes the bootstrap, never ρ; a truncation keeps V(nextObservation).
  @Test
  void endingsKeepTheCorrectedReward() {
    double[] values = {2, 10};
    double[] half = {.5};
    assertThat(Reference.vTraceErrors(new double[] {3}, Discounts.of(1, .9, Ending.TERMINATED), values, half, .7, 1, 1)).containsExactly(.5);
    assertThat(Reference.vTraceErrors(new double[] {3}, Discounts.of(1, .9, Ending.TRUNCATED), values, half, .7, 1, 1)).containsExactly(5);
  }
}
