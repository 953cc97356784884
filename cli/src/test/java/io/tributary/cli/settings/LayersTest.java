// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;

import io.tributary.cli.UsageException;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.Schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LayersTest {
  private static final List<Setting> KNOWN = Setting.of(RunSettings.defaults());

  @Test
  void shouldLetLaterPlacesWin() {
    Layers preset = preset("rollout.environments", "2", "seed", "2", "gamma", "0.2", "lambda", "0.2");
    RunSettings settings = RunSettings.of(preset
        .variables(Map.of("TRIBUTARY_SEED", "3", "TRIBUTARY_GAMMA", "0.3", "TRIBUTARY_LAMBDA", "0.3"), KNOWN, name -> {})
        .sets(List.of("seed=4", "gamma=0.4"))
        .option("seed", 5, "--seed"));

    assertThat(settings.rollout().rollout().environments()).isEqualTo(2);
    assertThat(settings.lambda()).isEqualTo(0.3);
    assertThat(settings.gamma()).isEqualTo(0.4);
    assertThat(settings.seed()).isEqualTo(5);
  }

  @Test
  void shouldNameVariablesAfterSettings() {
    List<String> unknown = new ArrayList<>();
    RunSettings settings = RunSettings.of(new Layers().variables(Map.of("TRIBUTARY_ROLLOUT_ENVIRONMENTS", "7", "TRIBUTARY_SEGMENT_COMPLETE_EPISODES",
        "true", "TRIBUTARY_ROLLOUT_EPISODES", "1", "TRIBUTARY_KAFKA_SECURITY_PROTOCOL", "SSL", "TRIBUTARY_NONSENSE", "1", "HOME", "x"), KNOWN, unknown::add));

    assertThat(settings.rollout().rollout().environments()).isEqualTo(7);
    assertThat(settings.segment().completeEpisodes()).isTrue();
    assertThat(settings.kafka()).isEqualTo(Map.of("security.protocol", "SSL"));
    assertThat(unknown).containsExactly("TRIBUTARY_NONSENSE");
  }

  @Test
  void shouldGiveEverySettingAVariableOfItsOwn() {
    assertThat(KNOWN.stream().map(Setting::environmentVariable)).doesNotHaveDuplicates();
  }

  @Test
  void shouldUseTheNamesThatMessagesUse() {
    assertThat(KNOWN.stream().map(Setting::key)).doesNotHaveDuplicates().contains("rollout.environments", "rollout.window", "batch.steps", "trainer.bufferMb",
        "learner.learningRate.from", "stream.commitIntervalMs", "policy.hidden", "budget.steps", "kafka.").noneMatch(key -> key.startsWith("rollout.rollout")
        || key.startsWith("trainer.batch"));
    assertThatThrownBy(() -> RunSettings.of(new Layers().sets(List.of("batch.steps=1")))).hasMessageStartingWith("batch.steps is 1; expected")
        .hasMessageContaining("(from --set)");
  }

  @Test
  void shouldKeepKafkasSettingsOutOfTheSpec() {
    RunSettings settings = RunSettings.of(new Layers().sets(List.of("kafka.sasl.jaas.config=secret", "seed=9")));

    assertThat(settings.flattened()).containsEntry("seed", "9").noneSatisfy((key, value) -> assertThat(value).contains("secret"));
  }

  @Test
  void shouldRefuseWhatTheSpecHasFixed() {
    Layers layers = new Layers().spec("night", Map.of("gamma", "0.9", "invented.later", "1"), KNOWN).sets(List.of("gamma=0.5"));

    assertThatThrownBy(() -> layers.requireOnly(key -> key.startsWith("rollout."), "produce", "rollout.*")).isInstanceOf(UsageException.class)
        .hasMessageContaining("gamma is '0.5' (from --set); expected only rollout.* with produce");
    assertThat(RunSettings.of(new Layers().spec("night", Map.of("gamma", "0.9", "invented.later", "1"), KNOWN)).gamma()).isEqualTo(0.9);
  }

  @Test
  void shouldWantKeyAndValue() {
    assertThatThrownBy(() -> new Layers().sets(List.of("seed"))).isInstanceOf(UsageException.class).hasMessageContaining("--set is 'seed'; expected key=value");
  }

  @Test
  void shouldRefuseAnUnknownAlgorithm() {
    assertThatThrownBy(() -> RunSettings.of(new Layers().sets(List.of("algorithm=sarsa")))).isInstanceOf(UsageException.class)
        .hasMessageContaining("algorithm is 'sarsa'").hasMessageContaining("(from --set)");
  }

  private static Layers preset(String... keysAndValues) {
    Map<String, String> values = new java.util.TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Layers().preset(new Presets.Preset("p", "preset p.yaml", values));
  }

  private static final Presets.Preset PRESET = new Presets.Preset("mine", "mine.yaml", Map.of("algorithm", "ppo", "learner.epochs", "6",
      "rollout.environments", "3", "rollout.window", "2", "batch.steps", "384", "gamma", "0.9"));

  private static RunSettings over(String... sets) {
    return RunSettings.of(new Layers().preset(PRESET).sets(List.of(sets)));
  }

  /// A preset's numbers are for its own algorithm; those that somebody chose beside the other algorithm stay, in whatever order.
  @Test
  void shouldLeaveOutWhatAPresetSaysForItsOwnAlgorithmWhereAnotherIsNamed() {
    RunSettings other = over("learner.learningRate=0.5", "algorithm=npg", "rollout.steps=64");

    assertThat(other.learner()).isEqualTo(Algorithms.named("npg").learner().change().learningRate(Schedule.constant(0.5)).build());
    assertThat(other.rollout().rollout().environments()).isEqualTo(RunSettings.defaults().rollout().rollout().environments());
    assertThat(other.rollout().rollout().steps()).isEqualTo(64);
    assertThat(other.rollout().window()).as("nothing corrects for age").isEqualTo(1);
    assertThat(other.gamma()).isEqualTo(0.9);
    assertThat(over("algorithm=ppo").learner().epochs()).isEqualTo(6);
  }

  @Test
  void shouldGoByTheLastAlgorithmThatIsNamed() {
    RunSettings twice = over("algorithm=npg", "learner.entropy=0.5", "algorithm=trpo");

    assertThat(twice.learner()).isEqualTo(Algorithms.named("trpo").learner().change().entropy(Schedule.constant(0.5)).build());
    assertThat(over("algorithm=npg", "algorithm=ppo").learner().epochs()).as("the preset's own again").isEqualTo(6);
    RunSettings variable = RunSettings.of(new Layers().preset(PRESET).variables(Map.of("TRIBUTARY_ALGORITHM", "npg"), Setting.of(RunSettings.defaults()),
        unknown -> {
          throw new AssertionError(unknown);
        }).sets(List.of("algorithm=trpo")));
    assertThat(variable.learner()).isEqualTo(Algorithms.named("trpo").learner());
  }

  @Test
  void shouldMakeABatchOfEveryWholeEpisodeOfARollout() {
    RunSettings episodes = over("algorithm=reinforce", "rollout.environments=5", "rollout.episodes=2");

    assertThat(episodes.trainer().batch().trajectories()).isEqualTo(10);
    assertThat(episodes.trainer().batch().lingerMs()).isEqualTo(30_000);
    assertThat(episodes.rollout().window()).isEqualTo(1);
    assertThat(episodes.segment().completeEpisodes()).isTrue();
    assertThat(over("algorithm=reinforce", "batch.trajectories=7").trainer().batch().trajectories()).isEqualTo(7);
  }

  @Test
  void shouldRefuseToLearnWholeReturnsFromPartsOfEpisodes() {
    assertThatThrownBy(() -> over("learner.weights=reward-to-go", "learner.baseline=none")).isInstanceOf(UsageException.class)
        .hasMessageStartingWith("segment.completeEpisodes is false with learner.weights reward-to-go");
  }

  @Test
  void shouldHaveNoMarkWhereADemonstratorPlays() {
    RunSettings cloning = RunSettings.of(new Layers().sets(List.of("algorithm=bc", "rollout.demonstrator=other")));

    assertThat(cloning.mark(OptionalDouble.of(475))).isNaN();
    assertThat(over().mark(OptionalDouble.of(475))).isEqualTo(475);
  }
}
