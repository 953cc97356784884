// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.experience.Trajectory;

/// Made-up trajectories whose every number follows from their identity.
final class Experience {
  static final int OBSERVATION = 3;
  static final Spaces SPACES = new Spaces(Space.Box.unbounded(OBSERVATION), new Space.Discrete(2));
  static final double GAMMA = 0.99;
  static final double LAMBDA = 0.95;

  private Experience() {}

  static Trajectory trajectory(String environment, long episode, int steps, long version) {
    return trajectory(environment, 1_000, episode, steps, version);
  }

  static Trajectory trajectory(String environment, long session, long episode, int steps, long version) {
    int seed = environment.hashCode() * 31 + (int) episode;
    float[] observations = new float[steps * OBSERVATION];
    float[] next = new float[OBSERVATION];
    int[] actions = new int[steps];
    float[] logProbabilities = new float[steps];
    float[] values = new float[steps + 1];
    float[] rewards = new float[steps];
    for (int i = 0; i < observations.length; i++) {
      observations[i] = number(seed, i);
    }
    for (int i = 0; i < next.length; i++) {
      next[i] = number(seed + 1, i);
    }
    for (int t = 0; t < steps; t++) {
      actions[t] = number(seed + 2, t) > 0 ? 1 : 0;
      logProbabilities[t] = (float) Math.log(0.5) + 0.1f * number(seed + 3, t);
      rewards[t] = 1 + number(seed + 4, t);
      values[t] = number(seed + 5, t);
    }
    values[steps] = number(seed + 5, steps);
    Columns columns = new Columns.Builder(steps, OBSERVATION, 1).observations(observations, 0).nextObservation(next, 0).discreteActions(actions, 0)
        .logProbabilities(logProbabilities, 0).values(values, 0).rewards(rewards, 0).build();
    return new Trajectory(new StepId(environment, session, episode, 0), columns, targets(rewards, values), GAMMA, LAMBDA, Ending.TRUNCATED, false, version,
        version, true, 0, List.of(new Source(0, 0, 0, steps)));
  }

  private static Targets targets(float[] rewards, float[] values) {
    float[] rewardsToGo = new float[rewards.length];
    float[] advantages = new float[rewards.length];
    float toGo = values[rewards.length];
    float advantage = 0;
    for (int t = rewards.length - 1; t >= 0; t--) {
      toGo = rewards[t] + (float) GAMMA * toGo;
      advantage = rewards[t] + (float) GAMMA * values[t + 1] - values[t] + (float) (GAMMA * LAMBDA) * advantage;
      rewardsToGo[t] = toGo;
      advantages[t] = advantage;
    }
    return new Targets(rewardsToGo, advantages);
  }

  /// Between −1 and 1.
  private static float number(int seed, int i) {
    long mixed = (seed * 0x9E3779B97F4A7C15L + i) * 0xBF58476D1CE4E5B9L;
    mixed ^= mixed >>> 31;
    return (mixed * 0x94D049BB133111EBL >> 40) / (float) (1 << 23);
  }

  static Arrival arrival(int partition, long offset, Trajectory trajectory) {
    return new Arrival(partition, offset, offset + 1, trajectory, 100 * trajectory.count(), 0);
  }

  static Arrival arrival(int partition, long offset, int steps) {
    return arrival(partition, offset, trajectory("p/" + partition, offset, steps, 0));
  }
}
