// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RolloutPaceTest {
  @Test
  void shouldLetTheRolloutFinishWhereThereIsPatience() {
    RolloutPace pace = new RolloutPace(0, TimeUnit.HOURS.toMillis(1));
    assertThat(pace.isStopping()).isFalse();
    pace.requestStop();
    assertThat(pace.isStopping()).isTrue();
    assertThat(pace.goOn(10)).isTrue();
  }

  @Test
  void shouldCutTheRolloutShortWherePatienceIsUsedUp() {
    RolloutPace pace = new RolloutPace(0, 0);
    assertThat(pace.goOn(10)).isTrue();
    pace.requestStop();
    assertThat(pace.goOn(20)).isFalse();
  }

  @Test
  void shouldTakeAtLeastTheTimeItsRateAsksFor() {
    RolloutPace pace = new RolloutPace(1_000, 0);
    long begin = System.nanoTime();
    for (int rollout = 0; rollout < 2; rollout++) {
      for (int steps = 0; steps <= 20; steps += 10) {
        assertThat(pace.goOn(steps)).isTrue();
      }
    }
    assertThat(System.nanoTime() - begin).as("five rounds of 10 steps lie behind at 1,000 a second").isGreaterThanOrEqualTo(49_000_000);
  }

  @Test
  void shouldNotWaitForItsTurnWhereAStopWasAskedFor() {
    RolloutPace pace = new RolloutPace(0.001, 0);
    assertThat(pace.goOn(0)).isTrue();
    pace.requestStop();
    assertThat(pace.goOn(10)).as("10 steps at this rate are hours").isFalse();
  }
}
