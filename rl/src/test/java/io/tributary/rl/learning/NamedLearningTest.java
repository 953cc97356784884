// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.policy.Actor;
import io.tributary.rl.policy.ActorOutput;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.PolicyState;
import io.tributary.rl.random.CounterRandom;
import io.tributary.rl.target.SegmentTargets;

import static org.assertj.core.api.Assertions.assertThat;

/// Every named algorithm learns a row of three doors: an observation shows a sign, the door that fits it is worth 1, any of the other two 0. Guessing is
/// worth 1 an episode, knowing 3.
class NamedLearningTest {
  private static final Spaces SPACES = new Spaces(Space.Box.unbounded(3), new Space.Discrete(3));
  private static final Architecture NETWORKS = new Architecture(List.of(16), "tanh", 0, true);
  private static final int EPISODES = 48;
  private static final int STEPS = 3;

  /// 25 updates of 144 steps each, at a learning rate for tasks as short as this.
  @ParameterizedTest
  @CsvSource({"reinforce, 2.3", "reinforce-baseline, 2.3", "off-policy-pg, 2.7", "a2c, 2.3", "vtrace, 2.3", "npg, 2.7", "trpo, 2.7", "ppo, 2.7"})
  void shouldLearnWhichDoorFits(String name, double bound) {
    for (long seed = 1; seed <= 3; seed++) {
      assertThat(learn(name, seed, 0)).as("%s, seed %d", name, seed).isGreaterThan(bound);
    }
  }

  /// Four versions behind all the time: what compares with the policy that acted still learns.
  @ParameterizedTest
  @ValueSource(strings = {"off-policy-pg", "vtrace", "ppo", "trpo"})
  void shouldLearnFromPoliciesOfLongAgo(String name) {
    assertThat(learn(name, 1, 4)).isGreaterThan(2);
  }

  /// Cloning sees a demonstrator that is right nine times out of ten, no rewards, and no probabilities.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldCloneADemonstrator(long seed) {
    Algorithm cloning = Algorithms.of(SPACES, NETWORKS, Algorithms.named("bc").learner(), null, seed, Kernels.best());
    Agent agent = cloning.initial(seed);
    for (int i = 0; i < 25; i++) {
      agent = cloning.update(agent, Batch.of(SPACES, demonstrations(seed, i))).agent();
    }
    assertThat(meanReturn(episodes(agent.policy(), seed, 999))).isBetween(2.0, 2.9);
  }

  private static double learn(String name, long seed, int lag) {
    LearnerSettings settings = Algorithms.named(name).learner().change().learningRate(Schedule.constant(.01)).build();
    Algorithm algorithm = Algorithms.of(SPACES, NETWORKS, settings, null, seed, Kernels.best());
    Agent agent = algorithm.initial(seed);
    assertThat(meanReturn(episodes(agent.policy(), seed, 998))).isBetween(.6, 1.4);
    Deque<PolicyState> acting = new ArrayDeque<>();
    for (int i = 0; i < 25; i++) {
      acting.addLast(agent.policy());
      PolicyState behaviour = acting.size() > lag ? acting.removeFirst() : acting.getFirst();
      agent = algorithm.update(agent, Batch.of(SPACES, episodes(behaviour, seed, i))).agent();
    }
    return meanReturn(episodes(agent.policy(), seed, 999));
  }

  private static double meanReturn(List<Trajectory> episodes) {
    double sum = 0;
    for (Trajectory episode : episodes) {
      for (float reward : episode.columns().rewards()) {
        sum += reward;
      }
    }
    return sum / episodes.size();
  }

  /// Signs of every episode's steps and what follows the last.
  private static float[] signs(long seed, int round, int episode, int[] doors) {
    long key = CounterRandom.key(seed, "doors", round, episode);
    float[] observations = new float[(STEPS + 1) * 3];
    for (int t = 0; t <= STEPS; t++) {
      doors[t] = CounterRandom.below(key, t, 3);
      observations[3 * t + doors[t]] = 1;
    }
    return observations;
  }

  private static List<Trajectory> episodes(PolicyState policy, long seed, int round) {
    Actor actor = new Actor(SPACES, NETWORKS, Kernels.best(), STEPS + 1);
    actor.load(policy);
    ActorOutput out = new ActorOutput(SPACES, STEPS + 1);
    List<Trajectory> episodes = new ArrayList<>();
    for (int e = 0; e < EPISODES; e++) {
      int[] doors = new int[STEPS + 1];
      float[] observations = signs(seed, round, e, doors);
      long[] keys = new long[STEPS + 1];
      for (int t = 0; t <= STEPS; t++) {
        keys[t] = CounterRandom.key(seed, "act", round, e, t);
      }
      actor.act(observations, STEPS + 1, null, keys, out);
      Columns.Builder columns = columns(observations, out.discreteActions(), doors).logProbabilities(out.logProbabilities(), 0).values(out.values(), 0);
      episodes.add(episode(e, columns.build()));
    }
    return episodes;
  }

  private static List<Trajectory> demonstrations(long seed, int round) {
    List<Trajectory> episodes = new ArrayList<>();
    for (int e = 0; e < EPISODES; e++) {
      int[] doors = new int[STEPS + 1];
      float[] observations = signs(seed, round, e, doors);
      int[] actions = new int[STEPS];
      for (int t = 0; t < STEPS; t++) {
        boolean mistaken = CounterRandom.uniform(CounterRandom.key(seed, "mistake", round, e), t) < .1;
        actions[t] = mistaken ? (doors[t] + 1) % 3 : doors[t];
      }
      episodes.add(episode(e, columns(observations, actions, new int[] {9, 9, 9}).build()));
    }
    return episodes;
  }

  private static Columns.Builder columns(float[] observations, int[] actions, int[] doors) {
    float[] rewards = new float[STEPS];
    for (int t = 0; t < STEPS; t++) {
      rewards[t] = actions[t] == doors[t] ? 1 : 0;
    }
    return new Columns.Builder(STEPS, 3, 1).observations(observations, 0).nextObservation(observations, 3 * STEPS).discreteActions(actions, 0)
        .rewards(rewards, 0);
  }

  private static Trajectory episode(int number, Columns columns) {
    return new Trajectory(new StepId("p/" + number, 1, 0, 0), columns, SegmentTargets.of(columns, Ending.TERMINATED, false, .99, .95, false), .99, .95,
        Ending.TERMINATED, false, 0, 0, true, 0, List.of());
  }
}
