// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.policy.Policy;

import static org.assertj.core.api.Assertions.assertThat;

/// Correctness item 33: the complete losses of PPO against finite differences of an independent double form. Also 10, 13, 19 and 22.
class LossGradientTest {
  private static final double RANGE = .2;
  private static final double ENTROPY = .03;

  static Stream<Spaces> spaces() {
    return Stream.of(Cases.DISCRETE, Cases.MULTI_DISCRETE, Cases.CONTINUOUS);
  }

  private static Bench bench(Spaces spaces, double distance, Standardisation standardise) {
    return new Bench(spaces, LearnerSettings.defaults().change().standardise(standardise).build(), distance);
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void policyLossAndItsGradientEqualTheDoubleForm(Spaces spaces) {
    Bench bench = bench(spaces, .25, Standardisation.PER_MINIBATCH);
    PolicyProblem problem = bench.problem(bench.clippedSurrogate(), ENTROPY);
    double clipFraction = problem.loss().clipFraction().orElseThrow();
    assertThat(clipFraction).isBetween(.1, .9);
    LossOracle losses = bench.standardisedLosses();
    ToDoubleFunction<double[]> loss = p -> losses.clippedSurrogate(p, RANGE) - ENTROPY * losses.meanEntropy(p);
    assertThat(problem.value()).isCloseTo(loss.applyAsDouble(bench.thetaInDouble()), Offset.offset(1e-5));
    float[] gradient = new float[bench.theta.length];
    problem.gradient(gradient);
    Bench.assertClose(gradient, bench.differences(loss));
    assertThat(Arrays.copyOfRange(gradient, bench.architecture.criticOffset(), gradient.length)).containsOnly(0f);
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void valueLossAndItsGradientEqualTheDoubleForm(Spaces spaces) {
    Bench bench = bench(spaces, .25, Standardisation.NEVER);
    CriticProblem problem = new CriticProblem(bench.critic, LearnerSettings.Critic.defaults(), bench.batch.rows());
    problem.pose(bench.estimates);
    problem.moveTo(bench.theta, bench.rows);
    double[] theta = bench.thetaInDouble();
    LossOracle losses = bench.losses();
    assertThat(problem.value()).isCloseTo(losses.valueLoss(theta), Offset.offset(1e-5));
    float[] gradient = new float[theta.length];
    problem.gradient(gradient);
    Bench.assertClose(gradient, PolicyOracle.differences(losses::valueLoss, theta, theta.length));
  }

  /// Correctness item 11, through the whole net: a batch of one kind of row, and of the other.
  @Test
  void gradientVanishesOnlyOutsideTheRangeOnTheProfitableSide() {
    Bench bench = bench(Cases.DISCRETE, .25, Standardisation.NEVER);
    PolicyOracle oracle = bench.oracle();
    boolean[] seen = new boolean[4];
    for (int row = 0; row < bench.batch.rows(); row++) {
      double ratio = oracle.ratio(bench.thetaInDouble(), row);
      double advantage = bench.estimates.advantages()[row];
      bench.rows.clear(bench.batch.masked(), bench.batch.initialStates());
      bench.rows.add(row, 1, bench.states, bench.batch.discreteActions(), bench.batch.continuousActions(), bench.batch.masks());
      float[] gradient = new float[bench.theta.length];
      bench.problem(bench.clippedSurrogate(), 0).gradient(gradient);
      boolean flat = advantage > 0 && ratio > 1 + RANGE || advantage < 0 && ratio < 1 - RANGE;
      double norm = Math.sqrt(bench.kernel.squaredNorm(gradient, 0, gradient.length));
      if (flat) {
        assertThat(norm).as("row %d ratio %s advantage %s", row, ratio, advantage).isZero();
      } else if (Math.abs(ratio - 1) > RANGE) {
        assertThat(norm).as("row %d ratio %s advantage %s", row, ratio, advantage).isPositive();
      }
      if (Math.abs(ratio - 1) > RANGE) {
        seen[(advantage > 0 ? 2 : 0) + (ratio > 1 ? 1 : 0)] = true;
      }
    }
    assertThat(seen).containsOnly(true);
  }

  /// "The first gradient of PPO is the plain policy gradient": at θ = μ the surrogate's gradient is that of mean −A·log π.
  @ParameterizedTest
  @MethodSource("spaces")
  void firstGradientIsThePlainPolicyGradient(Spaces spaces) {
    Bench bench = bench(spaces, 0, Standardisation.NEVER);
    float[] surrogate = new float[bench.theta.length];
    bench.problem(bench.clippedSurrogate(), 0).gradient(surrogate);
    Policy.Evaluation evaluation = bench.policy.evaluation(bench.batch.rows());
    evaluation.evaluate(bench.theta, bench.rows);
    float[] weights = new float[bench.batch.rows()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = -bench.estimates.advantages()[i] / weights.length;
    }
    float[] plain = new float[bench.theta.length];
    evaluation.addGradient(weights, null, plain);
    assertThat(surrogate).containsExactly(plain);
  }

  /// KL(π_k‖π_θ) is 0 at π_k, and F·v its Hessian there: vᵀFv ≈ 2·KL for a small step v.
  @ParameterizedTest
  @MethodSource("spaces")
  void fisherProductIsTheCurvatureOfTheDivergence(Spaces spaces) {
    Bench bench = bench(spaces, 0, Standardisation.NEVER);
    PolicyProblem problem = bench.problem(bench.clippedSurrogate(), 0);
    assertThat(problem.kl()).isZero();
    Random random = new Random(4);
    float[] step = new float[bench.theta.length];
    for (int i = 0; i < bench.policy.parameterCount(); i++) {
      step[i] = (float) (.01 * random.nextGaussian());
    }
    float[] product = new float[step.length];
    problem.fisherVector(step, product);
    double quadratic = bench.kernel.dot(step, 0, product, 0, step.length) / 2;
    for (int i = 0; i < step.length; i++) {
      bench.theta[i] += step[i];
    }
    problem.moveTo(bench.theta, bench.rows);
    assertThat(problem.kl()).isCloseTo(quadratic, Offset.offset(.1 * quadratic));
  }
}
