// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.CRC32C;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TribuoBaselineTest {
  private static TribuoSettings settings(String trainer) {
    return new TribuoSettings(trainer, Map.of(), 1000, 1 << 20, 1. / 16);
  }

  private static float[] predicted(TribuoBaseline baseline, byte[] fitted, Rewards rows) {
    float[] out = new float[rows.rows()];
    baseline.predict(fitted, rows.observations(), rows.rows(), out);
    return out;
  }

  private static byte[] fitted(TribuoBaseline baseline, byte[] previous, Rewards rows, long key) {
    return baseline.fit(previous, rows.observations(), rows.returns(), rows.rows(), key);
  }

  /// The least each must explain of returns it never saw; the noise alone leaves 1 % unexplained, and a line cannot follow the step.
  @ParameterizedTest
  @CsvSource({"linear-sgd, .85", "elastic-net, .85", "cart, .9", "random-forest, .85",
      "org.tribuo.regression.rtree.CARTJointRegressionTrainer, .9", "org.tribuo.regression.slm.LARSTrainer, .85"})
  void shouldExplainReturnsItNeverSaw(String trainer, double least) {
    TribuoBaseline baseline = new TribuoBaseline(settings(trainer), 3);
    byte[] fitted = fitted(baseline, null, Rewards.of(3, 900, 1), 5);
    Rewards later = Rewards.of(3, 500, 2);
    assertThat(later.explained(predicted(baseline, fitted, later))).isBetween(least, 1.);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear-sgd", "elastic-net", "cart", "random-forest"})
  void shouldBeAPureFunctionOfItsArguments(String trainer) {
    TribuoBaseline used = new TribuoBaseline(settings(trainer), 3);
    byte[] first = fitted(used, null, Rewards.of(3, 400, 1), 5);
    byte[] second = fitted(used, first, Rewards.of(3, 400, 2), 6);
    Rewards later = Rewards.of(3, 100, 3);
    float[] atOnce = predicted(used, second, later);
    assertThat(predicted(used, first, later)).isNotEqualTo(atOnce);

    TribuoBaseline restored = new TribuoBaseline(settings(trainer), 3);
    assertThat(predicted(restored, second.clone(), later)).isEqualTo(atOnce);
    assertThat(fitted(restored, first.clone(), Rewards.of(3, 400, 2), 6)).isEqualTo(second);
    assertThat(predicted(restored, second, later)).isEqualTo(atOnce);
    assertThat(predicted(used, second, later)).isEqualTo(atOnce);
  }

  /// The same bits in every process and on every machine, or a run could not be replayed.
  @ParameterizedTest
  @CsvSource({"linear-sgd, 3277965714", "elastic-net, 298540112", "cart, 1891178189", "random-forest, 389439439"})
  void shouldGiveTheSameBitsInEveryProcess(String trainer, long expected) {
    TribuoBaseline baseline = new TribuoBaseline(settings(trainer), 3);
    float[] b = predicted(baseline, fitted(baseline, null, Rewards.of(3, 300, 1), 5), Rewards.of(3, 50, 2));
    ByteBuffer bytes = ByteBuffer.allocate(4 * b.length);
    bytes.asFloatBuffer().put(b);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.array());
    assertThat(checksum.getValue()).isEqualTo(expected);
  }

  @Test
  void shouldDependOnTheKeyWhereTheTrainerIsRandom() {
    TribuoBaseline baseline = new TribuoBaseline(settings("random-forest"), 3);
    Rewards rows = Rewards.of(3, 400, 1);
    assertThat(predicted(baseline, fitted(baseline, null, rows, 1), rows)).isNotEqualTo(predicted(baseline, fitted(baseline, null, rows, 2), rows));
  }

  @Test
  void shouldNotBeMovedByWhatTheCallerDoesToItsBytes() {
    TribuoBaseline baseline = new TribuoBaseline(settings("cart"), 3);
    byte[] fitted = fitted(baseline, null, Rewards.of(3, 400, 1), 5);
    Arrays.fill(fitted, (byte) 0);
    assertThatThrownBy(() -> predicted(baseline, fitted, Rewards.of(3, 1, 2))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not begin as one");
  }

  @Test
  void shouldStayWithinItsLimits() {
    TribuoBaseline baseline = new TribuoBaseline(new TribuoSettings("cart", Map.of(), 1000, 2048, 1. / 16), 3);
    assertThat(baseline.capacity()).isEqualTo((2048 - 28) / 16);
    byte[] fitted = null;
    for (int batch = 0; batch < 5; batch++) {
      fitted = fitted(baseline, fitted, Rewards.of(3, 50, batch), batch);
      assertThat(fitted.length).isEqualTo(28 + 16 * Math.min(50 * (batch + 1), baseline.capacity())).isLessThanOrEqualTo(2048);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear-sgd", "elastic-net", "cart", "random-forest"})
  void shouldFitOneElementAndElementsThatNeverChange(String trainer) {
    TribuoBaseline one = new TribuoBaseline(settings(trainer), 1);
    Rewards rows = Rewards.of(1, 300, 1);
    assertThat(rows.explained(predicted(one, fitted(one, null, rows, 5), rows))).isGreaterThan(.5);

    TribuoBaseline withConstants = new TribuoBaseline(settings(trainer), 3);
    float[] wide = new float[900];
    for (int row = 0; row < 300; row++) {
      wide[3 * row] = 1e8f;
      wide[3 * row + 1] = rows.observations()[row];
    }
    float[] out = new float[300];
    withConstants.predict(withConstants.fit(null, wide, rows.returns(), 300, 5), wide, 300, out);
    assertThat(rows.explained(out)).isGreaterThan(.5);
  }

  @Test
  void shouldBeTheMeanWhereThereIsNothingToLearn() {
    TribuoBaseline baseline = new TribuoBaseline(settings("linear-sgd"), 2);
    float[] out = new float[1];
    baseline.predict(baseline.fit(null, new float[] {1, 2, 3, 4}, new float[] {7, 7}, 2, 1), new float[] {100, 100}, 1, out);
    assertThat(out[0]).isEqualTo(7);
    baseline.predict(baseline.fit(null, new float[] {1, 2, 1, 2}, new float[] {6, 7}, 2, 1), new float[] {100, 100}, 1, out);
    assertThat(out[0]).isEqualTo(6.5f);
    baseline.predict(baseline.fit(null, new float[] {1, 2}, new float[] {3}, 1, 1), new float[] {100, 100}, 1, out);
    assertThat(out[0]).isEqualTo(3);
  }

  /// Returns of any unit: the same b in that unit.
  @ParameterizedTest
  @ValueSource(floats = {1e-3f, 1e3f})
  void shouldNotDependOnUnits(float unit) {
    TribuoBaseline baseline = new TribuoBaseline(settings("linear-sgd"), 3);
    Rewards rows = Rewards.of(3, 300, 1);
    Rewards scaled = Rewards.of(3, 300, 1);
    for (int i = 0; i < 900; i++) {
      scaled.observations()[i] *= unit;
    }
    for (int i = 0; i < 300; i++) {
      scaled.returns()[i] *= unit;
    }
    float[] b = predicted(baseline, fitted(baseline, null, rows, 5), rows);
    float[] inUnits = predicted(baseline, fitted(baseline, null, scaled, 5), scaled);
    for (int i = 0; i < 300; i++) {
      assertThat((double) inUnits[i] / unit).isCloseTo(b[i], Offset.offset(1e-3));
    }
  }

  @Test
  void shouldSayThatItDiverged() {
    TribuoSettings steep = new TribuoSettings("linear-sgd", Map.of("optimiser.initialLearningRate", "1e200"), 1000, 1 << 20, 1. / 16);
    Rewards rows = Rewards.of(3, 100, 1);
    FittedRegression diverged = new FittedRegression(new ConfiguredTrainer(steep),
        RowWindow.empty(3).with(rows.observations(), rows.returns(), 100, 100, 1), 0);
    assertThatThrownBy(() -> diverged.predict(rows.observations(), 100, new float[100])).isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the baseline of row 0 is ").hasMessageContaining("diverged");
    assertThatThrownBy(() -> new TribuoBaseline(steep, 3)).hasMessageStartingWith("tribuo.trainer is ").hasMessageContaining("diverged");
  }

  @Test
  void shouldRefuseWhatWasNeverFitted() {
    TribuoBaseline baseline = new TribuoBaseline(settings("cart"), 3);
    assertThatThrownBy(() -> baseline.predict(null, new float[3], 1, new float[1])).hasMessageContaining("fitted: false");
    byte[] fitted = fitted(baseline, null, Rewards.of(3, 40, 1), 1);
    assertThatThrownBy(() -> baseline.predict(fitted, new float[3], 2, new float[2])).hasMessageStartingWith("a baseline was asked for 2 rows of 3 elements");
  }

  /// Nobody who runs a command wants to read that a model was trained.
  @Test
  void shouldWriteNothingToTheTerminal() {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    StringBuilder logged = new StringBuilder();
    Handler handler = new Handler() {
      @Override
      public void publish(LogRecord record) {
        logged.append(record.getLoggerName()).append(' ').append(record.getMessage()).append('\n');
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    Logger.getLogger("").addHandler(handler);
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      for (String trainer : KnownTrainers.names()) {
        TribuoBaseline baseline = new TribuoBaseline(settings(trainer), 3);
        Rewards rows = Rewards.of(3, 100, 1);
        predicted(baseline, fitted(baseline, null, rows, 5), rows);
      }
    } finally {
      System.setErr(before);
      Logger.getLogger("").removeHandler(handler);
    }
    assertThat(logged.toString()).isEmpty();
    assertThat(written.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
