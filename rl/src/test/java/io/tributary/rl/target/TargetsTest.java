// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.target;

import java.util.Arrays;
import java.util.Random;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TargetsTest {
  /// One random segment: rewards and values around 0, any length, any ending.
  private record Segment(Columns columns, Ending ending, double gamma, double lambda) {
    static Segment random(long seed) {
      Random random = new Random(seed);
      int n = 1 + random.nextInt(40);
      float[] rewards = gaussians(random, n);
      float[] values = gaussians(random, n + 1);
      Columns columns = new Columns.Builder(n, 1, 1).observations(new float[n], 0).discreteActions(new int[n], 0).rewards(rewards, 0).values(values, 0)
          .build();
      return new Segment(columns, Ending.values()[random.nextInt(3)], random.nextDouble(), random.nextDouble());
    }

    Targets targets() {
      return SegmentTargets.of(columns, ending, ending == Ending.CONTINUES, gamma, lambda, true);
    }

    double[] discounts() {
      return Discounts.of(columns.count(), gamma, ending);
    }

    double value(int t) {
      return columns.values()[t];
    }
  }

  /// The definition, not the recurrence: Σ_k (γλ)^k δ_{t+k}, and no V after a termination.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void generalizedAdvantageIsTheDiscountedSumOfTemporalDifferences(long seed) {
    Segment s = Segment.random(seed);
    int n = s.columns().count();
    for (int t = 0; t < n; t++) {
      double sum = 0;
      for (int k = t; k < n; k++) {
        double next = k == n - 1 && s.ending() == Ending.TERMINATED ? 0 : s.value(k + 1);
        sum += Math.pow(s.gamma() * s.lambda(), k - t) * (s.columns().rewards()[k] + s.gamma() * next - s.value(k));
      }
      assertThat((double) s.targets().advantages()[t]).as("seed %d step %d", seed, t).isCloseTo(sum, relative(sum));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void rewardToGoIsTheDiscountedSumOfRewardsAndTheBootstrapValue(long seed) {
    Segment s = Segment.random(seed);
    int n = s.columns().count();
    for (int t = 0; t < n; t++) {
      double sum = s.ending() == Ending.TERMINATED ? 0 : Math.pow(s.gamma(), n - t) * s.value(n);
      for (int k = t; k < n; k++) {
        sum += Math.pow(s.gamma(), k - t) * s.columns().rewards()[k];
      }
      assertThat((double) s.targets().rewardsToGo()[t]).as("seed %d step %d", seed, t).isCloseTo(sum, relative(sum));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void shippingFormsEqualTheReference(long seed) {
    Segment s = Segment.random(seed);
    double[] rewards = doubles(s.columns().rewards());
    double[] values = doubles(s.columns().values());
    double[] advantages = Reference.generalizedAdvantage(rewards, s.discounts(), values, s.lambda());
    double[] rewardsToGo = Reference.rewardToGo(rewards, s.discounts(), values[rewards.length]);
    for (int t = 0; t < rewards.length; t++) {
      assertThat((double) s.targets().advantages()[t]).as("seed %d step %d", seed, t).isCloseTo(advantages[t], relative(advantages[t]));
      assertThat((double) s.targets().rewardsToGo()[t]).as("seed %d step %d", seed, t).isCloseTo(rewardsToGo[t], relative(rewardsToGo[t]));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25})
  void lambdaOneIsMonteCarloMinusValue(long seed) {
    Segment s = Segment.random(seed);
    Targets targets = SegmentTargets.of(s.columns(), s.ending(), s.ending() == Ending.CONTINUES, s.gamma(), 1, true);
    for (int t = 0; t < s.columns().count(); t++) {
      double expected = targets.rewardsToGo()[t] - s.value(t);
      assertThat((double) targets.advantages()[t]).as("seed %d step %d", seed, t).isCloseTo(expected, Offset.offset(1e-4 * Math.max(1, Math.abs(expected))));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void lambdaZeroIsOneStepTemporalDifference(long seed) {
    Segment s = Segment.random(seed);
    Targets targets = SegmentTargets.of(s.columns(), s.ending(), s.ending() == Ending.CONTINUES, s.gamma(), 0, true);
    for (int t = 0; t < s.columns().count(); t++) {
      double expected = s.columns().rewards()[t] + s.discounts()[t] * s.value(t + 1) - s.value(t);
      assertThat((double) targets.advantages()[t]).as("seed %d step %d", seed, t).isCloseTo(expected, relative(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34})
  void advantagePlusValueIsTheLambdaReturn(long seed) {
    Segment s = Segment.random(seed);
    double[] values = doubles(s.columns().values());
    double[] returns = Reference.lambdaReturns(doubles(s.columns().rewards()), s.discounts(), Arrays.copyOfRange(values, 1, values.length), s.lambda());
    for (int t = 0; t < returns.length; t++) {
      assertThat(s.targets().advantages()[t] + s.value(t)).as("seed %d step %d", seed, t).isCloseTo(returns[t], relative(returns[t]));
    }
  }

  /// Item 1: the same rewards and values, three endings.
  @Test
  void onlyATerminationRemovesTheBootstrapValue() {
    Columns columns = GoldenVectorsTest.columns("2", "3 10");
    assertThat(SegmentTargets.of(columns, Ending.TERMINATED, false, .5, .9, true).advantages()).containsExactly(-1f);
    assertThat(SegmentTargets.of(columns, Ending.TRUNCATED, false, .5, .9, true).advantages()).containsExactly(4f);
    assertThat(SegmentTargets.of(columns, Ending.CONTINUES, true, .5, .9, true).advantages()).containsExactly(4f);
    assertThat(SegmentTargets.of(columns, Ending.of(true, true), false, .5, .9, true).rewardsToGo()).containsExactly(2f);
  }

  /// Item 3: only the terminating step itself loses its bootstrap, not the one before it.
  @Test
  void stepBeforeATerminationKeepsItsNextValue() {
    assertThat(SegmentTargets.of(GoldenVectorsTest.columns("0 0", "0 8 99"), Ending.TERMINATED, false, .5, 0, true).advantages())
        .containsExactly(4f, -8f);
  }

  /// Item 4: A → B → (reward 1, terminated) with λ = 0: the target of A is γ·V(B), not 0.
  @Test
  void targetBeforeTheTerminatingStepIsTheDiscountedValue() {
    Columns columns = GoldenVectorsTest.columns("0 1", ".3 .7 0");
    float[] advantages = SegmentTargets.of(columns, Ending.TERMINATED, false, .99, 0, true).advantages();
    assertThat(advantages[0] + .3f).isCloseTo(.99f * .7f, Offset.offset(1e-6f));
    assertThat(advantages[1] + .7f).isCloseTo(1f, Offset.offset(1e-6f));
  }

  /// Item 6: with λ = 1 and an exact V, cutting an episode into windows changes no return.
  @Test
  void windowsOfAnEpisodeWithExactValuesKeepItsReturns() {
    double gamma = .9;
    float[] rewards = {1, -2, 3, .5f, 4, -1};
    float[] exact = new float[7];
    RewardToGo.compute(rewards, 0, Discounts.of(6, gamma, Ending.TERMINATED), 0, 6, exact, 0);
    Columns first = part(rewards, exact, 0, 3);
    Columns second = part(rewards, exact, 3, 6);
    Targets head = SegmentTargets.of(first, Ending.CONTINUES, true, gamma, 1, true);
    Targets tail = SegmentTargets.of(second, Ending.TERMINATED, false, gamma, 1, true);
    for (int t = 0; t < 3; t++) {
      assertThat(head.rewardsToGo()[t]).isCloseTo(exact[t], Offset.offset(1e-5f));
      assertThat(tail.rewardsToGo()[t]).isCloseTo(exact[3 + t], Offset.offset(1e-5f));
      assertThat(head.advantages()[t]).isCloseTo(0f, Offset.offset(1e-5f));
    }
  }

  /// Item 6: a λ below 1 needs the carry over a window's border, which a cut segment does not have.
  @Test
  void cutForgetsTheCarryBehindIt() {
    float[] rewards = {1, 1, 1, 1};
    float[] values = {0, 0, 0, 0, 0};
    float whole = SegmentTargets.of(part(rewards, values, 0, 4), Ending.TERMINATED, false, .9, .5, true).advantages()[0];
    float window = SegmentTargets.of(part(rewards, values, 0, 2), Ending.CONTINUES, true, .9, .5, true).advantages()[0];
    double carry = SegmentTargets.of(part(rewards, values, 2, 4), Ending.TERMINATED, false, .9, .5, true).advantages()[0];
    assertThat(window).isNotEqualTo(whole);
    assertThat(window + .45 * .45 * carry).isCloseTo(whole, Offset.offset(1e-6));
  }

  @Test
  void shouldLeaveAdvantagesAbsentWithoutValuesAndStartFromNothing() {
    Targets targets = SegmentTargets.of(GoldenVectorsTest.columns("1 2", null), Ending.TRUNCATED, false, .5, .9, true);
    assertThat(targets.advantages()).isNull();
    assertThat(targets.rewardsToGo()).containsExactly(2f, 2f);
  }

  @Test
  void shouldSumCompleteEpisodesWithoutABootstrapWhereAsked() {
    Columns columns = GoldenVectorsTest.columns("1 2", "5 5 5");
    assertThat(SegmentTargets.of(columns, Ending.TRUNCATED, false, .5, .9, false).rewardsToGo()).containsExactly(2f, 2f);
    assertThat(SegmentTargets.of(columns, Ending.TRUNCATED, false, .5, .9, true).rewardsToGo()).containsExactly(3.25f, 4.5f);
  }

  @Test
  void shouldRefuseWhatIsNoSegment() {
    Columns columns = GoldenVectorsTest.columns("1", "1 1");
    assertThatThrownBy(() -> SegmentTargets.of(columns, Ending.CONTINUES, false, .5, .9, true)).hasMessageContaining("is not cut");
    assertThatThrownBy(() -> SegmentTargets.of(columns, Ending.TERMINATED, false, 1.5, .9, true)).hasMessageStartingWith("gamma is 1.5");
    assertThatThrownBy(() -> SegmentTargets.of(columns, Ending.TERMINATED, false, .5, Double.NaN, true)).hasMessageStartingWith("lambda is NaN");
  }

  private static Columns part(float[] rewards, float[] values, int from, int to) {
    int n = to - from;
    return new Columns.Builder(n, 1, 1).observations(new float[n], 0).discreteActions(new int[n], 0).rewards(rewards, from).values(values, from).build();
  }

  private static float[] gaussians(Random random, int n) {
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = (float) random.nextGaussian();
    }
    return out;
  }

  private static double[] doubles(float[] floats) {
    double[] out = new double[floats.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = floats[i];
    }
    return out;
  }

  private static Offset<Double> relative(double expected) {
    return Offset.offset(1e-4 * Math.max(1, Math.abs(expected)));
  }
}
