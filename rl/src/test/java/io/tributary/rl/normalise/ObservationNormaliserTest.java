// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.normalise;

import java.util.Random;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Correctness item 23.
class ObservationNormaliserTest {
  @Test
  void shouldStandardiseAndClip() {
    ObservationNormaliser normaliser = new ObservationNormaliser(new Moments(4, new double[] {2, -1}, new double[] {16, 0}));
    float[] out = new float[6];
    normaliser.apply(new float[] {4, -1, 2, -1.5f, 100, -1}, 3, out);
    assertThat(out).containsExactly(new float[] {1, 0, 0, -10, 10, 0}, Offset.offset(1e-6f));
  }

  @Test
  void shouldChangeNothingWhileNothingWasSeen() {
    float[] out = new float[2];
    ObservationNormaliser.identity(2).apply(new float[] {1e9f, -3}, 1, out);
    assertThat(out).containsExactly(1e9f, -3);
  }

  @Test
  void shouldLetNotANumberThroughForOthersToRefuse() {
    float[] out = new float[1];
    new ObservationNormaliser(new Moments(2, new double[] {0}, new double[] {2})).apply(new float[] {Float.NaN}, 1, out);
    assertThat(out[0]).isNaN();
  }

  /// Statistics of parts, merged in either grouping, are those of the single stream.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void mergingIsAssociativeAndEqualsTheSingleStream(long seed) {
    Random random = new Random(seed);
    int features = 1 + random.nextInt(5);
    int[] rows = {1 + random.nextInt(20), 1 + random.nextInt(20), 1 + random.nextInt(20)};
    float[][] parts = new float[3][];
    int total = 0;
    for (int i = 0; i < 3; i++) {
      parts[i] = new float[rows[i] * features];
      for (int j = 0; j < parts[i].length; j++) {
        parts[i][j] = (float) (100 * i + random.nextGaussian());
      }
      total += rows[i];
    }
    float[] stream = new float[total * features];
    System.arraycopy(parts[0], 0, stream, 0, parts[0].length);
    System.arraycopy(parts[1], 0, stream, parts[0].length, parts[1].length);
    System.arraycopy(parts[2], 0, stream, parts[0].length + parts[1].length, parts[2].length);
    Moments a = ObservationNormaliser.momentsOf(parts[0], rows[0], features);
    Moments b = ObservationNormaliser.momentsOf(parts[1], rows[1], features);
    Moments c = ObservationNormaliser.momentsOf(parts[2], rows[2], features);
    Moments whole = ObservationNormaliser.momentsOf(stream, total, features);
    for (Moments merged : new Moments[] {a.merge(b).merge(c), a.merge(b.merge(c)), c.merge(a).merge(b)}) {
      assertThat(merged.count()).isEqualTo(total);
      for (int i = 0; i < features; i++) {
        assertThat(merged.mean(i)).as("seed %d", seed).isCloseTo(whole.mean(i), Offset.offset(1e-9));
        assertThat(merged.variance(i)).as("seed %d", seed).isCloseTo(whole.variance(i), Offset.offset(1e-9 * whole.variance(i) + 1e-12));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rowsOfABatchDependOnNothingButThemselves(long seed) {
    Random random = new Random(seed);
    float[] raw = new float[7 * 3];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (float) random.nextGaussian();
    }
    ObservationNormaliser normaliser = new ObservationNormaliser(ObservationNormaliser.momentsOf(raw, 7, 3));
    float[] together = new float[21];
    normaliser.apply(raw, 7, together);
    for (int row = 0; row < 7; row++) {
      float[] alone = {raw[row * 3], raw[row * 3 + 1], raw[row * 3 + 2]};
      normaliser.apply(alone, 1, alone);
      assertThat(alone).containsExactly(together[row * 3], together[row * 3 + 1], together[row * 3 + 2]);
    }
  }
}
