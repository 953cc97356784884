// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import java.util.TreeSet;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WindowScaleTest {
  private static RowWindow window(Rewards rows) {
    return RowWindow.empty(rows.size()).with(rows.observations(), rows.returns(), rows.rows(), rows.rows(), 1);
  }

  @Test
  void shouldStandardiseByTheWindow() {
    Rewards rows = Rewards.of(3, 500, 1);
    WindowScale scale = new WindowScale(window(rows), 0);
    double[] mean = new double[4];
    double[] square = new double[4];
    for (int row = 0; row < 500; row++) {
      double[] x = scale.features(rows.observations(), row);
      double[] all = {x[0], x[1], x[2], scale.standardised(rows.returns()[row])};
      for (int i = 0; i < 4; i++) {
        mean[i] += all[i] / 500;
        square[i] += all[i] * all[i] / 500;
      }
      assertThat(scale.inRewardUnits(all[3])).isCloseTo(rows.returns()[row], Offset.offset(1e-9));
    }
    for (int i = 0; i < 4; i++) {
      assertThat(mean[i]).isCloseTo(0, Offset.offset(1e-9));
      assertThat(square[i]).isCloseTo(1, Offset.offset(1e-9));
    }
  }

  @Test
  void shouldRoundToTheGridAndClip() {
    Rewards rows = Rewards.of(1, 2000, 2);
    WindowScale exact = new WindowScale(window(rows), 0);
    WindowScale rounded = new WindowScale(window(rows), 1. / 16);
    TreeSet<Double> values = new TreeSet<>();
    for (int row = 0; row < 2000; row++) {
      double x = rounded.features(rows.observations(), row)[0];
      assertThat(x * 16).isEqualTo(Math.rint(x * 16));
      assertThat(x).isCloseTo(exact.features(rows.observations(), row)[0], Offset.offset(1. / 32 + 1e-12));
      values.add(x);
    }
    assertThat(values.size()).isBetween(50, 160);
    assertThat(exact.features(new float[] {1e9f, -1e9f}, 0)).containsExactly(10);
    assertThat(exact.features(new float[] {1e9f, -1e9f}, 1)).containsExactly(-10);
  }

  @Test
  void shouldLeaveOutWhatNeverChanges() {
    float[] observations = {1, 5, 3, 2, 5, 3, 3, 5, 3};
    WindowScale scale = new WindowScale(RowWindow.empty(3).with(observations, new float[] {1, 2, 3}, 3, 3, 1), 0);
    assertThat(scale.names()).containsExactly("o0000");
    assertThat(scale.features(observations, 1)).containsExactly(0);
    assertThat(scale.isInformative()).isTrue();
    assertThat(new WindowScale(RowWindow.empty(3).with(observations, new float[] {2, 2, 2}, 3, 3, 1), 0).isInformative()).isFalse();
  }
}
