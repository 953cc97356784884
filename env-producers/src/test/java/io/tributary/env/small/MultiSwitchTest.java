// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.EnvironmentContract;
import io.tributary.env.Environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class MultiSwitchTest extends EnvironmentContract {
  @Override
  protected Environment create() {
    return Environments.create("multi-switch");
  }

  @Override
  protected int timeLimit() {
    return 0;
  }

  @Override
  protected int firstObservations() {
    return 2 * 3 * 4;
  }

  @Override
  protected Action survive(float[] observation) {
    return Action.discrete(0, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldPayTenForEverySwitchSetAsShown(long key) {
    double sum = Played.episode(create(), key, seen -> Action.discrete(shown(seen, 0, 2), shown(seen, 2, 3), shown(seen, 5, 4)));
    assertThat(sum).isCloseTo(10, within(1e-12));
  }

  /// The mean over all 24 settings of the first step.
  @Test
  void shouldPayFairChoices13Of36AStep() {
    double sum = 0;
    for (int setting = 0; setting < 24; setting++) {
      Environment switches = create();
      float[] seen = new float[9];
      switches.reset(7, seen, 0);
      sum += switches.step(Action.discrete(setting % 2, setting / 2 % 3, setting / 6), seen, 0).reward();
    }
    assertThat(sum / 24).isCloseTo(13 / 36.0, within(1e-12));
  }

  @Test
  void shouldRefuseAPositionASwitchDoesNotHave() {
    Environment switches = create();
    switches.reset(1, new float[9], 0);
    assertThatThrownBy(() -> switches.step(Action.discrete(0, 3, 0), new float[9], 0)).hasMessage("action 1 is 3; expected 0 to 2");
  }

  private static int shown(float[] seen, int from, int positions) {
    for (int i = 0; i < positions; i++) {
      if (seen[from + i] == 1) {
        return i;
      }
    }
    throw new AssertionError("no position is wanted");
  }
}
