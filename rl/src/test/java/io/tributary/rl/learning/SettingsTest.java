// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {
  /// Correctness item 16: full at the start, monotone, never below its end, a pure function of the steps trained (so right after a resume).
  @Test
  void schedulesStartInFullFallMonotonicallyAndStopAtTheirEnd() {
    Schedule schedule = new Schedule(3e-4, 1e-5, 1000);
    assertThat(schedule.at(0)).isEqualTo(3e-4);
    double before = schedule.at(0);
    for (long steps = 1; steps < 3000; steps += 7) {
      double now = schedule.at(steps);
      assertThat(now).isLessThanOrEqualTo(before).isGreaterThanOrEqualTo(1e-5);
      before = now;
    }
    assertThat(schedule.at(1000)).isEqualTo(1e-5);
    assertThat(schedule.at(Long.MAX_VALUE)).isEqualTo(1e-5);
    assertThat(Schedule.constant(.2).at(12345)).isEqualTo(.2);
  }

  @Test
  void shouldStartFromTheNumbersOfTheField() {
    LearnerSettings ppo = Algorithms.named("ppo").learner();
    assertThat(ppo).isEqualTo(LearnerSettings.defaults());
    assertThat(ppo.learningRate().at(0)).isEqualTo(3e-4);
    assertThat(ppo.clip().range().at(0)).isEqualTo(.2);
    assertThat(ppo.entropy().at(0)).isEqualTo(.01);
    assertThat(ppo.entropy().at(ppo.entropy().over())).isZero();
    assertThat(ppo.optimiser().epsilon()).isEqualTo(1e-5);
    assertThat(ppo.maxGradNorm()).isEqualTo(new LearnerSettings.MaxGradNorm(.5, .5, false));
    assertThat(ppo.critic().clip()).isZero();
    assertThat(ppo.targetKl()).isZero();
    assertThat(ppo.epochs()).isEqualTo(4);
    assertThat(ppo.minibatches()).isEqualTo(4);
  }

  @Test
  void shouldNameTheSettingThatIsWrong() {
    assertThatThrownBy(() -> Algorithms.named("sarsa")).hasMessageStartingWith("algorithm is 'sarsa'");
    assertThatThrownBy(() -> new LearnerSettings.MaxGradNorm(0, 1, false)).hasMessageStartingWith("learner.maxGradNorm.policy is 0");
    assertThatThrownBy(() -> new LearnerSettings.Clip(Schedule.constant(-1), LearnerSettings.ClipCentre.BEHAVIOUR))
        .hasMessageStartingWith("learner.clip.range goes from -1");
    assertThatThrownBy(() -> new LearnerSettings.Optimiser(LearnerSettings.Rule.ADAM, 1, .9, 1e-5)).hasMessageStartingWith("learner.optimiser.beta1 is 1");
    assertThatThrownBy(() -> Cases.settings(0, 1, 0)).hasMessageStartingWith("learner.epochs is 0; expected 1 to 1000");
    assertThatThrownBy(() -> Cases.settings(1, 0, 0)).hasMessageStartingWith("learner.minibatches is 0");
    assertThatThrownBy(() -> Cases.settings(1, 1, Double.NaN)).hasMessageStartingWith("learner.targetKl is NaN");
  }
}
