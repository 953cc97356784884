// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.network.ParameterLayout;
import io.tributary.rl.policy.Actor;
import io.tributary.rl.policy.ActorOutput;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.NetworkPolicy;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.PolicyArchitecture;
import io.tributary.rl.policy.Rows;
import io.tributary.rl.target.SegmentTargets;

import static org.assertj.core.api.Assertions.assertThat;

/// Correctness item 22, from the recorded mask to the next version: what acting forbade, learning forbids too. One logit is never allowed, a second one
/// only at times.
class MaskedLearningTest {
  private static final int FORBIDDEN = 1;
  private static final int AT_TIMES = 3;

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Spaces spaces : List.of(Cases.DISCRETE, Cases.MULTI_DISCRETE)) {
      for (String algorithm : Algorithms.names()) {
        cases.add(Arguments.of(spaces, algorithm, new Architecture(List.of(5), "tanh", 0, true)));
      }
      cases.add(Arguments.of(spaces, "ppo", new Architecture(List.of(), "tanh", 0, true)));
    }
    return cases.stream();
  }

  /// The first ratio is 1 exactly, and the parameters that only the forbidden logit has are the same bits three versions later.
  @ParameterizedTest
  @MethodSource("cases")
  void whatIsNeverAllowedNeverMoves(Spaces spaces, String name, Architecture architecture) {
    PolicyGradient algorithm = Algorithms.of(spaces, architecture, Algorithms.named(name).learner(), null, 3, Kernels.best());
    ParameterLayout layout = new PolicyArchitecture(spaces, architecture, Kernels.best()).policyNetwork().layout();
    Agent agent = algorithm.initial(7);
    float[] initial = agent.policy().parameters();
    for (int version = 1; version <= 3; version++) {
      Update update = algorithm.update(agent, Batch.of(spaces, acted(spaces, architecture, agent, version)));
      if (version > 1) {
        assertThat(update.metrics().get(Metric.FIRST_RATIO_MAX)).hasValue(0);
      }
      agent = update.agent();
    }
    float[] theta = agent.policy().parameters();
    for (int at : ofLogit(layout, FORBIDDEN)) {
      assertThat(theta[at]).as("parameter %d", at).isEqualTo(initial[at]);
    }
    assertThat(Arrays.stream(ofLogit(layout, AT_TIMES)).filter(at -> theta[at] == initial[at]).count()).isZero();
  }

  /// Without the masks the same actions have other probabilities: it is not by chance that the ratios above are 1.
  @ParameterizedTest
  @MethodSource("cases")
  void withoutTheMasksTheRatioIsNotOne(Spaces spaces, String name, Architecture architecture) {
    PolicyGradient algorithm = Algorithms.of(spaces, architecture, Algorithms.named("ppo").learner(), null, 3, Kernels.best());
    Agent agent = algorithm.initial(7);
    agent = algorithm.update(agent, Batch.of(spaces, acted(spaces, architecture, agent, 1))).agent();
    List<Trajectory> bare = new ArrayList<>();
    for (Trajectory trajectory : acted(spaces, architecture, agent, 2)) {
      Columns c = trajectory.columns();
      bare.add(episode(columns(spaces, c.observations(), c.discreteActions(), c.logProbabilities(), c.values(), c.rewards()).build(), bare.size()));
    }
    assertThat(algorithm.update(agent, Batch.of(spaces, bare)).metrics().get(Metric.FIRST_RATIO_MAX).orElseThrow()).isGreaterThan(.05);
  }

  /// Gradients of log-probabilities, entropies and divergences, and the Fisher product, row by row: 0 exactly where the row's own mask forbids.
  @ParameterizedTest
  @MethodSource("cases")
  void derivativesOfAForbiddenLogitAreExactlyZero(Spaces spaces, String name, Architecture architecture) {
    PolicyArchitecture networks = new PolicyArchitecture(spaces, architecture, Kernels.best());
    NetworkPolicy policy = new NetworkPolicy(networks);
    PolicyGradient algorithm = Algorithms.of(spaces, architecture, LearnerSettings.defaults(), null, 3, Kernels.best());
    Batch batch = Batch.of(spaces, acted(spaces, architecture, algorithm.initial(7), 1));
    float[] theta = algorithm.initial(7).policy().parameters().clone();
    float[] other = theta.clone();
    float[] direction = Cases.gaussians(new Random(8), theta.length);
    for (int i = 0; i < theta.length; i++) {
      other[i] += .3f * direction[i];
    }
    Rows rows = batch.rowsFor(1);
    Policy.Evaluation first = policy.evaluation(1);
    Policy.Evaluation now = policy.evaluation(1);
    int forbidden = 0;
    for (int row = 0; row < batch.rows(); row++) {
      rows.clear(true, batch.initialStates());
      rows.add(row, 1, batch.observations(), batch.discreteActions(), batch.continuousActions(), batch.masks());
      first.evaluate(other, rows);
      now.evaluate(theta, rows);
      float[] gradient = new float[theta.length];
      float[] divergence = new float[theta.length];
      float[] fisher = new float[theta.length];
      now.addGradient(new float[] {1.5f}, new float[] {-.7f}, gradient);
      now.addDivergenceGradient(first, new float[] {1f}, divergence);
      now.addFisherProduct(new float[] {1f}, direction, fisher);
      for (int logit = 0; logit < spaces.maskSize(); logit++) {
        if (batch.masks()[row * spaces.maskSize() + logit] == 0) {
          forbidden++;
          for (int at : ofLogit(networks.policyNetwork().layout(), logit)) {
            assertThat(new float[] {gradient[at], divergence[at], fisher[at]}).containsOnly(0f);
          }
        }
      }
    }
    assertThat(forbidden).isGreaterThan(batch.rows());
  }

  /// The head's parameters that one logit alone depends on.
  private static int[] ofLogit(ParameterLayout layout, int logit) {
    ParameterLayout.Range weights = layout.range("headWeights");
    int[] places = new int[weights.rows() + 1];
    for (int i = 0; i < weights.rows(); i++) {
      places[i] = weights.offset() + i * weights.columns() + logit;
    }
    places[weights.rows()] = layout.range("headBias").offset() + logit;
    return places;
  }

  private static List<Trajectory> acted(Spaces spaces, Architecture architecture, Agent agent, long seed) {
    Random random = new Random(seed);
    Actor actor = new Actor(spaces, architecture, Kernels.best(), 13);
    actor.load(agent.policy());
    List<Trajectory> list = new ArrayList<>();
    for (int number = 0; number < 15; number++) {
      int n = 3 + random.nextInt(10);
      float[] observations = Cases.gaussians(random, (n + 1) * 3);
      byte[] masks = new byte[(n + 1) * spaces.maskSize()];
      Arrays.fill(masks, (byte) 1);
      for (int row = 0; row <= n; row++) {
        masks[row * spaces.maskSize() + FORBIDDEN] = 0;
        masks[row * spaces.maskSize() + AT_TIMES] = (byte) random.nextInt(2);
      }
      ActorOutput out = new ActorOutput(spaces, n + 1);
      actor.act(observations, n + 1, masks, random.longs(n + 1).toArray(), out);
      Columns.Builder columns = columns(spaces, observations, Arrays.copyOf(out.discreteActions(), n * spaces.actionSize()),
          Arrays.copyOf(out.logProbabilities(), n), out.values(), Cases.gaussians(random, n)).masks(masks, 0, spaces.maskSize());
      list.add(episode(columns.build(), number));
    }
    return list;
  }

  private static Trajectory episode(Columns columns, int number) {
    return new Trajectory(new StepId("p/" + number, 1, 0, 0), columns, SegmentTargets.of(columns, Ending.TERMINATED, false, .9, .8, true), .9, .8,
        Ending.TERMINATED, false, 0, 0, true, 0, List.of(new Source(0, number, 0, columns.count())));
  }

  private static Columns.Builder columns(Spaces spaces, float[] observations, int[] actions, float[] logProbabilities, float[] values, float[] rewards) {
    return new Columns.Builder(rewards.length, 3, spaces.actionSize()).observations(observations, 0).discreteActions(actions, 0)
        .logProbabilities(logProbabilities, 0).values(values, 0).rewards(rewards, 0);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyActionWasAllowed(Spaces spaces, String name, Architecture architecture) {
    PolicyGradient algorithm = Algorithms.of(spaces, architecture, LearnerSettings.defaults(), null, 3, Kernels.best());
    int[] sizes = spaces.action() instanceof Space.MultiDiscrete(var n) ? n.stream().mapToInt(i -> i).toArray() : new int[] {spaces.maskSize()};
    for (Trajectory trajectory : acted(spaces, architecture, algorithm.initial(1), 5)) {
      Columns c = trajectory.columns();
      for (int i = 0, at = 0; i < c.discreteActions().length; at += sizes[i % sizes.length], i++) {
        assertThat(c.masks()[at + c.discreteActions()[i]]).isEqualTo((byte) 1);
      }
    }
  }
}
