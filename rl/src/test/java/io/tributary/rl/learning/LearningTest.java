// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
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
import io.tributary.rl.random.CounterRandom;
import io.tributary.rl.target.SegmentTargets;

import static org.assertj.core.api.Assertions.assertThat;

/// PPO really learns: two tiny tasks, with episodes that terminate, run out of time and are cut.
class LearningTest {
  private static final Architecture NETWORKS = new Architecture(List.of(16, 16), "tanh", -.5, true);
  private static final int ENVIRONMENTS = 8;
  private static final int STEPS = 32;

  /// A task of one number: a state that actions move.
  private interface Task {
    Spaces spaces();

    float reset(long key);

    float next(float state, ActorOutput out, int row);

    float reward(float state, ActorOutput out, int row);

    boolean terminal(float state);

    int limit();
  }

  /// Seven places in a row: every step costs 0.05, the rightmost is worth 1. The best return from the left end is 0.75.
  private static final Task CORRIDOR = new Task() {
    @Override
    public Spaces spaces() {
      return new Spaces(Space.Box.unbounded(1), new Space.Discrete(2));
    }

    @Override
    public float reset(long key) {
      return 0;
    }

    @Override
    public float next(float state, ActorOutput out, int row) {
      return Math.max(0, state + (out.discreteActions()[row] == 1 ? 1 : -1));
    }

    @Override
    public float reward(float state, ActorOutput out, int row) {
      return next(state, out, row) == 6 ? 1 : -.05f;
    }

    @Override
    public boolean terminal(float state) {
      return state == 6;
    }

    @Override
    public int limit() {
      return 25;
    }
  };

  /// A number to be brought to 0 by adding to it; the cost is its square. Doing nothing costs about 10 an episode.
  private static final Task REGULATOR = new Task() {
    @Override
    public Spaces spaces() {
      return new Spaces(Space.Box.unbounded(1), Space.Box.bounded(1, -1, 1));
    }

    @Override
    public float reset(long key) {
      return (float) (4 * CounterRandom.uniform(key, 0) - 2);
    }

    @Override
    public float next(float state, ActorOutput out, int row) {
      return state + Math.max(-1, Math.min(1, out.continuousActions()[row]));
    }

    @Override
    public float reward(float state, ActorOutput out, int row) {
      float next = next(state, out, row);
      return -next * next;
    }

    @Override
    public boolean terminal(float state) {
      return false;
    }

    @Override
    public int limit() {
      return 10;
    }
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldWalkAlongACorridor(long seed) {
    assertThat(learn(CORRIDOR, seed, 60)).isGreaterThan(.6);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldRegulateANumberToZero(long seed) {
    assertThat(learn(REGULATOR, seed, 100)).isGreaterThan(-4);
  }

  /// Mean return of the episodes that ended in the last updates.
  private static double learn(Task task, long seed, int updates) {
    Cases.Tuning tuning = new Cases.Tuning();
    tuning.learningRate = Schedule.constant(3e-3);
    Algorithm ppo = Algorithms.of(task.spaces(), NETWORKS, tuning.build(), null, seed, Kernels.best());
    Agent agent = ppo.initial(seed);
    Rollout rollout = new Rollout(task, seed);
    Batch batch = new Batch(task.spaces());
    double sum = 0;
    int counted = 0;
    for (int i = 0; i < updates; i++) {
      Update update = ppo.update(agent, batch.fill(rollout.act(agent)));
      agent = update.agent();
      if (i >= updates - 10 && update.metrics().get(Metric.EPISODE_RETURN_MEAN).isPresent()) {
        sum += update.metrics().get(Metric.EPISODE_RETURN_MEAN).orElseThrow();
        counted++;
      }
      assertThat(i == 0 || update.metrics().get(Metric.FIRST_RATIO_MAX).orElseThrow() == 0).isTrue();
    }
    return sum / counted;
  }

  /// Environments acted on side by side; a segment ends with its episode or with the rollout.
  private static final class Rollout {
    private final Task task;
    private final long seed;
    private final Actor actor;
    private final ActorOutput out;
    private final float[] states = new float[ENVIRONMENTS];
    private final int[] ages = new int[ENVIRONMENTS];
    private final double[] returns = new double[ENVIRONMENTS];
    private long draws;

    Rollout(Task task, long seed) {
      this.task = task;
      this.seed = seed;
      actor = new Actor(task.spaces(), NETWORKS, Kernels.best(), ENVIRONMENTS);
      out = new ActorOutput(task.spaces(), ENVIRONMENTS);
      for (int e = 0; e < ENVIRONMENTS; e++) {
        states[e] = task.reset(CounterRandom.key(seed, "reset", draws++));
      }
    }

    List<Trajectory> act(Agent agent) {
      actor.load(agent.policy());
      List<List<Segment>> open = new ArrayList<>();
      for (int e = 0; e < ENVIRONMENTS; e++) {
        open.add(new ArrayList<>(List.of(new Segment(returns[e]))));
      }
      long[] keys = new long[ENVIRONMENTS];
      for (int t = 0; t < STEPS; t++) {
        for (int e = 0; e < ENVIRONMENTS; e++) {
          keys[e] = CounterRandom.key(seed, "act", draws++);
        }
        actor.act(states, ENVIRONMENTS, null, keys, out);
        for (int e = 0; e < ENVIRONMENTS; e++) {
          step(open.get(e), e, t == STEPS - 1);
        }
      }
      List<Trajectory> trajectories = new ArrayList<>();
      for (List<Segment> segments : open) {
        for (Segment segment : segments) {
          if (segment.size > 0) {
            trajectories.add(segment.close(task.spaces(), actor, trajectories.size()));
          }
        }
      }
      return trajectories;
    }

    private void step(List<Segment> segments, int e, boolean last) {
      Segment segment = segments.getLast();
      float next = task.next(states[e], out, e);
      float reward = task.reward(states[e], out, e);
      segment.add(states[e], next, reward, out, e);
      states[e] = next;
      ages[e]++;
      returns[e] += reward;
      segment.ending = Ending.of(task.terminal(next), ages[e] == task.limit());
      if (segment.ending.endsEpisode()) {
        states[e] = task.reset(CounterRandom.key(seed, "reset", draws++));
        ages[e] = 0;
        returns[e] = 0;
        if (!last) {
          segments.add(new Segment(0));
        }
      }
    }
  }

  private static final class Segment {
    private final double returnBefore;
    private final float[] observations = new float[STEPS + 1];
    private final float[] rewards = new float[STEPS];
    private final float[] logProbabilities = new float[STEPS];
    private final float[] values = new float[STEPS + 1];
    private final int[] discrete = new int[STEPS];
    private final float[] continuous = new float[STEPS];
    private Ending ending = Ending.CONTINUES;
    private int size;

    Segment(double returnBefore) {
      this.returnBefore = returnBefore;
    }

    void add(float state, float next, float reward, ActorOutput out, int row) {
      observations[size] = state;
      observations[size + 1] = next;
      rewards[size] = reward;
      logProbabilities[size] = out.logProbabilities()[row];
      values[size] = out.values()[row];
      if (out.discreteActions() != null) {
        discrete[size] = out.discreteActions()[row];
      } else {
        continuous[size] = out.continuousActions()[row];
      }
      size++;
    }

    Trajectory close(Spaces spaces, Actor actor, int number) {
      float[] last = new float[1];
      actor.values(new float[] {observations[size]}, 1, last);
      values[size] = last[0];
      Columns.Builder columns = new Columns.Builder(size, 1, 1).observations(observations, 0).nextObservation(observations, size).rewards(rewards, 0)
          .logProbabilities(logProbabilities, 0).values(values, 0);
      Columns built = (spaces.discreteActions() ? columns.discreteActions(discrete, 0) : columns.continuousActions(continuous, 0)).build();
      boolean cut = ending == Ending.CONTINUES;
      return new Trajectory(new StepId("p/" + number, 1, 0, 0), built, SegmentTargets.of(built, ending, cut, .99, .95, true), .99, .95, ending, cut, 0, 0,
          false, returnBefore, List.of());
    }
  }
}
