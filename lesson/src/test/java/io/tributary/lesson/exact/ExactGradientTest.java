// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.exact;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ExactGradientTest {
  static Stream<Arguments> cases() {
    return Problems.NAMES.stream().flatMap(name -> Stream.of(2, 3, 4).flatMap(horizon -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(name, horizon, seed))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void definitionRecursionVisitsAndDifferencesAgree(String name, int horizon, long seed) {
    ExactCase exact = new ExactCase(Problems.named(name, horizon), 0.85, seed);
    double[] gradient = exact.gradient();
    assertThat(Vectors.norm(gradient)).as("something to compare").isGreaterThan(0.01);
    assertThat(Vectors.distance(ExactGradient.byDynamicProgramming(exact.problem(), exact.policy(), exact.theta(), exact.gamma()), gradient)).isLessThan(1e-12);
    Visits visits = Visits.of(exact.problem(), exact.policy(), exact.theta());
    assertThat(Vectors.distance(ExactGradient.byVisits(visits, exact.values(), exact.policy(), exact.theta(), exact.gamma()), gradient)).isLessThan(1e-12);
    double[] differences = ExactGradient.byDifferences(theta -> ExactGradient.objective(exact.episodes(), exact.policy(), theta, exact.gamma()),
        exact.theta(), 1e-5);
    assertThat(Vectors.distance(differences, gradient)).isLessThan(1e-7);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void probabilitiesOfAllEpisodesAddUpToOneAndValuesToTheObjective(String name, int horizon, long seed) {
    ExactCase exact = new ExactCase(Problems.named(name, horizon), 0.85, seed);
    assertThat(Arrays.stream(exact.probabilities()).sum()).isCloseTo(1, within(1e-12));
    double value = 0;
    for (int s = 0; s < exact.problem().states(); s++) {
      value += exact.problem().start(s) * exact.values().v(0, s);
    }
    assertThat(value).isCloseTo(exact.objective(), within(1e-12));
  }

  /// Every ordered tuple, as the definition of an expectation over batches has it.
  @Test
  void expectationOverUnorderedBatchesIsTheOneOverTuples() {
    ExactCase exact = new ExactCase(Problems.named("early-end", 2), 0.9, 3);
    double[] p = exact.probabilities();
    Estimator estimator = new Estimator("average", batch -> StepWeights.minusAverage(batch.stream().map(e -> StepWeights.rewardToGo(e.rewards(), 0.9)).toList()));
    double[] mean = new double[exact.theta().length];
    double squares = 0;
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < p.length; j++) {
        for (int k = 0; k < p.length; k++) {
          double[] g = estimator.estimate(exact.policy(), exact.theta(), List.of(exact.episodes().get(i), exact.episodes().get(j), exact.episodes().get(k)));
          Vectors.add(p[i] * p[j] * p[k], g, mean);
          squares += p[i] * p[j] * p[k] * Vectors.dot(g, g);
        }
      }
    }
    Expectation expectation = exact.expectation(estimator, 3);
    assertThat(Vectors.distance(expectation.mean(), mean)).isLessThan(1e-12);
    assertThat(expectation.variance()).isCloseTo(squares - Vectors.dot(mean, mean), within(1e-11));
    assertThat(expectation.batches()).isEqualTo((long) p.length * (p.length + 1) * (p.length + 2) / 6);
  }

  @Test
  void shouldRefuseMoreBatchesThanCanBeLookedAt() {
    ExactCase exact = new ExactCase(Problems.named("two-state", 5), 0.9, 3);
    assertThatThrownBy(() -> exact.expectation(Estimator.ofEach("none", e -> new double[e.length()]), 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2098176 batches of 2 out of 2048 episodes; expected at most 300000");
  }
}
