// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import io.tributary.env.rollout.RolloutSettings;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.policy.Architecture;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Segmenting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProducerSettingsTest {
  private static final ProducerSettings DEFAULTS = ProducerSettings.defaults();

  @Test
  void shouldNameThePathTheValueAndTheExpectation() {
    assertThatThrownBy(() -> DEFAULTS.with(RolloutSettings.defaults(), -1))
        .hasMessage("rollout.window is -1; expected 1 to 1000, or 0 for unbounded");
    assertThatThrownBy(() -> DEFAULTS.named("a/b", 0, OptionalLong.empty())).hasMessageStartingWith("rollout.producer is 'a/b'; ");
    assertThatThrownBy(() -> DEFAULTS.named("a", -1, OptionalLong.empty())).hasMessageStartingWith("rollout.firstEnvironment is -1; ");
    assertThatThrownBy(() -> DEFAULTS.withRate(Double.NaN)).hasMessageStartingWith("rollout.rate is NaN; ");
    assertThatThrownBy(() -> DEFAULTS.stoppingAfter(-1, 0)).hasMessageStartingWith("rollout.stopAfterSteps is -1; ");
    assertThatThrownBy(() -> DEFAULTS.stoppingAfter(0, -1)).hasMessageStartingWith("rollout.stopAfterRollouts is -1; ");
    assertThatThrownBy(() -> new ProducerSettings(RolloutSettings.defaults(), 1, 5, "", 0, OptionalLong.empty(), 0, 0, 0, ""))
        .hasMessageStartingWith("rollout.windowTimeoutMs is 5; ");
    assertThatThrownBy(() -> DEFAULTS.demonstratedBy("Night@3"))
        .hasMessage("rollout.demonstrator is 'Night@3'; expected RUN or RUN@VERSION, such as night@57");
  }

  @Test
  void shouldWarnInLockStepWhereRolloutsAndBatchesDoNotAddUp() {
    RolloutSettings rollout = new RolloutSettings(8, 32, 0, 32);
    assertThat(BatchFit.warning(spec(Map.of("batch.steps", "1000")), DEFAULTS.with(rollout, 1)).orElseThrow())
        .contains("256 steps", "batch.steps is 1000");
    assertThat(BatchFit.warning(spec(Map.of("batch.steps", "128")), DEFAULTS.with(rollout, 1))).isPresent();
    assertThat(BatchFit.warning(spec(Map.of("batch.steps", "1000")), DEFAULTS.with(rollout, 2))).isEmpty();
    assertThat(BatchFit.warning(spec(Map.of("batch.steps", "512")), DEFAULTS.with(rollout, 1))).isEmpty();
    assertThat(BatchFit.warning(spec(Map.of()), DEFAULTS.with(rollout, 1))).isEmpty();
    assertThat(BatchFit.warning(spec(Map.of("batch.trajectories", "9")), DEFAULTS.with(new RolloutSettings(4, 1, 2, 32), 1)).orElseThrow())
        .contains("8 episodes", "batch.trajectories is 9");
  }

  @Test
  void shouldNameProducersAtRandomWhereNobodyDid() {
    assertThat(ProducerNames.random()).matches("[a-z2-9]{8}").isNotEqualTo(ProducerNames.random());
  }

  private static RunSpec spec(Map<String, String> settings) {
    return new RunSpec("fit", "cartpole", new Spaces(Space.Box.unbounded(4), new Space.Discrete(2)), new Architecture(List.of(8), "tanh", 0, true),
        0.99, 0.95, new Segmenting.MaxSteps(128), true, 1, "cluster", 1, -1, 1_000, 1_000, null, settings, 0);
  }
}
