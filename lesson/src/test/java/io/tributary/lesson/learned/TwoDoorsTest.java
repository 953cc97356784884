// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.learned;

import org.junit.jupiter.api.Test;

import io.tributary.env.Action;
import io.tributary.env.TimeStep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TwoDoorsTest {
  private final TwoDoors doors = new TwoDoors(3, 0.5, 2);
  private final float[] observation = new float[3];

  @Test
  void shouldPayNearOnlyInTheFirstCellAndFarOnlyAtTheEnd() {
    assertThat(walk(0)).isEqualTo(TimeStep.termination(0.5));
    assertThat(walk(1, 0)).isEqualTo(TimeStep.termination(0));
    assertThat(walk(1, 1)).isEqualTo(TimeStep.transition(0));
    assertThat(observation).containsExactly(0, 0, 1);
    assertThat(walk(1, 1, 0)).isEqualTo(TimeStep.termination(0));
    assertThat(walk(1, 1, 1)).isEqualTo(TimeStep.termination(2));
    assertThat(observation).containsExactly(0, 0, 0);
  }

  @Test
  void shouldRefuseOtherChoices() {
    assertThatThrownBy(() -> walk(2)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("action is 2; expected 0 (leave) or 1 (go on)");
  }

  private TimeStep walk(int... choices) {
    TimeStep now = doors.reset(7, observation, 0);
    for (int choice : choices) {
      now = doors.step(Action.discrete(choice), observation, 0);
    }
    return now;
  }
}
