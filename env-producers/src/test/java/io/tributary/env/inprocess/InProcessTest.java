// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.inprocess;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.env.Environment;
import io.tributary.env.Environments;
import io.tributary.env.rollout.RolloutSettings;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.Batch;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.Update;
import io.tributary.rl.policy.Architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InProcessTest {
  private static final Kernel KERNEL = Kernels.best();
  private static final Architecture SMALL = new Architecture(List.of(8), "tanh", 0, true);
  private static final double GAMMA = 0.9;
  private static final double LAMBDA = 0.8;

  /// Learns nothing and remembers what it was given.
  private static final class Recording implements Algorithm {
    private final Algorithm real = ppo();
    private final List<Long> parents = new ArrayList<>();
    private final List<List<Trajectory>> batches = new ArrayList<>();

    @Override
    public Agent initial(long seed) {
      return real.initial(seed);
    }

    @Override
    public Update update(Agent parent, Batch batch) {
      List<Trajectory> given = new ArrayList<>();
      for (int i = 0; i < batch.trajectories(); i++) {
        given.add(batch.trajectory(i));
      }
      parents.add(parent.version());
      batches.add(given);
      return Algorithm.skip(parent);
    }

    @Override
    public Optional<String> unusable(Trajectory trajectory) {
      return Optional.empty();
    }
  }

  private static Environment cartPole() {
    return Environments.create("cartpole");
  }

  private static Spaces spaces() {
    try (Environment sample = cartPole()) {
      return sample.spaces();
    }
  }

  private static Algorithm ppo() {
    return Algorithms.of(spaces(), SMALL, LearnerSettings.defaults(), null, 1, KERNEL);
  }

  private static Agent after(int versions, InProcessSettings settings) {
    try (InProcess learning = new InProcess(InProcessTest::cartPole, SMALL, ppo(), KERNEL, settings)) {
      return learning.train(agent -> agent.version() >= versions);
    }
  }

  private static Recording recorded(int batches, InProcessSettings settings) {
    Recording recording = new Recording();
    try (InProcess learning = new InProcess(InProcessTest::cartPole, SMALL, recording, KERNEL, settings)) {
      var _ = learning.train(agent -> agent.version() >= batches);
    }
    return recording;
  }

  private static InProcessSettings settings(int recordSteps, int window, int segmentSteps, int batchSteps) {
    return new InProcessSettings(new RolloutSettings(4, 20, 0, recordSteps), window, segmentSteps, batchSteps, 0, GAMMA, LAMBDA, true, 7);
  }

  @Test
  void shouldBeAFunctionOfTheSeed() {
    float[] once = after(5, InProcessSettings.onPolicy(4, 20, GAMMA, LAMBDA, 7)).policy().parameters();

    assertThat(after(5, InProcessSettings.onPolicy(4, 20, GAMMA, LAMBDA, 7)).policy().parameters()).isEqualTo(once);
    assertThat(after(5, InProcessSettings.onPolicy(4, 20, GAMMA, LAMBDA, 8)).policy().parameters()).isNotEqualTo(once);
  }

  /// Records are how experience travels, not what is learned from. (They close in another order where an episode ends within one, so the
  /// trajectories are compared and not the minibatches made of them.)
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 20})
  void shouldMakeTheSameTrajectoriesOfRecordsOfAnySize(int recordSteps) {
    List<Trajectory> whole = recorded(3, settings(20, 1, 20, 80)).batches.stream().flatMap(List::stream).toList();
    List<Trajectory> pieces = recorded(3, settings(recordSteps, 1, 20, 80)).batches.stream().flatMap(List::stream).toList();

    assertThat(pieces).hasSameSizeAs(whole);
    for (Trajectory expected : whole) {
      Trajectory got = pieces.stream().filter(t -> t.first().equals(expected.first())).findFirst().orElseThrow();
      assertThat(got.columns().values()).isEqualTo(expected.columns().values());
      assertThat(got.targets().advantages()).isEqualTo(expected.targets().advantages());
      assertThat(got.targets().rewardsToGo()).isEqualTo(expected.targets().rewardsToGo());
      assertThat(got.ending()).isEqualTo(expected.ending());
      assertThat(got.sources()).hasSize((expected.count() + recordSteps - 1) / recordSteps);
    }
  }

  @Test
  void shouldCloseSegmentsAtTheirLengthWhereRecordsReachIt() {
    List<Trajectory> segments = recorded(3, settings(3, 1, 5, 80)).batches.stream().flatMap(List::stream).toList();

    assertThat(segments).allMatch(t -> t.count() <= 6).anyMatch(t -> t.count() == 6 && t.cut() && t.sources().size() == 2);
    assertThat(segments).allMatch(t -> t.cut() == (t.ending() == Ending.CONTINUES));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 9})
  void shouldLagByTheWindowLessOneOnceItIsFilled(int window) {
    Recording seen = recorded(2 * window + 3, settings(20, window, 20, 80));

    for (int i = 0; i < seen.batches.size(); i++) {
      long expected = Math.min(i, window - 1);
      long parent = seen.parents.get(i);
      assertThat(seen.batches.get(i)).as("batch %d", i)
          .allSatisfy(t -> assertThat(parent - t.lowestVersion()).isEqualTo(expected));
    }
  }

  @Test
  void shouldFillABatchThatARolloutDoesNot() {
    Recording seen = recorded(4, settings(20, 1, 20, 100));

    assertThat(seen.batches).allSatisfy(batch -> assertThat(batch.stream().mapToInt(Trajectory::count).sum()).isBetween(100, 119));
  }

  @Test
  void shouldLearnFromWholeEpisodesInPieces() {
    Recording seen = recorded(3, new InProcessSettings(new RolloutSettings(3, 1, 2, 4), 1, 0, 0, 6, 1, 1, false, 7));

    for (List<Trajectory> batch : seen.batches) {
      assertThat(batch).hasSize(6).allSatisfy(episode -> {
        assertThat(episode.completeEpisode()).isTrue();
        assertThat(episode.first().index()).isZero();
        assertThat(episode.targets().rewardsToGo()[0]).as("undiscounted, one each step").isEqualTo(episode.count());
      });
    }
    assertThat(seen.batches.getFirst().stream().anyMatch(episode -> episode.sources().size() > 1)).isTrue();
    assertThat(seen.batches.stream().flatMap(List::stream).map(t -> t.first().environment() + "#" + t.first().episode())).doesNotHaveDuplicates().hasSize(18);
  }

  @Test
  void shouldLearnFromADemonstratorsPlainLogs() {
    Recording seen = new Recording();
    Architecture linear = new Architecture(List.of(), "tanh", 0, true);
    Agent other = Algorithms.of(spaces(), linear, LearnerSettings.defaults(), null, 3, KERNEL).initial(3);
    try (InProcess learning = InProcess.demonstrated(InProcessTest::cartPole, SMALL, seen, KERNEL, settings(8, 1, 20, 80), linear, other.policy())) {
      var _ = learning.train(agent -> agent.version() >= 2);
    }

    assertThat(seen.batches).hasSize(2).allSatisfy(batch -> assertThat(batch).allSatisfy(trajectory -> {
      assertThat(trajectory.highestVersion()).isEqualTo(Steps.FOREIGN_POLICY);
      assertThat(trajectory.columns().logProbabilities()).isNull();
      assertThat(trajectory.columns().values()).isNull();
      assertThat(trajectory.targets().advantages()).isNull();
    }));
  }

  @Test
  void shouldBeginWithTheAgentItIsGiven() {
    Agent origin = after(3, InProcessSettings.onPolicy(4, 20, GAMMA, LAMBDA, 7));
    Agent beginning = new Agent(0, origin.policy(), ppo().initial(1).optimiser(), 0, null);
    Recording seen = new Recording();
    try (InProcess learning =
        new InProcess(InProcessTest::cartPole, SMALL, seen, KERNEL, InProcessSettings.onPolicy(4, 20, GAMMA, LAMBDA, 9), beginning)) {
      assertThat(learning.next().agent().policy().parameters()).isEqualTo(origin.policy().parameters());
      assertThat(learning.stepsPlayed()).isEqualTo(80);
    }
  }

  @Test
  void shouldRefuseWhatNeverMakesABatch() {
    assertThatThrownBy(() -> settings(20, 0, 20, 80)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("rollout.window is 0");
    assertThatThrownBy(() -> settings(20, 1, 0, 80)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("rollout.episodes is 0");
    assertThatThrownBy(() -> settings(20, 1, 20, 1)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("batch.steps is 1");
  }
}
