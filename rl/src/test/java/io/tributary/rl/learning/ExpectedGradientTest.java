// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.PolicyState;
import io.tributary.rl.target.SegmentTargets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/// The gradient an update computes, weighed by the probability of every batch of two episodes that there could have been, against ∇J of a problem small
/// enough to write all of them down: two states, two actions, at most three steps, chance in where they lead and whether they end.
///
/// Correctness items 28, 29 and 31. Nothing is sampled: what is unbiased is so to the precision of floats.
class ExpectedGradientTest {
  private static final Spaces SPACES = new Spaces(Space.Box.unbounded(2), new Space.Discrete(2));
  private static final Architecture LINEAR = new Architecture(List.of(), "tanh", 0, false);
  private static final double[][] REWARD = {{1, -.5}, {2, .3}};
  private static final double[][] SECOND = {{.4, .8}, {.3, .6}};
  private static final double[][] ENDS = {{.2, .1}, {.5, .3}};
  private static final int LONGEST = 3;
  /// Policy: 2 × 2 weights and two biases; critic: two weights and a bias.
  private static final float[] THETA = {.3f, -.4f, -.2f, .7f, .1f, -.3f, .8f, -.6f, .5f};
  private static final float[] BEHAVIOUR = {-.5f, .2f, .6f, -.1f, .3f, -.2f, 0, 0, 0};
  private static final LearnerSettings PLAIN = Algorithms.named("reinforce").learner();

  /// One course of events.
  private record Course(int[] states, int[] actions, double chance) {
    double probability(double[] theta) {
      double probability = chance;
      for (int t = 0; t < states.length; t++) {
        probability *= policy(theta, states[t], actions[t]);
      }
      return probability;
    }

    double discountedReturn(double gamma) {
      double sum = 0;
      for (int t = 0; t < states.length; t++) {
        sum += Math.pow(gamma, t) * REWARD[states[t]][actions[t]];
      }
      return sum;
    }

    Trajectory trajectory(double gamma, double[] behaviour) {
      int n = states.length;
      float[] observations = new float[2 * n];
      float[] rewards = new float[n];
      float[] logProbabilities = new float[n];
      for (int t = 0; t < n; t++) {
        observations[2 * t + states[t]] = 1;
        rewards[t] = (float) REWARD[states[t]][actions[t]];
        logProbabilities[t] = (float) Math.log(policy(behaviour, states[t], actions[t]));
      }
      Columns columns = new Columns.Builder(n, 2, 1).observations(observations, 0).discreteActions(actions, 0).rewards(rewards, 0)
          .logProbabilities(logProbabilities, 0).build();
      return new Trajectory(new StepId("p/0", 1, 0, 0), columns, SegmentTargets.of(columns, Ending.TERMINATED, false, gamma, 1, false), gamma, 1,
          Ending.TERMINATED, false, 0, 0, true, 0, List.of());
    }
  }

  private static double policy(double[] theta, int state, int action) {
    double first = Math.exp(theta[2 * state] + theta[4]);
    double second = Math.exp(theta[2 * state + 1] + theta[5]);
    return (action == 0 ? first : second) / (first + second);
  }

  private static final List<Course> COURSES = courses(new int[0], new int[0], 0, 1);

  private static List<Course> courses(int[] states, int[] actions, int state, double chance) {
    List<Course> all = new ArrayList<>();
    int[] visited = Arrays.copyOf(states, states.length + 1);
    visited[states.length] = state;
    for (int action = 0; action < 2; action++) {
      int[] taken = Arrays.copyOf(actions, actions.length + 1);
      taken[actions.length] = action;
      double ends = taken.length == LONGEST ? 1 : ENDS[state][action];
      all.add(new Course(visited, taken, chance * ends));
      if (taken.length < LONGEST) {
        double second = SECOND[state][action];
        all.addAll(courses(visited, taken, 0, chance * (1 - ends) * (1 - second)));
        all.addAll(courses(visited, taken, 1, chance * (1 - ends) * second));
      }
    }
    return all;
  }

  private static double[] theta(float[] floats) {
    return Bench.doubles(floats, floats.length);
  }

  /// ∇J by differences of J = Σ p(τ)·Σ γ^t·r_t.
  private static double[] exact(double gamma) {
    return PolicyOracle.differences(p -> COURSES.stream().mapToDouble(c -> c.probability(p) * c.discountedReturn(gamma)).sum(), theta(THETA), 6);
  }

  /// Σ over pairs of courses of μ(τ₁)·μ(τ₂)·ĝ(τ₁, τ₂), turned into an ascent.
  private static double[] expected(LearnerSettings settings, double gamma, float[] behaviour) {
    BaselineRegression regression = settings.baseline() == Baseline.TRIBUO ? new Fixed() : null;
    PolicyGradient algorithm = Algorithms.of(SPACES, LINEAR, settings, regression, 1, Kernels.best());
    OptimiserState memory = algorithm.initial(1).optimiser();
    Agent parent = new Agent(1, new PolicyState(THETA, Moments.empty(2), Moments.empty(1)), memory, 0, new byte[1]);
    double[] mu = theta(behaviour);
    List<Trajectory> trajectories = COURSES.stream().map(c -> c.trajectory(gamma, mu)).toList();
    double[] sum = new double[THETA.length];
    Batch batch = new Batch(SPACES);
    for (int i = 0; i < COURSES.size(); i++) {
      for (int j = 0; j < COURSES.size(); j++) {
        double weight = COURSES.get(i).probability(mu) * COURSES.get(j).probability(mu);
        float[] gradient = algorithm.gradient(parent, THETA, batch.fill(List.of(trajectories.get(i), trajectories.get(j))));
        for (int k = 0; k < sum.length; k++) {
          sum[k] -= weight * gradient[k];
        }
      }
    }
    return sum;
  }

  /// Some function of the state that was fixed before.
  private static final class Fixed implements BaselineRegression {
    @Override
    public void predict(byte[] fitted, float[] observations, int rows, float[] out) {
      for (int row = 0; row < rows; row++) {
        out[row] = 3 * observations[2 * row] - 1;
      }
    }

    @Override
    public byte[] fit(byte[] previous, float[] observations, float[] returns, int rows, long randomKey) {
      throw new IllegalStateException("a gradient fits nothing");
    }
  }

  @Test
  void problemIsWrittenDownCompletely() {
    assertThat(COURSES).hasSize(2 + 8 + 32);
    assertThat(COURSES.stream().mapToDouble(c -> c.probability(theta(THETA))).sum()).isEqualTo(1, Offset.offset(1e-12));
    assertThat(Math.abs(exact(1)[0])).isGreaterThan(.05);
  }

  private static LearnerSettings with(Baseline baseline) {
    return PLAIN.change().baseline(baseline).build();
  }

  static Stream<Arguments> unbiased() {
    LearnerSettings total = PLAIN.change().weights(Weighting.TOTAL_RETURN).build();
    LearnerSettings discounted = PLAIN.change().discountStates(true).build();
    LearnerSettings gae = with(Baseline.VALUE).change().weights(Weighting.GAE).build();
    return Stream.of(
        arguments("reward-to-go", PLAIN, 1, 1),
        arguments("reward-to-go, discounted states", discounted, .8, 1),
        arguments("total return", total, 1, 1),
        arguments("total return, discounted", total, .8, 1),
        arguments("leave one out", with(Baseline.LEAVE_ONE_OUT), 1, 1),
        arguments("total return, leave one out", total.change().baseline(Baseline.LEAVE_ONE_OUT).build(), .8, 1),
        arguments("value", with(Baseline.VALUE), 1, 1),
        arguments("value, discounted states", discounted.change().baseline(Baseline.VALUE).build(), .8, 1),
        arguments("a regression", with(Baseline.TRIBUO), 1, 1),
        arguments("GAE with λ = 1", gae, 1, 1),
        arguments("n steps beyond the end", gae.change().weights(Weighting.N_STEP).nStep(LONGEST).build(), 1, 1),
        arguments("average: 1 − 1/N", with(Baseline.AVERAGE), 1, .5),
        arguments("total return, average: 1 − 1/N", total.change().baseline(Baseline.AVERAGE).build(), 1, .5));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unbiased")
  void expectationIsTheGradientOrExactlyScaled(String what, LearnerSettings settings, double gamma, double factor) {
    assertScaled(what, expected(settings, gamma, THETA), exact(gamma), factor);
  }

  /// Every surrogate at π_θ = μ.
  @ParameterizedTest
  @EnumSource(ObjectiveKind.class)
  void onPolicyEveryObjectiveIsUnbiased(ObjectiveKind objective) {
    assertScaled(objective.name(), expected(PLAIN.change().objective(objective).build(), 1, THETA), exact(1), 1);
  }

  static Stream<Arguments> corrected() {
    LearnerSettings trajectory = PLAIN.change().objective(ObjectiveKind.TRAJECTORY_IMPORTANCE).build();
    LearnerSettings decision = PLAIN.change().objective(ObjectiveKind.DECISION_IMPORTANCE).build();
    return Stream.of(
        arguments("trajectories", trajectory, 1, 1),
        arguments("trajectories, total return, discounted", trajectory.change().weights(Weighting.TOTAL_RETURN).build(), .8, 1),
        arguments("trajectories, value", trajectory.change().baseline(Baseline.VALUE).build(), 1, 1),
        arguments("trajectories, leave one out", trajectory.change().baseline(Baseline.LEAVE_ONE_OUT).build(), 1, 1),
        arguments("trajectories, average: 1 − 1/N", trajectory.change().baseline(Baseline.AVERAGE).build(), 1, .5),
        arguments("decisions", decision, 1, 1),
        arguments("decisions, discounted states", decision.change().discountStates(true).build(), .8, 1),
        arguments("decisions, value", decision.change().baseline(Baseline.VALUE).build(), 1, 1),
        arguments("decisions, leave one out", decision.change().baseline(Baseline.LEAVE_ONE_OUT).build(), 1, 1));
  }

  /// Data of another policy, weighed by products of ratios.
  @ParameterizedTest(name = "{0}")
  @MethodSource("corrected")
  void productsOfRatiosCorrectForTheBehaviour(String what, LearnerSettings settings, double gamma, double factor) {
    assertScaled(what, expected(settings, gamma, BEHAVIOUR), exact(gamma), factor);
  }

  static Stream<Arguments> biased() {
    LearnerSettings trajectory = PLAIN.change().objective(ObjectiveKind.TRAJECTORY_IMPORTANCE).build();
    return Stream.of(
        arguments("another policy's data, uncorrected", PLAIN, 1, BEHAVIOUR),
        arguments("single ratios leave out which states are visited", PLAIN.change().objective(ObjectiveKind.STEP_IMPORTANCE).build(), 1, BEHAVIOUR),
        arguments("truncated products", trajectory.change().truncation(1.1).build(), 1, BEHAVIOUR),
        arguments("γ below 1 without γ^t", PLAIN, .8, THETA),
        arguments("a mean over steps where lengths differ", PLAIN.change().reduction(Reduction.STEPS).build(), 1, THETA),
        arguments("standardised weights", PLAIN.change().standardise(Standardisation.PER_BATCH).build(), 1, THETA),
        arguments("one step of TD", with(Baseline.VALUE).change().weights(Weighting.N_STEP).nStep(1).build(), 1, THETA));
  }

  /// What is known to be biased is so here: the test above can fail.
  @ParameterizedTest(name = "{0}")
  @MethodSource("biased")
  void restIsBiased(String what, LearnerSettings settings, double gamma, float[] behaviour) {
    double[] expected = expected(settings, gamma, behaviour);
    double[] exact = exact(gamma);
    double apart = 0;
    for (int i = 0; i < 6; i++) {
      apart = Math.max(apart, Math.abs(expected[i] - exact[i]));
    }
    assertThat(apart).as(what).isGreaterThan(1e-3);
  }

  /// With an average that holds the trajectory's own return, per-decision weights are *not* the gradient times 1 − 1/N: that return is μ's.
  @Test
  void averageOfDecisionsIsNoMereScale() {
    double[] expected = expected(PLAIN.change().objective(ObjectiveKind.DECISION_IMPORTANCE).baseline(Baseline.AVERAGE).build(), 1, BEHAVIOUR);
    double apart = 0;
    for (int i = 0; i < 6; i++) {
      apart = Math.max(apart, Math.abs(expected[i] - exact(1)[i] / 2));
    }
    assertThat(apart).isGreaterThan(1e-3);
  }

  private static void assertScaled(String what, double[] expected, double[] exact, double factor) {
    for (int i = 0; i < exact.length; i++) {
      assertThat(expected[i]).as("%s, parameter %d", what, i).isCloseTo(factor * exact[i], Offset.offset(1e-6));
    }
  }
}
