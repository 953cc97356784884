// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.Rows;

import static org.assertj.core.api.Assertions.assertThat;

/// What the gradients of the objectives are: each other's at π_θ = μ, the derivative of their value elsewhere, and never of their weights.
class ObjectiveTest {
  private static final double BETA = .7;
  private static final double ENTROPY = .03;
  private static final LearnerSettings SCORE = LearnerSettings.defaults().change().objective(ObjectiveKind.SCORE_FUNCTION)
      .standardise(Standardisation.NEVER).entropy(Schedule.constant(0)).build();

  static Stream<Spaces> spaces() {
    return Stream.of(Cases.DISCRETE, Cases.MULTI_DISCRETE, Cases.CONTINUOUS);
  }

  /// With the parent's own data every ratio is 1: all surrogates begin with the plain policy gradient.
  @ParameterizedTest
  @EnumSource(value = ObjectiveKind.class, names = {"TRAJECTORY_IMPORTANCE", "STEP_IMPORTANCE", "CLIPPED_SURROGATE", "KL_PENALTY"})
  void firstGradientIsTheScoreFunctions(ObjectiveKind objective) {
    spaces().forEach(spaces -> {
      Agent parent = Cases.parent(spaces, 5);
      List<Trajectory> episodes = Cases.episodes(Cases.acted(spaces, Cases.SMALL, parent.policy(), 78, 12, 9));
      float[] plain = new Bench(spaces, SCORE, 0, parent, episodes).gradient();
      float[] surrogate = new Bench(spaces, SCORE.change().objective(objective).build(), 0, parent, episodes).gradient();
      assertThat(surrogate).as("%s %s", objective, spaces.action()).containsExactly(plain);
    });
  }

  /// The gradient of the first step moves the same way through the clip's other centre.
  @ParameterizedTest
  @MethodSource("spaces")
  void firstGradientIsTheScoreFunctionsAroundTheParentToo(Spaces spaces) {
    LearnerSettings proximal = SCORE.change().objective(ObjectiveKind.CLIPPED_SURROGATE)
        .clip(new LearnerSettings.Clip(Schedule.constant(.2), LearnerSettings.ClipCentre.PROXIMAL)).build();
    assertThat(new Bench(spaces, proximal, 0).gradient()).containsExactly(new Bench(spaces, SCORE, 0).gradient());
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void scoreFunctionIsWeightedMaximumLikelihood(Spaces spaces) {
    Bench bench = new Bench(spaces, SCORE, .25);
    Bench.assertClose(bench.gradient(), bench.differences(bench.losses()::scoreFunction));
  }

  /// mean −A·π_θ/μ − c·mean H, from the definition.
  @ParameterizedTest
  @MethodSource("spaces")
  void stepImportanceAndEntropyEqualTheDoubleForm(Spaces spaces) {
    Bench bench = new Bench(spaces, SCORE.change().objective(ObjectiveKind.STEP_IMPORTANCE).entropy(Schedule.constant(ENTROPY)).build(), .25);
    LossOracle losses = bench.losses();
    ToDoubleFunction<double[]> loss = p -> losses.stepImportance(p) - ENTROPY * losses.meanEntropy(p);
    assertThat(bench.problem(new StepImportance(0, null), ENTROPY).value()).isCloseTo(loss.applyAsDouble(bench.thetaInDouble()), Offset.offset(1e-5));
    Bench.assertClose(bench.gradient(), bench.differences(loss));
  }

  /// mean −A·π_θ/μ + β·mean KL(π_k‖π_θ), in this direction and no other.
  @ParameterizedTest
  @MethodSource("spaces")
  void penaltyOnTheDivergenceEqualsTheDoubleForm(Spaces spaces) {
    Bench bench = new Bench(spaces, SCORE.change().objective(ObjectiveKind.KL_PENALTY).klPenalty(Schedule.constant(BETA)).build(), .25);
    LossOracle losses = bench.losses();
    double[] parent = Bench.doubles(bench.parent.policy().parameters(), bench.theta.length);
    ToDoubleFunction<double[]> loss = p -> losses.stepImportance(p) + BETA * losses.policy().divergence(parent, p);
    PolicyProblem problem = bench.problem(new StepImportance(0, Schedule.constant(BETA)), 0);
    assertThat(problem.kl()).isCloseTo(losses.policy().divergence(parent, bench.thetaInDouble()), Offset.offset(1e-5)).isGreaterThan(.01);
    assertThat(problem.value()).isCloseTo(loss.applyAsDouble(bench.thetaInDouble()), Offset.offset(1e-5));
    Bench.assertClose(bench.gradient(), bench.differences(loss));
  }

  /// Per trajectory: the sum over the steps of each, a mean over trajectories; entropy and divergence stay means over steps.
  @ParameterizedTest
  @EnumSource(value = ObjectiveKind.class, names = {"SCORE_FUNCTION", "STEP_IMPORTANCE", "CLIPPED_SURROGATE", "KL_PENALTY"})
  void reductionOverTrajectoriesIsTheirSumOverTheirNumber(ObjectiveKind objective) {
    LearnerSettings steps = SCORE.change().objective(objective).build();
    float[] perStep = new Bench(Cases.DISCRETE, steps, 0).gradient();
    Bench bench = new Bench(Cases.DISCRETE, steps.change().reduction(Reduction.TRAJECTORIES).build(), 0);
    double factor = (double) bench.batch.rows() / bench.batch.trajectories();
    assertThat(factor).isGreaterThan(2);
    float[] perTrajectory = bench.gradient();
    for (int i = 0; i < perStep.length; i++) {
      assertThat((double) perTrajectory[i]).isCloseTo(factor * perStep[i], Offset.offset(1e-5));
    }
    LearnerSettings withEntropy = steps.change().entropy(Schedule.constant(ENTROPY)).build();
    float[] bonus = difference(new Bench(Cases.DISCRETE, withEntropy, 0).gradient(), perStep);
    float[] same = difference(new Bench(Cases.DISCRETE, withEntropy.change().reduction(Reduction.TRAJECTORIES).build(), 0).gradient(), perTrajectory);
    assertThat(same).containsExactly(bonus, Offset.offset(1e-6f));
  }

  private static float[] difference(float[] a, float[] b) {
    float[] out = a.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] -= b[i];
    }
    return out;
  }

  /// One backward pass is the sum over trajectories and steps of as many separate ones, each weighed by what it was worth.
  @ParameterizedTest
  @MethodSource("spaces")
  void oneBackwardPassIsTheSumOfAllSeparateGradients(Spaces spaces) {
    Bench bench = new Bench(spaces, SCORE.change().reduction(Reduction.TRAJECTORIES).build(), .25);
    double[] sum = new double[bench.theta.length];
    Rows one = bench.batch.rowsFor(1);
    Policy.Evaluation evaluation = bench.policy.evaluation(1);
    for (int row = 0; row < bench.batch.rows(); row++) {
      one.clear(bench.batch.masked(), bench.batch.initialStates());
      one.add(row, 1, bench.states, bench.batch.discreteActions(), bench.batch.continuousActions(), bench.batch.masks());
      evaluation.evaluate(bench.theta, one);
      float[] score = new float[bench.theta.length];
      evaluation.addGradient(new float[] {1}, null, score);
      for (int i = 0; i < score.length; i++) {
        sum[i] -= (double) bench.estimates.advantages()[row] * score[i] / bench.batch.trajectories();
      }
    }
    Bench.assertClose(bench.gradient(), sum);
  }

  /// Weights of 1 are cloning, bit for bit: a policy gradient is maximum likelihood with weights.
  @ParameterizedTest
  @MethodSource("spaces")
  void weightsOfOneGiveTheCloningGradient(Spaces spaces) {
    LearnerSettings cloning = Algorithms.named("bc").learner().change().minibatches(1).build();
    Bench bench = new Bench(spaces, cloning, .25);
    List<Trajectory> worthOne = Stream.iterate(0, i -> i + 1).limit(bench.batch.trajectories()).map(bench.batch::trajectory).map(ObjectiveTest::worthOne)
        .toList();
    Bench weighted = new Bench(spaces, SCORE, .25, bench.parent, worthOne);
    float[] gradient = bench.gradient();
    assertThat(weighted.gradient()).containsExactly(gradient);
    Bench.assertClose(gradient, bench.differences(bench.losses()::scoreFunction));
  }

  private static Trajectory worthOne(Trajectory t) {
    float[] ones = new float[t.count()];
    Arrays.fill(ones, 1);
    return new Trajectory(t.first(), t.columns(), new Targets(t.targets().rewardsToGo(), ones), t.gamma(), t.lambda(), t.ending(), t.cut(), 0, 0, false,
        t.returnBefore(), t.sources());
  }

  /// Weights are constants: with recorded targets no parameter of the critic reaches the policy's gradient, with computed ones only their value does.
  @ParameterizedTest
  @EnumSource(value = ObjectiveKind.class, names = {"SCORE_FUNCTION", "STEP_IMPORTANCE", "CLIPPED_SURROGATE", "KL_PENALTY"})
  void nothingFlowsThroughValues(ObjectiveKind objective) {
    LearnerSettings recorded = SCORE.change().objective(objective).build();
    Bench bench = new Bench(Cases.DISCRETE, recorded, .25);
    int critic = bench.architecture.criticOffset();
    float[] gradient = bench.gradient();
    assertThat(Arrays.copyOfRange(gradient, critic, gradient.length)).containsOnly(0f);
    float[] otherCritic = bench.theta.clone();
    Arrays.fill(otherCritic, critic, otherCritic.length, .3f);
    assertThat(bench.algorithm().gradient(bench.parent, otherCritic, bench.batch)).containsExactly(gradient);
    LearnerSettings computed = recorded.change().targets(TargetSource.PER_UPDATE).build();
    PolicyGradient perUpdate = Algorithms.of(Cases.DISCRETE, Cases.SMALL, computed, null, 1, bench.kernel);
    assertThat(perUpdate.gradient(bench.parent, otherCritic, bench.batch)).as("the values are the parent's").containsExactly(gradient);
  }

  /// The weights of V-trace hold ratios of the policy itself, and are constants all the same: what a derivative through them would add is missing.
  @Test
  void nothingFlowsThroughRatiosOfWeights() {
    LearnerSettings vTrace = Algorithms.named("vtrace").learner().change().standardise(Standardisation.NEVER).entropy(Schedule.constant(0))
        .trace(new LearnerSettings.Trace(50, 50)).build();
    Bench bench = new Bench(Cases.DISCRETE, vTrace, 0);
    double[] detached = bench.differences(bench.losses()::scoreFunction);
    Bench.assertClose(bench.gradient(), detached);
    PolicyOracle policy = bench.oracle();
    double[] attached = bench.differences(p -> {
      double loss = 0;
      for (int row = 0; row < bench.batch.rows(); row++) {
        loss -= policy.ratio(p, row) * bench.estimates.advantages()[row] * policy.logProbability(p, row);
      }
      return loss / bench.batch.rows();
    });
    double apart = 0;
    for (int i = 0; i < attached.length; i++) {
      apart = Math.max(apart, Math.abs(attached[i] - detached[i]));
    }
    assertThat(apart).isGreaterThan(.01);
  }

  /// The entropy bonus makes entropy larger: its gradient is the loss's, with a minus.
  @Test
  void entropyIsRewarded() {
    LearnerSettings idle = SCORE.change().entropy(Schedule.constant(1)).build();
    Bench bench = new Bench(Cases.DISCRETE, idle, .5);
    float[] with = bench.gradient();
    float[] without = new Bench(Cases.DISCRETE, SCORE, .5).gradient();
    float[] moved = bench.theta.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] -= .01f * (with[i] - without[i]);
    }
    assertThat(bench.losses().meanEntropy(Bench.doubles(moved, moved.length))).isGreaterThan(bench.losses().meanEntropy(bench.thetaInDouble()));
  }
}
