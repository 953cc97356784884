// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RolloutSettingsTest {
  @Test
  void shouldNameThePathTheValueAndTheRange() {
    assertThatThrownBy(() -> new RolloutSettings(0, 1, 0, 1)).hasMessage("rollout.environments is 0; expected 1 to 4096");
    assertThatThrownBy(() -> new RolloutSettings(1, 0, 0, 1)).hasMessageStartingWith("rollout.steps is 0; ");
    assertThatThrownBy(() -> new RolloutSettings(1, 1, -1, 1)).hasMessageStartingWith("rollout.episodes is -1; ");
    assertThatThrownBy(() -> new RolloutSettings(1, 1, 0, 5_000)).hasMessageStartingWith("rollout.recordSteps is 5000; ");
  }

  @Test
  void shouldKnowTheSizeOfARolloutUnlessItIsMadeOfEpisodes() {
    assertThat(RolloutSettings.defaults().stepsPerRollout()).isEqualTo(2_048);
    assertThat(new RolloutSettings(4, 10, 2, 8).stepsPerRollout()).isZero();
  }
}
