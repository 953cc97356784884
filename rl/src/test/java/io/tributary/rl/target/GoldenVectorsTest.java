// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.target;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Targets;

import static org.assertj.core.api.Assertions.assertThat;

/// Correctness item 5.0: published vectors (rlax's own tests, Apache-2.0), through the definitions and through the shipping forms.
class GoldenVectorsTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-3);
  private static final Offset<Float> FLOAT_CLOSE = Offset.offset(1e-3f);

  @ParameterizedTest
  @CsvSource({"1, -1.45118 -4.4557 2.5396 .5249 -.49", ".7, -.676979 -5.248167 2.4846 .6704 -.49", ".4, .56731 -6.042 2.3431 .815 -.49"})
  void generalizedAdvantageWithoutAnEnding(double lambda, String expected) {
    advantages(lambda, expected, "0 0 1 0 -.5", "1 4 -3 -2 -1 -1", ".99 .99 .99 .99 .99");
  }

  @ParameterizedTest
  @CsvSource({"1, 3 2 1 0 -4.9", ".7, 2.2899 1.73 1 0 -4.9"})
  void generalizedAdvantageWithATermination(double lambda, String expected) {
    advantages(lambda, expected, "0 0 0 0 1", "-3 -2 -1 0 5 -1", ".9 .9 .9 0 .9");
  }

  private static void advantages(double lambda, String expected, String rewards, String values, String discounts) {
    assertThat(Reference.generalizedAdvantage(row(rewards), row(discounts), row(values), lambda)).containsExactly(row(expected), CLOSE);
    float[] shipped = new float[5];
    GeneralizedAdvantage.compute(floats(rewards), 0, floats(values), 0, row(discounts), lambda, 5, shipped, 0);
    assertThat(shipped).containsExactly(floats(expected), FLOAT_CLOSE);
  }

  @Test
  void discountedReturnsWithABootstrap() {
    String expected = "1.315 .63 .7 1.7 3.4";
    assertThat(Reference.rewardToGo(row("1 0 -1 0 1"), row(".5 .9 1 .5 .8"), 3)).containsExactly(row(expected), Offset.offset(1e-9));
    float[] shipped = new float[5];
    RewardToGo.compute(floats("1 0 -1 0 1"), 0, row(".5 .9 1 .5 .8"), 3, 5, shipped, 0);
    assertThat(shipped).containsExactly(floats(expected), FLOAT_CLOSE);
  }

  @Test
  void lambdaReturns() {
    assertThat(Reference.lambdaReturns(row("1 0 -1 0 1"), row(".5 .9 1 .5 .8"), row("3 1 5 -5 3"), .75))
        .containsExactly(row("1.6460547 .7228125 .7375 .65 3.4"), Offset.offset(1e-6));
  }

  @Test
  void vTraceWithClipOne() {
    double[][] behaviour = {{8.9, .7}, {5, 1}, {.6, .1}, {-.9, -.1}};
    double[][] target = {{.4, .5}, {9.2, 8.8}, {.7, 4.4}, {7.9, 1.4}};
    int[] actions = {0, 1, 0, 0};
    double[] ratios = new double[4];
    for (int t = 0; t < 4; t++) {
      ratios[t] = probability(target[t], actions[t]) / probability(behaviour[t], actions[t]);
    }
    assertThat(ratios).containsExactly(row(".475151 22.312224 .038761 3.220699"), Offset.offset(1e-5));
    double[] errors = Reference.vTraceErrors(row("-1.3 -1.3 2.3 42"), row("0 .89 .85 .99"), row("2.1 1.1 -3.1 0 8.4"), ratios, 1, 1, 1);
    assertThat(errors).containsExactly(row("-1.6155143 -3.4973226 1.8670533 50.316"), Offset.offset(1e-4));
    assertThat(Reference.vTraceAdvantages(row("-1.3 -1.3 2.3 42"), row("0 .89 .85 .99"), row("2.1 1.1 -3.1 0 8.4"), ratios, errors, 1, 1))
        .containsExactly(errors, Offset.offset(1e-9));
  }

  /// Separates the four common treatments of a time limit: as a termination the first advantages would be −4.05 and −9, with V(s_t) in place of
  /// V(nextObservation) 0 and 0, without a boundary 2.5515 and 5.67.
  @Test
  void truncationInItsTwoTrajectories() {
    Targets truncated = SegmentTargets.of(columns("1 1", "10 10 8"), Ending.TRUNCATED, false, .9, .5, true);
    Targets cut = SegmentTargets.of(columns("1 1", "10 20 30"), Ending.CONTINUES, true, .9, .5, true);
    assertThat(truncated.advantages()).containsExactly(floats("-.81 -1.8"), Offset.offset(1e-5f));
    assertThat(cut.advantages()).containsExactly(floats("12.6 8"), Offset.offset(1e-5f));
  }

  static Columns columns(String rewards, String values) {
    float[] r = floats(rewards);
    Columns.Builder builder = new Columns.Builder(r.length, 1, 1).observations(new float[r.length], 0).discreteActions(new int[r.length], 0)
        .rewards(r, 0);
    return (values == null ? builder : builder.values(floats(values), 0)).build();
  }

  private static double probability(double[] logits, int action) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    return Math.exp(logits[action]) / sum;
  }

  private static double[] row(String numbers) {
    String[] words = numbers.trim().split(" ");
    double[] row = new double[words.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = Double.parseDouble(words[i]);
    }
    return row;
  }

  static float[] floats(String numbers) {
    double[] row = row(numbers);
    float[] floats = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      floats[i] = (float) row[i];
    }
    return floats;
  }
}
