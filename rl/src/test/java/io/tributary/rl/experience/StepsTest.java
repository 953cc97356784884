// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.experience;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StepsTest {
  private static final Columns COLUMNS = new Columns.Builder(3, 1, 1).observations(new float[3], 0).discreteActions(new int[3], 0)
      .rewards(new float[] {1, 2, 4}, 0).build();

  /// Correctness item 1: both flags at once are a termination.
  @Test
  void terminationWins() {
    assertThat(Ending.of(true, true)).isEqualTo(Ending.TERMINATED);
    assertThat(Ending.of(false, true)).isEqualTo(Ending.TRUNCATED);
    assertThat(Ending.of(true, false)).isEqualTo(Ending.TERMINATED);
    assertThat(Ending.of(false, false)).isEqualTo(Ending.CONTINUES);
    assertThat(Ending.CONTINUES.endsEpisode()).isFalse();
  }

  @Test
  void shouldCountOnFromItsFirstStep() {
    Steps steps = new Steps(new StepId("p/3", 5, 1, 10), 4, COLUMNS, Ending.CONTINUES, false, 20, Purpose.TRAIN, false, 0, 0);
    assertThat(steps.nextIndex()).isEqualTo(13);
    assertThat(steps.returnSoFar()).isEqualTo(27);
    assertThat(steps.first().plus(2)).isEqualTo(new StepId("p/3", 5, 1, 12));
    assertThat(steps.first()).hasToString("p/3 session 5 episode 1 step 10");
  }

  @Test
  void shouldNameItsProducer() {
    assertThat(new StepId("lab/robot/3", 0, 0, 0).producer()).isEqualTo("lab/robot");
    assertThat(new StepId("robot", 0, 0, 0).producer()).isEqualTo("robot");
  }

  @Test
  void shouldRefuseATrajectoryWhoseTargetsDoNotFit() {
    Targets targets = new Targets(new float[2], null);
    assertThatThrownBy(
        () -> new Trajectory(new StepId("p/3", 5, 1, 10), COLUMNS, targets, .9, .9, Ending.CONTINUES, true, 0, 0, false, 0, List.of()))
        .hasMessageContaining("2 rewards-to-go for 3 steps");
    assertThatThrownBy(() -> new Targets(new float[2], new float[3])).hasMessageContaining("3 advantages");
  }
}
