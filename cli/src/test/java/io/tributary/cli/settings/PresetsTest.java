// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.cli.UsageException;
import io.tributary.env.Environments;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.Baseline;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.ObjectiveKind;
import io.tributary.rl.learning.Weighting;
import io.tributary.rl.policy.Exploration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PresetsTest {
  private static final Path OURS = Path.of(System.getProperty("tributary.root"), "presets");

  @TempDir
  Path folder;

  static List<String> names() {
    return new Presets(OURS).names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldComeWithPresetsThatBind(String name) {
    RunSettings settings = RunSettings.of(new Layers().preset(new Presets(OURS).read(name)));
    var rollout = settings.rollout().rollout();
    var batch = settings.trainer().batch();

    assertThat(Environments.all()).containsKey(settings.environment());
    if (rollout.completeEpisodes()) {
      assertThat(settings.segment().completeEpisodes()).isTrue();
      assertThat(rollout.environments() * rollout.episodes()).as("rollouts make whole batches").isEqualTo(batch.trajectories());
    } else {
      assertThat(rollout.stepsPerRollout()).as("rollouts make whole batches").isEqualTo(batch.steps());
    }
  }

  @Test
  void shouldHaveAPresetForEveryEnvironmentAndEveryAlgorithm() {
    List<RunSettings> all = names().stream().map(name -> RunSettings.of(new Layers().preset(new Presets(OURS).read(name)))).toList();

    assertThat(all.stream().map(RunSettings::environment)).containsAll(Environments.all().keySet());
    assertThat(all.stream().map(RunSettings::algorithm)).containsAll(Algorithms.names());
  }

  @Test
  void shouldKeepTheLessonsStandardSetUp() {
    RunSettings standard = RunSettings.of(new Layers().preset(new Presets(OURS).read("standard")));

    assertThat(standard.rollout().rollout().environments()).isEqualTo(64);
    assertThat(standard.rollout().rollout().steps()).isEqualTo(32);
    assertThat(standard.trainer().batch().steps()).isEqualTo(2048);
    assertThat(standard.environment()).isEqualTo("walker");
    assertThat(standard.policy().exploration()).isEqualTo(Exploration.INDEPENDENT);
    assertThat(standard.learner()).extracting(LearnerSettings::weights, LearnerSettings::baseline, LearnerSettings::objective)
        .containsExactly(Weighting.GAE, Baseline.VALUE, ObjectiveKind.CLIPPED_SURROGATE);
    assertThat(standard.learner().epochs()).isEqualTo(4);
    assertThat(standard.learner().minibatches()).isEqualTo(1);
    assertThat(standard.learner().clip().range().at(0)).isEqualTo(0.2);
    assertThat(standard.lambda()).isEqualTo(0.95);
    assertThat(standard.learner().entropy().at(0)).isEqualTo(0.01);
    assertThat(standard.learner().entropy().at(Long.MAX_VALUE)).isZero();
  }

  @Test
  void shouldFlattenMappingsAndLists() throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), "a: 1\nb:\n  c: 2.50\n  d: [1, 2]\n  e: text\nf: ~\n");

    assertThat(new Presets(folder).read(file.toString()).values()).containsOnly(java.util.Map.entry("a", "1"), java.util.Map.entry("b.c", "2.5"),
        java.util.Map.entry("b.d", "1,2"), java.util.Map.entry("b.e", "text"), java.util.Map.entry("f", ""));
  }

  @Test
  void shouldNameThePathOfAMissingPreset() {
    assertThatThrownBy(() -> new Presets(OURS).read("cartpol")).isInstanceOf(UsageException.class).hasMessageContaining("cartpol.yaml")
        .hasMessageContaining("did you mean 'cartpole'?");
    assertThatThrownBy(() -> new Presets(OURS).read("/no/such.yaml")).isInstanceOf(UsageException.class).hasMessageContaining("/no/such.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: [1", "- 1\n- 2", "just words", "", "a: 1\na: 2", "\u0000\u0001", "a: [{b: 1}]"})
  void shouldNameThePathOfWhatIsNoYamlMapping(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.yaml"), content);

    assertThatThrownBy(() -> new Presets(folder).read("bad")).isInstanceOf(UsageException.class).hasMessageContaining(file.toString());
  }
}
