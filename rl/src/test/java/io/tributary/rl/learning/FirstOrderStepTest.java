// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.normalise.ReturnScale;
import io.tributary.rl.policy.NetworkValueFunction;
import io.tributary.rl.policy.PolicyArchitecture;

import static org.assertj.core.api.Assertions.assertThat;

class FirstOrderStepTest {
  private static final int CRITIC = new PolicyArchitecture(Cases.DISCRETE, Cases.SMALL, Cases.SCALAR).criticOffset();

  static Stream<Spaces> spaces() {
    return Stream.of(Cases.DISCRETE, Cases.MULTI_DISCRETE, Cases.CONTINUOUS);
  }

  /// A parent and what it acted.
  private record Given(Agent agent, List<Trajectory> acted) {
    static Given fresh() {
      Algorithm ppo = Algorithms.of(Cases.DISCRETE, Cases.SMALL, LearnerSettings.defaults(), null, 1, Kernels.best());
      Agent agent = Cases.trained(Cases.DISCRETE, Cases.SMALL, ppo, 5);
      return new Given(agent, Cases.acted(Cases.DISCRETE, Cases.SMALL, agent.policy(), 78, 25, 12));
    }

    Update update(Cases.Tuning tuning) {
      Agent parent = agent;
      if (tuning.optimiser.rule() == LearnerSettings.Rule.SGD) {
        parent = new Agent(agent.version(), agent.policy(), new OptimiserState(new float[0], 0, 0), agent.stepsTrained(), null);
      }
      return Algorithms.of(Cases.DISCRETE, Cases.SMALL, tuning.build(), null, 1, Kernels.best()).update(parent, Batch.of(Cases.DISCRETE, acted));
    }

    float[] policyAfter(Update update) {
      return Arrays.copyOf(update.agent().policy().parameters(), CRITIC);
    }

    /// Euclidean length of what an update did to a range, with the critic's change of unit taken back.
    double moved(Update update, int from, int to) {
      float[] after = update.agent().policy().parameters().clone();
      new NetworkValueFunction(new PolicyArchitecture(Cases.DISCRETE, Cases.SMALL, Cases.SCALAR)).rescale(after,
          new ReturnScale(update.agent().policy().returns()), new ReturnScale(agent.policy().returns()));
      double squares = 0;
      for (int i = from; i < to; i++) {
        squares += Math.pow((double) after[i] - agent.policy().parameters()[i], 2);
      }
      return Math.sqrt(squares);
    }
  }

  /// Correctness item 17: the minibatch that shows the policy too far away moves it no more, the critic goes on.
  @Test
  void earlyStopMakesNoParameterChangeToThePolicyAndLetsTheCriticGoOn() {
    Given given = Given.fresh();
    Cases.Tuning one = new Cases.Tuning();
    one.epochs = 1;
    one.minibatches = 1;
    Cases.Tuning stopped = new Cases.Tuning();
    stopped.epochs = 4;
    stopped.minibatches = 1;
    stopped.targetKl = 1e-12;
    Update oneStep = given.update(one);
    Update stops = given.update(stopped);
    assertThat(stops.stopReason()).isEqualTo(StopReason.TARGET_KL);
    assertThat(stops.epochsDone()).isEqualTo(1);
    assertThat(given.policyAfter(stops)).containsExactly(given.policyAfter(oneStep));
    assertThat(stops.agent().optimiser().policySteps() - given.agent().optimiser().policySteps()).isEqualTo(1);
    assertThat(stops.agent().optimiser().criticSteps() - given.agent().optimiser().criticSteps()).isEqualTo(4);
    assertThat(stops.agent().policy().parameters()).isNotEqualTo(oneStep.agent().policy().parameters());
    assertThat(stops.metrics().get(Metric.APPROX_KL).orElseThrow()).isPositive();
  }

  @Test
  void targetThatIsNeverReachedChangesNothing() {
    Given given = Given.fresh();
    Cases.Tuning high = new Cases.Tuning();
    high.targetKl = 100;
    Update update = given.update(high);
    assertThat(update.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(update.epochsDone()).isEqualTo(4);
    assertThat(update.agent().policy().parameters()).containsExactly(given.update(new Cases.Tuning()).agent().policy().parameters());
  }

  /// Correctness item 13, as decided: each gradient has a norm of its own; with `joint` both are one.
  @Test
  void gradientsAreClippedSeparatelyUnlessJoint() {
    Given given = Given.fresh();
    Cases.Tuning tuning = new Cases.Tuning();
    tuning.epochs = 1;
    tuning.minibatches = 1;
    tuning.learningRate = Schedule.constant(1);
    tuning.optimiser = new LearnerSettings.Optimiser(LearnerSettings.Rule.SGD, .9, .999, 1e-5);
    tuning.maxGradNorm = new LearnerSettings.MaxGradNorm(1e-3, 2e-3, false);
    Update separate = given.update(tuning);
    int end = given.agent().policy().parameters().length;
    assertThat(separate.metrics().get(Metric.POLICY_GRAD_NORM).orElseThrow()).isGreaterThan(1e-3);
    assertThat(given.moved(separate, 0, CRITIC)).isCloseTo(1e-3, Offset.offset(1e-5));
    assertThat(given.moved(separate, CRITIC, end)).isCloseTo(2e-3, Offset.offset(2e-5));
    tuning.maxGradNorm = new LearnerSettings.MaxGradNorm(1e-3, 2e-3, true);
    Update joint = given.update(tuning);
    double policy = joint.metrics().get(Metric.POLICY_GRAD_NORM).orElseThrow();
    double critic = joint.metrics().get(Metric.VALUE_GRAD_NORM).orElseThrow();
    assertThat(given.moved(joint, 0, CRITIC)).isCloseTo(1e-3 * policy / Math.hypot(policy, critic), Offset.offset(1e-5));
    assertThat(given.moved(joint, CRITIC, end)).isCloseTo(1e-3 * critic / Math.hypot(policy, critic), Offset.offset(1e-5));
  }

  /// Correctness item 15: the first step is lr·g/(|g| + ε), whatever the size of g.
  @Test
  void firstStepOfAdamIsTheLearningRateAgainstTheSign() {
    Optimiser adam = new Optimiser(Kernels.best(), LearnerSettings.Optimiser.defaults(), 4);
    adam.load(adam.initial());
    float[] theta = {1, 1, 1, 1};
    float[] gradient = {2, -1e-5f, 0, 7};
    adam.stepPolicy(theta, gradient, 0, 3, 1, .01);
    assertThat(theta).containsExactly(new float[] {1 - .01f, 1 + .005f, 1, 1}, Offset.offset(1e-6f));
    assertThat(adam.state().policySteps()).isEqualTo(1);
    assertThat(adam.state().criticSteps()).isZero();
  }

  /// Adam from its paper in double, some steps long, with its memory saved and loaded between them.
  @Test
  void adamIsThePapersAndSurvivesAResume() {
    double m = 0;
    double v = 0;
    double expected = .5;
    float[] theta = {.5f};
    Optimiser adam = new Optimiser(Kernels.best(), LearnerSettings.Optimiser.defaults(), 1);
    OptimiserState memory = adam.initial();
    for (int t = 1; t <= 20; t++) {
      double g = Math.sin(t) + .1 * t;
      m = .9 * m + .1 * g;
      v = .999 * v + .001 * g * g;
      expected -= .01 * m / (1 - Math.pow(.9, t)) / (Math.sqrt(v / (1 - Math.pow(.999, t))) + 1e-5);
      Optimiser resumed = new Optimiser(Kernels.best(), LearnerSettings.Optimiser.defaults(), 1);
      resumed.load(memory);
      resumed.stepPolicy(theta, new float[] {(float) g}, 0, 1, 1, .01);
      memory = resumed.state();
    }
    assertThat((double) theta[0]).isCloseTo(expected, Offset.offset(1e-5));
  }

  /// Correctness item 16: the schedule runs over steps trained before the update and survives in the agent.
  @Test
  void schedulesRunOverStepsTrainedBeforeTheUpdate() {
    Cases.Tuning tuning = new Cases.Tuning();
    tuning.learningRate = new Schedule(1e-3, 1e-4, 1000);
    tuning.entropy = new Schedule(.01, 0, 1000);
    Given given = Given.fresh();
    long trained = given.agent().stepsTrained();
    assertThat(trained).isBetween(1L, 999L);
    Metrics metrics = given.update(tuning).metrics();
    assertThat(metrics.get(Metric.LEARNING_RATE)).hasValueCloseTo(1e-3 - 9e-4 * trained / 1000, Offset.offset(1e-12));
    assertThat(metrics.get(Metric.ENTROPY_COEFFICIENT)).hasValueCloseTo(.01 * (1000 - trained) / 1000, Offset.offset(1e-12));
  }

  /// Correctness item 10: mean 0, standard deviation over n − 1; equal advantages become 0, not a division by nothing.
  @Test
  void standardisesOverOneLessThanThereAre() {
    float[] x = {1, 2, 3, 4, 99};
    Standardised.inPlace(x, 4);
    double std = Math.sqrt(5.0 / 3);
    assertThat(x).containsExactly(new float[] {(float) (-1.5 / std), (float) (-.5 / std), (float) (.5 / std), (float) (1.5 / std), 99},
        Offset.offset(1e-6f));
    float[] equal = {.25f, .25f};
    Standardised.inPlace(equal, 2);
    assertThat(equal).containsExactly(0, 0);
  }

  /// Correctness item 10: the critic learns A + V as they are, however the policy's advantages are standardised.
  @ParameterizedTest
  @EnumSource(Standardisation.class)
  void standardisedAdvantagesLeaveTheCriticsTargetsAlone(Standardisation standardisation) {
    Given given = Given.fresh();
    Cases.Tuning tuning = new Cases.Tuning();
    tuning.standardise = standardisation;
    float[] plain = given.update(new Cases.Tuning()).agent().policy().parameters();
    float[] standardised = given.update(tuning).agent().policy().parameters();
    assertThat(Arrays.copyOfRange(standardised, CRITIC, standardised.length)).containsExactly(Arrays.copyOfRange(plain, CRITIC, plain.length));
    assertThat(Arrays.equals(given.policyAfter(given.update(tuning)), given.policyAfter(given.update(new Cases.Tuning()))))
        .isEqualTo(standardisation == Standardisation.PER_MINIBATCH);
  }

  /// On data the parent itself acted and valued, what was recorded is what would be computed: the same bits in every child.
  @ParameterizedTest
  @MethodSource("spaces")
  void recordedAndRecomputedTargetsOfTheParentAreTheSame(Spaces spaces) {
    Cases.Tuning perUpdate = new Cases.Tuning();
    perUpdate.targets = TargetSource.PER_UPDATE;
    Algorithm recorded = Algorithms.of(spaces, Cases.SMALL, LearnerSettings.defaults(), null, 1, Kernels.best());
    Algorithm computed = Algorithms.of(spaces, Cases.SMALL, perUpdate.build(), null, 1, Kernels.best());
    Agent agent = Cases.trained(spaces, Cases.SMALL, recorded, 5);
    Batch batch = Batch.of(spaces, Cases.acted(spaces, Cases.SMALL, agent.policy(), 78, 90, 40));
    assertThat(computed.update(agent, batch).agent().policy().parameters()).containsExactly(recorded.update(agent, batch).agent().policy().parameters());
  }

  @Test
  void recomputingEachEpochDiffersOnlyFromTheSecondOn() {
    Given given = Given.fresh();
    for (int epochs : new int[] {1, 2}) {
      Cases.Tuning perUpdate = new Cases.Tuning();
      perUpdate.targets = TargetSource.PER_UPDATE;
      perUpdate.epochs = epochs;
      Cases.Tuning perEpoch = new Cases.Tuning();
      perEpoch.targets = TargetSource.PER_EPOCH;
      perEpoch.epochs = epochs;
      assertThat(Arrays.equals(given.policyAfter(given.update(perUpdate)), given.policyAfter(given.update(perEpoch)))).isEqualTo(epochs == 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Standardisation.class)
  void shouldRunWithAnyStandardisation(Standardisation standardisation) {
    Cases.Tuning tuning = new Cases.Tuning();
    tuning.standardise = standardisation;
    assertThat(Given.fresh().update(tuning).stopReason()).isEqualTo(StopReason.COMPLETED);
  }
}
