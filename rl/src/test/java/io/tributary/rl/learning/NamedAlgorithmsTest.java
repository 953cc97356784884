// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.policy.PolicyState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/// Every named row runs on the data it is meant for, with the same bits each time and on each kernel, and reports what applies to it and nothing else.
class NamedAlgorithmsTest {
  private static final Set<String> WITHOUT_CRITIC = Set.of("bc", "reinforce");
  private static final Set<String> SINGLE_STEP = Set.of("npg", "trpo", "a2c", "vtrace", "reinforce", "reinforce-baseline");

  static Stream<Arguments> rowsAndSpaces() {
    return Algorithms.names().stream()
        .flatMap(name -> Stream.of(Cases.DISCRETE, Cases.MULTI_DISCRETE, Cases.CONTINUOUS).map(spaces -> arguments(name, spaces)));
  }

  static Stream<String> names() {
    return Algorithms.names().stream();
  }

  private static Algorithm algorithm(String name, Spaces spaces, Kernel kernel) {
    return Algorithms.of(spaces, Cases.SMALL, Algorithms.named(name).learner(), null, 1, kernel);
  }

  private static List<Trajectory> data(String name, Spaces spaces, PolicyState state, long seed) {
    List<Trajectory> acted = Cases.acted(spaces, Cases.SMALL, state, seed, 20, 12);
    return Algorithms.named(name).completeEpisodes() ? Cases.episodes(acted) : acted;
  }

  private static Update chain(String name, Spaces spaces, Kernel kernel, int updates) {
    Algorithm algorithm = algorithm(name, spaces, kernel);
    Agent agent = algorithm.initial(5);
    Update update = null;
    for (int i = 0; i < updates; i++) {
      update = algorithm.update(agent, Batch.of(spaces, data(name, spaces, agent.policy(), i)));
      agent = update.agent();
    }
    return update;
  }

  @Test
  void thereAreNine() {
    assertThat(Algorithms.names()).containsExactlyInAnyOrder("ppo", "trpo", "npg", "a2c", "reinforce", "reinforce-baseline", "off-policy-pg", "vtrace", "bc");
  }

  @ParameterizedTest
  @MethodSource("rowsAndSpaces")
  void shouldMoveThePolicyAndReportFiniteFigures(String name, Spaces spaces) {
    Algorithm algorithm = algorithm(name, spaces, Kernels.best());
    Agent agent = chain(name, spaces, Kernels.best(), 2).agent();
    Update update = algorithm.update(agent, Batch.of(spaces, data(name, spaces, agent.policy(), 9)));
    assertThat(update.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(update.epochsDone()).isEqualTo(Algorithms.named(name).learner().epochs());
    assertThat(update.agent().policy().parameters()).isNotEqualTo(agent.policy().parameters());
    assertThat(update.metrics().get(Metric.POLICY_GRAD_NORM).orElseThrow()).isPositive();
    assertThat(update.metrics().get(Metric.FIRST_RATIO_MAX)).as("the parent's own data").hasValue(0);
    update.metrics().forEach((metric, figure) -> assertThat(figure).as(metric.field()).isFinite());
  }

  /// A figure that does not apply is absent.
  @ParameterizedTest
  @MethodSource("rowsAndSpaces")
  void figuresThatDoNotApplyAreAbsent(String name, Spaces spaces) {
    Metrics metrics = chain(name, spaces, Kernels.best(), 2).metrics();
    boolean critic = !WITHOUT_CRITIC.contains(name);
    for (Metric metric : List.of(Metric.VALUE_LOSS, Metric.VALUE_GRAD_NORM, Metric.VALUE_MEAN, Metric.EXPLAINED_VARIANCE)) {
      assertThat(metrics.get(metric).isPresent()).as(metric.field()).isEqualTo(critic);
    }
    assertThat(metrics.get(Metric.CLIP_FRACTION).isPresent()).isEqualTo(name.equals("ppo"));
    assertThat(metrics.get(Metric.LINE_SEARCH_STEPS).isPresent()).isEqualTo(name.equals("trpo"));
    assertThat(metrics.get(Metric.LOG_STD_MEAN).isPresent()).isEqualTo(spaces.equals(Cases.CONTINUOUS));
    for (Metric metric : List.of(Metric.POLICY_LOSS, Metric.ENTROPY, Metric.APPROX_KL, Metric.ADVANTAGE_MEAN, Metric.ADVANTAGE_STD, Metric.RETURN_MEAN,
        Metric.LEARNING_RATE, Metric.ENTROPY_COEFFICIENT, Metric.EPOCHS_DONE, Metric.STEPS_TRAINED, Metric.EPISODES)) {
      assertThat(metrics.get(metric)).as(metric.field()).isPresent();
    }
  }

  /// Three versions long: parameters, moments and figures, with the kernel this machine has and with the plain one.
  @ParameterizedTest
  @MethodSource("rowsAndSpaces")
  void sameInputsAreTheSameBitsOnEveryKernel(String name, Spaces spaces) {
    Update vector = chain(name, spaces, Kernels.best(), 3);
    Update scalar = chain(name, spaces, Kernels.named("scalar"), 3);
    assertThat(scalar.agent().policy().parameters()).containsExactly(vector.agent().policy().parameters());
    assertThat(scalar.agent().optimiser().moments()).containsExactly(vector.agent().optimiser().moments());
    assertThat(scalar.agent().policy().returns().mean(0)).isEqualTo(vector.agent().policy().returns().mean(0));
    assertThat(scalar.agent().policy().returns().squares(0)).isEqualTo(vector.agent().policy().returns().squares(0));
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    vector.metrics().forEach((metric, figure) -> first.add(metric.field() + " " + figure));
    scalar.metrics().forEach((metric, figure) -> second.add(metric.field() + " " + figure));
    assertThat(second).containsExactlyElementsOf(first);
  }

  /// An update knows nothing of the ones its algorithm made before.
  @ParameterizedTest
  @MethodSource("names")
  void updateIsAPureFunctionOfParentAndBatch(String name) {
    Algorithm used = algorithm(name, Cases.DISCRETE, Kernels.best());
    Agent agent = chain(name, Cases.DISCRETE, Kernels.best(), 2).agent();
    List<Trajectory> data = data(name, Cases.DISCRETE, agent.policy(), 9);
    Agent other = used.update(agent, Batch.of(Cases.DISCRETE, data(name, Cases.DISCRETE, agent.policy(), 77))).agent();
    assertThat(other.policy().parameters()).isNotEqualTo(agent.policy().parameters());
    float[] parent = agent.policy().parameters().clone();
    float[] first = used.update(agent, Batch.of(Cases.DISCRETE, data)).agent().policy().parameters();
    float[] second = algorithm(name, Cases.DISCRETE, Kernels.best()).update(agent, Batch.of(Cases.DISCRETE, data)).agent().policy().parameters();
    assertThat(second).containsExactly(first);
    assertThat(agent.policy().parameters()).containsExactly(parent);
  }

  /// One step of the policy a batch, or epochs of minibatches: as its row says.
  @ParameterizedTest
  @MethodSource("names")
  void policyMakesAsManyStepsAsItsRowSays(String name) {
    Agent before = chain(name, Cases.DISCRETE, Kernels.best(), 2).agent();
    Agent after = chain(name, Cases.DISCRETE, Kernels.best(), 3).agent();
    LearnerSettings settings = Algorithms.named(name).learner();
    long steps = after.optimiser().policySteps() - before.optimiser().policySteps();
    assertThat(steps).isEqualTo((long) settings.epochs() * settings.minibatches());
    assertThat(steps == 1).isEqualTo(SINGLE_STEP.contains(name));
    assertThat(after.optimiser().criticSteps() > 0).isEqualTo(!WITHOUT_CRITIC.contains(name));
  }

  /// Cloning learns from plain logs, without probabilities, values or what came next; every other row refuses them.
  @Test
  void plainLogsAreForCloningAlone() {
    Agent agent = Cases.parent(Cases.DISCRETE, 5);
    List<Trajectory> logs = Cases.acted(Cases.DISCRETE, Cases.SMALL, agent.policy(), 3, 20, 12).stream().map(NamedAlgorithmsTest::plain).toList();
    Metrics metrics = algorithm("bc", Cases.DISCRETE, Kernels.best()).update(agent, Batch.of(Cases.DISCRETE, logs)).metrics();
    for (Metric metric : List.of(Metric.BEHAVIOUR_KL, Metric.FIRST_RATIO_MAX, Metric.IMPORTANCE_ESS)) {
      assertThat(metrics.get(metric)).as(metric.field()).isEmpty();
    }
    assertThat(metrics.get(Metric.POLICY_LOSS).orElseThrow()).as("negative log-likelihood").isPositive();
    for (String name : List.of("ppo", "trpo", "off-policy-pg", "vtrace")) {
      assertThat(algorithm(name, Cases.DISCRETE, Kernels.best()).unusable(logs.getFirst())).as(name)
          .hasValueSatisfying(reason -> assertThat(reason).startsWith("no log-probabilities"));
    }
  }

  private static Trajectory plain(Trajectory t) {
    Columns c = t.columns();
    Columns columns = new Columns.Builder(c.count(), 3, 1).observations(c.observations(), 0).discreteActions(c.discreteActions(), 0).rewards(c.rewards(), 0)
        .build();
    return Cases.trajectory(columns, 0, t.ending(), 0);
  }

  /// What {@link PolicyGradient#gradient} says is what an update follows: plain descent at rate 1 goes exactly there.
  @ParameterizedTest
  @MethodSource("names")
  void gradientIsWhatAnUpdateFollows(String name) {
    LearnerSettings row = Algorithms.named(name).learner();
    LearnerSettings plain = row.change().step(StepKind.FIRST_ORDER).epochs(1).minibatches(1).learningRate(Schedule.constant(1))
        .optimiser(new LearnerSettings.Optimiser(LearnerSettings.Rule.SGD, 0, 0, 0)).maxGradNorm(new LearnerSettings.MaxGradNorm(1e6, 1, false)).build();
    Agent adam = Cases.parent(Cases.DISCRETE, 5);
    Agent parent = new Agent(adam.version(), adam.policy(), new OptimiserState(new float[0], 1, 1), adam.stepsTrained(), null);
    Bench bench = new Bench(Cases.DISCRETE, plain, 0, parent, data(name, Cases.DISCRETE, parent.policy(), 9));
    float[] gradient = bench.gradient();
    float[] child = bench.algorithm().update(parent, bench.batch).agent().policy().parameters();
    for (int i = 0; i < bench.architecture.criticOffset(); i++) {
      assertThat(child[i]).as("parameter %d", i).isCloseTo(bench.theta[i] - gradient[i], Offset.offset(1e-5f));
    }
  }

  /// The parent's own data: on it all rows agree that the likelihood of what paid more than expected must rise.
  @ParameterizedTest
  @MethodSource("names")
  void firstStepRaisesTheWeightedLikelihood(String name) {
    Agent parent = Cases.parent(Cases.DISCRETE, 5);
    LearnerSettings settings = Algorithms.named(name).learner().change().entropy(Schedule.constant(0)).build();
    Bench bench = new Bench(Cases.DISCRETE, settings, 0, parent, data(name, Cases.DISCRETE, parent.policy(), 9));
    Agent child = bench.algorithm().update(parent, bench.batch).agent();
    LossOracle losses = settings.standardise() == Standardisation.NEVER ? bench.losses() : bench.standardisedLosses();
    double[] after = Bench.doubles(child.policy().parameters(), bench.theta.length);
    assertThat(losses.scoreFunction(after)).isLessThan(losses.scoreFunction(bench.thetaInDouble()));
    assertThat(Arrays.equals(child.policy().parameters(), parent.policy().parameters())).isFalse();
  }
}
