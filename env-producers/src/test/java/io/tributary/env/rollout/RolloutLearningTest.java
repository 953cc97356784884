// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.TimeStep;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.Metric;
import io.tributary.rl.learning.Schedule;
import io.tributary.rl.learning.Update;
import io.tributary.rl.policy.Actor;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.Exploration;
import io.tributary.rl.random.CounterRandom;
import io.tributary.rl.target.SegmentTargets;

import static org.assertj.core.api.Assertions.assertThat;

/// What a rollout records is what learning needs: the first ratio of every update is 1, with masks, with several choices, with noise that a record's steps
/// share; and the next version is the same bits on any kernel.
class RolloutLearningTest {
  private static final int UPDATES = 4;

  static Stream<Arguments> tasks() {
    return Stream.of(
        Arguments.of(RandomWalk.Kind.CHOICE, true, Policies.SMALL),
        Arguments.of(RandomWalk.Kind.CHOICES, true, Policies.SMALL),
        Arguments.of(RandomWalk.Kind.CHOICES, false, Policies.SMALL),
        Arguments.of(RandomWalk.Kind.NUMBERS, false, Policies.SMALL),
        Arguments.of(RandomWalk.Kind.EXPLORING, false, Policies.EXPLORING),
        Arguments.of(RandomWalk.Kind.EXPLORING, false, new Architecture(List.of(), "tanh", -1, true, Exploration.STATE_DEPENDENT)));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void theFirstRatioIsOneAndEveryKernelLearnsTheSame(RandomWalk.Kind kind, boolean masked, Architecture architecture) {
    Learner best = new Learner(() -> new RandomWalk(kind, masked), architecture, LearnerSettings.defaults(), 5, 12, 5, Kernels.best());
    Learner scalar = new Learner(() -> new RandomWalk(kind, masked), architecture, LearnerSettings.defaults(), 5, 12, 5, Kernels.named("scalar"));
    for (int i = 0; i < UPDATES; i++) {
      best.update();
      scalar.update();
    }
    assertThat(best.agent.policy().parameters()).isEqualTo(scalar.agent.policy().parameters());
  }

  /// Noise that stays for eight steps finds the way and is unlearned: doing nothing costs about 13 an episode, the best that can be done less than 1.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldLearnWithStateDependentExploration(long seed) {
    Architecture architecture = new Architecture(List.of(16, 16), "tanh", -2, true, Exploration.STATE_DEPENDENT);
    LearnerSettings settings = LearnerSettings.defaults().change().learningRate(Schedule.constant(3e-3)).build();
    Learner learner = new Learner(Regulator::new, architecture, settings, seed, 40, 8, Kernels.best());
    for (int i = 0; i < 60; i++) {
      learner.update();
    }
    assertThat(learner.meanReturn()).isGreaterThan(-3);
  }

  /// A rollout and what learns from it.
  private static final class Learner {
    private static final int ENVIRONMENTS = 8;

    private final Algorithm algorithm;
    private final Actor actor;
    private final Rollout rollout;
    private final Spaces spaces;
    private final EpisodeStatistics episodes = new EpisodeStatistics();
    Agent agent;

    Learner(Supplier<Environment> environment, Architecture architecture, LearnerSettings settings, long seed, int steps, int recordSteps, Kernel kernel) {
      List<Environment> environments = Stream.generate(environment).limit(ENVIRONMENTS).toList();
      spaces = environments.get(0).spaces();
      algorithm = Algorithms.of(spaces, architecture, settings, null, seed, kernel);
      actor = new Actor(spaces, architecture, kernel, ENVIRONMENTS);
      rollout = new Rollout(environments, new RolloutSettings(ENVIRONMENTS, steps, 0, recordSteps), new Origin("p", 1, seed, 0, 0, Purpose.TRAIN), actor,
          false, () -> 0);
      agent = algorithm.initial(seed);
    }

    void update() {
      actor.load(agent.policy());
      List<Trajectory> trajectories = new ArrayList<>();
      long steps = rollout.run(agent.version(), record -> trajectories.add(trajectory(record)), Pace.UNLIMITED);
      Update update = algorithm.update(agent, io.tributary.rl.learning.Batch.of(spaces, trajectories));
      assertThat(update.agent().stepsTrained()).isEqualTo(agent.stepsTrained() + steps);
      if (agent.version() > 0) {
        assertThat(update.metrics().get(Metric.FIRST_RATIO_MAX)).hasValue(0);
      }
      agent = update.agent();
    }

    private Trajectory trajectory(Steps record) {
      episodes.observe(record);
      boolean cut = !record.ending().endsEpisode();
      var targets = SegmentTargets.of(record.columns(), record.ending(), cut, .99, .95, true);
      return new Trajectory(record.first(), record.columns(), targets, .99, .95, record.ending(), cut, record.policyVersion(), record.policyVersion(), false,
          record.returnBefore(), List.of(new Source(0, 0, record.first().index(), record.count())));
    }

    double meanReturn() {
      return episodes.meanReturn().orElseThrow();
    }
  }

  /// A number to be brought to 0 by adding to it, ten times; the cost is its square.
  private static final class Regulator implements Environment {
    private static final Spaces SPACES = new Spaces(Space.Box.unbounded(1), Space.Box.bounded(1, -1, 1));

    private double number;
    private int index;

    @Override
    public Spaces spaces() {
      return SPACES;
    }

    @Override
    public TimeStep reset(long randomKey, float[] observation, int at) {
      number = 4 * CounterRandom.uniform(randomKey, 0) - 2;
      index = 0;
      observation[at] = (float) number;
      return TimeStep.restart();
    }

    @Override
    public TimeStep step(Action action, float[] observation, int at) {
      number += action.number(0);
      index++;
      observation[at] = (float) number;
      return index < 10 ? TimeStep.transition(-number * number) : TimeStep.truncation(-number * number);
    }
  }
}
