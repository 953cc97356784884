// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.learned;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.random.CounterRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class IntervalTest {

  /// Against a printed table of Student's t, two-sided 1 %.
  @ParameterizedTest
  @CsvSource({"1, 63.657", "2, 9.925", "3, 5.841", "4, 4.604", "5, 4.032", "9, 3.250", "10, 3.169", "29, 2.756", "30, 2.750", "120, 2.617"})
  void quantilesAreThoseOfTheTable(int degrees, double t) {
    assertThat(StudentT.quantile(0.01, degrees)).isCloseTo(t, within(6e-4));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void missesTheTruthAsOftenAsItSays(int samples) {
    int repeats = 20_000;
    int missed = 0;
    for (int i = 0; i < repeats; i++) {
      double[] drawn = new double[samples];
      for (int k = 0; k < samples; k++) {
        drawn[k] = 3 + 2 * CounterRandom.gaussian(CounterRandom.key(5, "interval", samples, i), k);
      }
      missed += Interval.of(drawn).contains("mean", 3).holds() ? 0 : 1;
    }
    // Four standard deviations of a binomial count.
    assertThat((double) missed / repeats).isCloseTo(Interval.FALSE_ALARM, within(4 * Math.sqrt(0.01 * 0.99 / repeats)));
  }

  @Test
  void shouldHaveNoWidthWhereAllSamplesAreTheSame() {
    assertThat(Interval.of(0.1, 0.1, 0.1)).isEqualTo(new Interval(0.1, 0));
  }

  @Test
  void shouldCompareAsAWhole() {
    Interval interval = new Interval(1, 0.5);
    assertThat(interval.above("x", 0.4).holds()).isTrue();
    assertThat(interval.above("x", 0.6).holds()).isFalse();
    assertThat(interval.below("x", 1.6).holds()).isTrue();
    assertThat(interval.below("x", 1.4).holds()).isFalse();
    assertThat(interval.contains("x", 1.4).holds()).isTrue();
    assertThat(interval.contains("x", 1.6).holds()).isFalse();
    assertThat(interval.above("x", 0.6).text()).contains("1 ± 0.5").contains("0.01 of all seeds");
  }

  @Test
  void shouldPairDifferences() {
    assertThat(Interval.ofDifference(new double[] {11, 22, 33}, new double[] {10, 21, 32})).isEqualTo(new Interval(1, 0));
  }

  @Test
  void shouldRefuseASingleSample() {
    assertThatThrownBy(() -> Interval.of(1.0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 samples; expected at least 2");
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "1, 0, 0.5", "7, 0, 0.0078125", "3, 1, 0.3125", "0, 4, 1", "2, 2, 0.6875"})
  void coinsWinAsOftenAsCounted(int first, int second, double chance) {
    assertThat(new SignTest(first, second).chance()).isCloseTo(chance, within(1e-12));
  }

  @Test
  void shouldCountDecidedPairsOnly() {
    assertThat(SignTest.of(new double[] {1, 0, 1, 0, 1}, new double[] {0, 0, 0, 1, 1})).isEqualTo(new SignTest(2, 1));
    assertThat(new SignTest(7, 0).wins("x").holds()).isTrue();
    assertThat(new SignTest(6, 0).wins("x").holds()).isFalse();
  }
}
