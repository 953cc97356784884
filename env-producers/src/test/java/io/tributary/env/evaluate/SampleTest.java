// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.evaluate;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.random.CounterRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SampleTest {

  private static Sample upTo(int n) {
    return new Sample(IntStream.rangeClosed(1, n).mapToDouble(i -> i).toArray());
  }

  /// By hand: of 12 three are cut at either end, of 10 two, of 7 one, of 3 none.
  @ParameterizedTest
  @CsvSource({"12, 6.5", "10, 5.5", "7, 4", "3, 2", "1, 1"})
  void interquartileMeanOfOneToN(int n, double expected) {
    assertThat(upTo(n).interquartileMean()).isEqualTo(expected);
  }

  /// The same of squares, whose middle moves with the cut: (4² + … + 9²) / 6, (3² + … + 8²) / 6, (2² + … + 6²) / 5, (1 + 4 + 9) / 3.
  @ParameterizedTest
  @CsvSource({"12, 271, 6", "10, 199, 6", "7, 90, 5", "3, 14, 3", "1, 1, 1"})
  void interquartileMeanOfSquares(int n, double sum, int count) {
    assertThat(new Sample(IntStream.rangeClosed(1, n).mapToDouble(i -> i * i).toArray()).interquartileMean()).isEqualTo(sum / count);
  }

  @Test
  void interquartileMeanLooksAtTheMiddleHalfAlone() {
    assertThat(new Sample(-1e9, 13, 2, 3, 8, 5, 1, 1e9).interquartileMean()).isEqualTo((2 + 3 + 5 + 8) / 4.0);
  }

  @Test
  void shouldKnowOrderStatistics() {
    Sample sample = new Sample(9, 1, 4, 16);

    assertThat(sample.median()).isEqualTo(6.5);
    assertThat(new Sample(9, 1, 4).median()).isEqualTo(4);
    assertThat(sample.min()).isEqualTo(1);
    assertThat(sample.max()).isEqualTo(16);
    assertThat(sample.quantile(0)).isEqualTo(1);
    assertThat(sample.quantile(0.25)).as("1 + 0.75 · 3").isEqualTo(3.25);
    assertThat(sample.quantile(1)).isEqualTo(16);
    assertThat(sample.values()).containsExactly(9, 1, 4, 16);
  }

  @Test
  void shouldKnowMeanAndSpread() {
    Sample sample = new Sample(2, 4, 4, 4, 5, 5, 7, 9);

    assertThat(sample.mean()).isEqualTo(5);
    assertThat(sample.standardDeviation()).isCloseTo(Math.sqrt(32.0 / 7), within(1e-15));
    assertThat(sample.halfWidth95()).isCloseTo(1.959963984540054 * Math.sqrt(32.0 / 7 / 8), within(1e-15));
    assertThat(new Sample(3).halfWidth95()).isZero();
  }

  @Test
  void shouldRefuseWhatIsNoSample() {
    assertThatThrownBy(Sample::new).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no values");
    assertThatThrownBy(() -> new Sample(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("value 1 of a sample is NaN");
  }

  @Test
  void bootstrapOfAConstantIsAPoint() {
    assertThat(BootstrapInterval.of(new Sample(3.5, 3.5, 3.5, 3.5), Sample::mean, 1)).isEqualTo(new BootstrapInterval(3.5, 3.5));
    assertThat(BootstrapInterval.of(new Sample(2), Sample::median, 1)).isEqualTo(new BootstrapInterval(2, 2));
  }

  @Test
  void bootstrapIsAFunctionOfItsSeed() {
    Sample sample = new Sample(1, 2, 4, 8, 16, 32);

    assertThat(BootstrapInterval.of(sample, Sample::mean, 7)).isEqualTo(BootstrapInterval.of(sample, Sample::mean, 7));
    assertThat(BootstrapInterval.of(sample, Sample::mean, 8)).isNotEqualTo(BootstrapInterval.of(sample, Sample::mean, 7));
  }

  /// Of a sample {0, 1} every resample's mean is 0, ½ or 1 with probabilities ¼, ½, ¼: 2.5 % of either tail lie on the ends themselves.
  @Test
  void bootstrapOfTwoValuesReachesBothOfThem() {
    assertThat(BootstrapInterval.of(new Sample(0, 1), Sample::mean, 3)).isEqualTo(new BootstrapInterval(0, 1));
  }

  /// Where the mean is nearly normal the interval is nearly ± 1.96 s/√n (with n, not n − 1, in s). Seeds are fixed: no false alarms.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void bootstrapOfManyValuesIsTheNormalInterval(long seed) {
    double[] values = new double[200];
    for (int i = 0; i < values.length; i++) {
      values[i] = CounterRandom.gaussian(seed, i);
    }
    Sample sample = new Sample(values);
    BootstrapInterval interval = BootstrapInterval.of(sample, Sample::mean, seed);
    double half = sample.halfWidth95() * Math.sqrt(199 / 200.0);

    assertThat(interval.low()).isCloseTo(sample.mean() - half, within(0.05 * half));
    assertThat(interval.high()).isCloseTo(sample.mean() + half, within(0.05 * half));
  }

  @Test
  void shouldCallFewerThanTenValuesApproximate() {
    assertThat(BootstrapInterval.isApproximate(9)).isTrue();
    assertThat(BootstrapInterval.isApproximate(10)).isFalse();
  }
}
