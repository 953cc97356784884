// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.normalise.ObservationNormaliser;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.Rows;
import io.tributary.rl.random.CounterRandom;

import static org.assertj.core.api.Assertions.assertThat;

/// PPO over a policy with a memory, which no class of the learner knows about: h_t = tanh(a·h_{t−1} + b·x_t), P(1) = σ(c·h_t + d).
///
/// The task cannot be solved without one: the first observation shows −1 or 1, all later ones 0; every action that repeats it earns 1. Episodes of six
/// steps arrive as two segments of three, the second with the state it started from (correctness item 26).
class RecurrentPolicyTest {
  private static final Spaces SPACES = new Spaces(Space.Box.unbounded(1), new Space.Discrete(2));
  private static final int HALF = 3;

  private final ToyRecurrentPolicy policy = new ToyRecurrentPolicy();

  private Algorithm ppo() {
    Cases.Tuning tuning = new Cases.Tuning();
    tuning.learningRate = Schedule.constant(.03);
    return new PolicyGradient(SPACES, policy, new ToyRecurrentPolicy.Linear(4), false, tuning.build(), null, 1, Kernels.best(), Pair.IN_TURN);
  }

  @Test
  void shouldLearnToRemember() {
    Algorithm ppo = ppo();
    Agent agent = ppo.initial(3);
    assertThat(meanReward(episodes(agent, 99))).isBetween(.3, .7);
    for (int i = 0; i < 40; i++) {
      Update update = ppo.update(agent, Batch.of(SPACES, episodes(agent, i)));
      if (i > 0) {
        assertThat(update.metrics().get(Metric.FIRST_RATIO_MAX)).hasValue(0);
      }
      agent = update.agent();
    }
    assertThat(meanReward(episodes(agent, 99))).isGreaterThan(.9);
  }

  /// The gradient through time of the toy itself, so that what is tested above is a policy and not a mistake.
  @Test
  void toyPolicysGradientIsThatOfItsLogProbabilities() {
    Agent agent = ppo().initial(3);
    Batch batch = Batch.of(SPACES, episodes(agent, 5));
    float[] states = new float[batch.rows()];
    ObservationNormaliser.identity(1).apply(batch.observations(), batch.rows(), states);
    Rows rows = batch.rowsFor(batch.rows());
    rows.clear(false, batch.initialStates());
    for (int i = 0; i < batch.trajectories(); i++) {
      Minibatches.addTrajectory(batch, i, states, rows);
    }
    float[] weights = new float[batch.rows()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i % 7 - 3) / 100f;
    }
    float[] theta = {.7f, .9f, -.8f, .2f, 0, 0};
    Policy.Evaluation evaluation = policy.evaluation(batch.rows());
    evaluation.evaluate(theta, rows);
    float[] gradient = new float[6];
    evaluation.addGradient(weights, null, gradient);
    for (int i = 0; i < 4; i++) {
      double difference = (weighted(evaluation, rows, weights, theta, i, 1e-2f) - weighted(evaluation, rows, weights, theta, i, -1e-2f)) / 2e-2;
      assertThat((double) gradient[i]).as("parameter %d", i).isCloseTo(difference, Offset.offset(2e-3));
    }
  }

  private static double weighted(Policy.Evaluation evaluation, Rows rows, float[] weights, float[] theta, int parameter, float by) {
    float[] moved = theta.clone();
    moved[parameter] += by;
    evaluation.evaluate(moved, rows);
    float[] out = new float[weights.length];
    evaluation.logProbabilities(out);
    double sum = 0;
    for (int i = 0; i < out.length; i++) {
      sum += weights[i] * out[i];
    }
    return sum;
  }

  private List<Trajectory> episodes(Agent agent, long round) {
    List<Trajectory> segments = new ArrayList<>();
    for (int episode = 0; episode < 40; episode++) {
      long key = CounterRandom.key(17, "memory", round, episode);
      float cue = CounterRandom.below(key, 99, 2) == 0 ? -1 : 1;
      float[] state = {0};
      float[] observations = {cue, 0, 0, 0, 0, 0, 0};
      for (int half = 0; half < 2; half++) {
        float[] before = state.clone();
        int[] actions = new int[HALF];
        float[] logProbabilities = new float[HALF];
        float[] rewards = new float[HALF];
        for (int t = 0; t < HALF; t++) {
          int step = half * HALF + t;
          float one = policy.act(agent.policy().parameters(), state, observations[step]);
          actions[t] = CounterRandom.uniform(key, step) < one ? 1 : 0;
          rewards[t] = actions[t] == (cue > 0 ? 1 : 0) ? 1 : 0;
        }
        Columns columns = new Columns.Builder(HALF, 1, 1).observations(observations, half * HALF).nextObservation(observations, (half + 1) * HALF)
            .discreteActions(actions, 0).rewards(rewards, 0).logProbabilities(logProbabilities, 0).recurrent(before, state).build();
        segments.add(withLogProbabilities(agent, columns, segments.size(), half == 0 ? Ending.CONTINUES : Ending.TERMINATED));
      }
    }
    return segments;
  }

  /// Records what the policy itself says of the segment, as a producer would.
  private Trajectory withLogProbabilities(Agent agent, Columns columns, int number, Ending ending) {
    Batch single = Batch.of(SPACES, List.of(Cases.trajectory(columns, number, ending, 0)));
    Rows rows = single.rowsFor(HALF);
    rows.clear(false, single.initialStates());
    Minibatches.addTrajectory(single, 0, single.observations(), rows);
    Policy.Evaluation evaluation = policy.evaluation(HALF);
    evaluation.evaluate(agent.policy().parameters(), rows);
    float[] logProbabilities = new float[HALF];
    evaluation.logProbabilities(logProbabilities);
    Columns complete = new Columns.Builder(HALF, 1, 1).observations(columns.observations(), 0).nextObservation(columns.nextObservation(), 0)
        .discreteActions(columns.discreteActions(), 0).rewards(columns.rewards(), 0).logProbabilities(logProbabilities, 0)
        .recurrent(columns.recurrentBefore(), columns.recurrentAfter()).build();
    return Cases.trajectory(complete, number, ending, 0);
  }

  private static double meanReward(List<Trajectory> segments) {
    return segments.stream().mapToDouble(s -> {
      double sum = 0;
      for (float reward : s.columns().rewards()) {
        sum += reward;
      }
      return sum / s.count();
    }).average().orElseThrow();
  }

  @Test
  void shouldKeepTheDifferenceOfInitialStates() {
    Agent agent = ppo().initial(3);
    Batch batch = Batch.of(SPACES, episodes(agent, 5));
    assertThat(Arrays.stream(batch.initialStates()).map(state -> state[0]).distinct().count()).isGreaterThan(2);
  }
}
