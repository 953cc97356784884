// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowWindowTest {
  private static RowWindow batch(RowWindow before, int first, int rows, int capacity, long key) {
    float[] observations = new float[rows * 2];
    float[] returns = new float[rows];
    for (int i = 0; i < rows; i++) {
      observations[2 * i] = first + i;
      observations[2 * i + 1] = -first - i;
      returns[i] = 10 * (first + i);
    }
    return before.with(observations, returns, rows, capacity, key);
  }

  @Test
  void shouldKeepTheNewestRowsInOrder() {
    RowWindow window = batch(batch(batch(RowWindow.empty(2), 0, 3, 5, 1), 3, 1, 5, 2), 4, 3, 5, 3);
    assertThat(window.returns()).containsExactly(20, 30, 40, 50, 60);
    assertThat(window.observations()).containsExactly(2, -2, 3, -3, 4, -4, 5, -5, 6, -6);
    assertThat(window.randomKey()).isEqualTo(3);
  }

  /// Probability of keeping a row is 40/100; over 400 keys each row's count is within 6 standard deviations (false alarm below 1e-6 for all rows).
  @Test
  void shouldKeepAUniformPartOfABatchThatIsTooLarge() {
    int[] kept = new int[100];
    for (int key = 0; key < 400; key++) {
      RowWindow window = batch(batch(RowWindow.empty(2), 500, 30, 40, 9), 0, 100, 40, key);
      assertThat(window.rows()).isEqualTo(40);
      for (int i = 0; i < 40; i++) {
        int row = Math.round(window.observations()[2 * i]);
        assertThat(window.returns()[i]).isEqualTo(10 * row);
        assertThat(i == 0 || window.observations()[2 * i - 2] < row).isTrue();
        kept[row]++;
      }
    }
    double deviation = Math.sqrt(400 * .4 * .6);
    for (int count : kept) {
      assertThat((double) count).isBetween(160 - 6 * deviation, 160 + 6 * deviation);
    }
  }

  @Test
  void shouldReadWhatItWrote() {
    RowWindow window = batch(RowWindow.empty(2), 7, 20, 50, 99);
    byte[] bytes = window.encode();
    RowWindow read = RowWindow.decode(bytes, 2);
    assertThat(read.encode()).isEqualTo(bytes);
    assertThat(read.observations()).isEqualTo(window.observations());
    assertThat(read.returns()).isEqualTo(window.returns());
    assertThat(read.randomKey()).isEqualTo(99);
    assertThat(RowWindow.capacity(bytes.length, 2)).isEqualTo(20);
    assertThat(RowWindow.capacity(bytes.length - 1, 2)).isEqualTo(19);
  }

  @Test
  void shouldReadNothingElse() {
    byte[] bytes = batch(RowWindow.empty(2), 7, 5, 50, 99).encode();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> RowWindow.decode(changed, 2)).as("byte %d", i).isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("a fitted baseline of " + bytes.length + " bytes");
      byte[] cut = Arrays.copyOf(bytes, i);
      assertThatThrownBy(() -> RowWindow.decode(cut, 2)).as("%d bytes", i).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> RowWindow.decode(Arrays.copyOf(bytes, bytes.length + 12), 2)).hasMessageContaining("says it has 5 rows");
    assertThatThrownBy(() -> RowWindow.decode(bytes, 3)).hasMessageContaining("is of observations of 2 elements, not 3");
    byte[] huge = ByteBuffer.allocate(28).putInt(0x54524257).putInt(1).putInt(2).putInt(Integer.MAX_VALUE).array();
    assertThatThrownBy(() -> RowWindow.decode(huge, 2)).hasMessageContaining("says it has 2147483647 rows");
  }

  @Test
  void shouldRefuseNumbersThatAreNotFinite() {
    float[] good = {1, 2, 3, 4};
    assertThatThrownBy(() -> RowWindow.empty(2).with(new float[] {1, 2, 3, Float.NaN}, good, 2, 9, 1)).hasMessageStartingWith("observation of row 1 is NaN");
    assertThatThrownBy(() -> RowWindow.empty(2).with(good, new float[] {1, Float.POSITIVE_INFINITY}, 2, 9, 1))
        .hasMessageStartingWith("reward-to-go of row 1 is Infinity");
    assertThatThrownBy(() -> RowWindow.empty(2).with(good, good, 3, 9, 1)).hasMessageStartingWith("a baseline was to be fitted on 3 rows of 2 elements");
    assertThatThrownBy(() -> RowWindow.empty(2).with(good, good, 0, 9, 1)).hasMessageStartingWith("a baseline was to be fitted on 0 rows");
  }
}
