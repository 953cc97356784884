// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.shipping;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.lesson.exact.ExactCase;
import io.tributary.lesson.exact.Expectation;
import io.tributary.lesson.exact.Problems;
import io.tributary.lesson.exact.Vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// The expectation of every estimator over every batch there can be, against what theory predicts: 10⁻⁹ by the definition, 10⁻⁴ by the code that ships.
class ExactnessTest {
  private static final double DEFINITION = 1e-9;
  private static final double SHIPPING = 1e-4;

  static Stream<Arguments> onPolicy() {
    return Stream.of(Arguments.of("two-state", 2, 0.8, 2), Arguments.of("two-state", 2, 1.0, 3), Arguments.of("early-end", 2, 0.8, 3),
        Arguments.of("early-end", 3, 0.9, 2), Arguments.of("credit", 3, 0.9, 3));
  }

  @ParameterizedTest
  @MethodSource("onPolicy")
  void onPolicyEstimatorsAreUnbiasedScaledOrBiasedAsPredicted(String problem, int horizon, double gamma, int batch) {
    ExactCase exact = new ExactCase(Problems.named(problem, horizon), gamma, 11);
    List<Judged> all = new JudgedEstimators(exact).onPolicy(batch);
    assertThat(all).allSatisfy(judged -> compare(judged, exact, batch));
    assertThat(Vectors.distance(all.get(5).predicted(), exact.gradient())).as("the average's scale is seen").isGreaterThan(0.01);
    assertThat(Vectors.distance(all.get(6).predicted(), exact.gradient())).as("the bias of Q(s,a) is seen").isGreaterThan(0.01);
    if (gamma < 1) {
      assertThat(Vectors.distance(all.get(7).predicted(), exact.gradient())).as("the bias of equal states is seen").isGreaterThan(0.003);
    }
  }

  @ParameterizedTest
  @MethodSource("onPolicy")
  void offPolicyEstimatorsAreUnbiasedOrBiasedAsPredicted(String problem, int horizon, double gamma, int batch) {
    ExactCase exact = new ExactCase(Problems.named(problem, horizon), gamma, 11);
    double[] behaviour = ExactCase.drawn(exact.policy(), 12, "lesson.behaviour");
    List<Judged> all = new JudgedEstimators(exact).offPolicy(behaviour);
    assertThat(all).allSatisfy(judged -> compare(judged, exact, batch));
    assertThat(Vectors.distance(all.get(0).predicted(), exact.gradient())).as("the bias of no correction is seen").isGreaterThan(0.01);
    if (!problem.equals("credit")) {
      // There no action changes a state, so nothing is lost by ignoring the states' ratio.
      assertThat(Vectors.distance(all.get(3).predicted(), exact.gradient())).as("the bias of the single ratio is seen").isGreaterThan(0.01);
    }
  }

  static Stream<Arguments> bandits() {
    return Stream.of(2, 3, 5).flatMap(batch -> Stream.of(0.5, 1.0, -3.0).map(reward -> Arguments.of(batch, reward)));
  }

  @ParameterizedTest
  @MethodSource("bandits")
  void standardisingForgetsTheSizeOfRewards(int batch, double reward) {
    ExactCase bandit = StandardisedBandit.problem(reward, 11);
    Judged judged = StandardisedBandit.judged(bandit, reward, batch);
    compare(judged, bandit, batch);
    assertThat(Vectors.distance(judged.predicted(), bandit.gradient())).as("the bias is seen").isGreaterThan(0.01);
  }

  /// Variances too: an estimate may have the right mean by the wrong weights.
  private static void compare(Judged judged, ExactCase exact, int batch) {
    double[] predicted = judged.predicted();
    String name = judged.reference().name();
    Expectation reference = judged.reference(exact, batch);
    Expectation shipped = judged.shipping(exact, batch);
    assertThat(Vectors.distance(reference.mean(), predicted)).as(name + " by its definition").isLessThan(DEFINITION);
    double scale = Math.max(1, Vectors.largest(predicted));
    assertThat(Vectors.distance(shipped.mean(), predicted)).as(name + " as shipped").isLessThan(SHIPPING * scale);
    assertThat(shipped.variance()).as(name + "'s variance as shipped").isCloseTo(reference.variance(), within(SHIPPING * Math.max(1, reference.variance())));
  }
}
