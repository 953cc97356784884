// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.normalise.ObservationNormaliser;
import io.tributary.rl.normalise.ReturnScale;
import io.tributary.rl.policy.NetworkPolicy;
import io.tributary.rl.policy.NetworkValueFunction;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.PolicyArchitecture;
import io.tributary.rl.policy.Rows;

import static org.assertj.core.api.Assertions.assertThat;

/// Correctness item 33: the complete losses of PPO against finite differences of an independent double form. Also 10, 13, 19 and 22.
class LossGradientTest {
  private static final double RANGE = .2;
  private static final double ENTROPY = .03;

  static Stream<Spaces> spaces() {
    return Stream.of(Cases.DISCRETE, Cases.MULTI_DISCRETE, Cases.CONTINUOUS);
  }

  /// A parent, a batch it acted, and parameters some way off, where part of the ratios are clipped.
  private static final class Bench {
    final Kernel kernel = Kernels.best();
    final PolicyArchitecture architecture;
    final Batch batch;
    final Estimates estimates = new Estimates();
    final float[] states;
    final float[] parent;
    final float[] theta;
    final Rows rows;
    final Policy policy;
    final NetworkValueFunction critic;

    Bench(Spaces spaces, double distance) {
      architecture = new PolicyArchitecture(spaces, Cases.SMALL, kernel);
      policy = new NetworkPolicy(architecture);
      critic = new NetworkValueFunction(architecture);
      Agent agent = Cases.trained(spaces, Cases.SMALL, Algorithms.of(spaces, Cases.SMALL, LearnerSettings.defaults(), null, 1, kernel), 5);
      batch = Batch.of(spaces, Cases.acted(spaces, Cases.SMALL, agent.policy(), 78, 12, 9));
      ObservationNormaliser normaliser = new ObservationNormaliser(agent.policy().observations());
      states = new float[batch.rows() * 3];
      normaliser.apply(batch.observations(), batch.rows(), states);
      parent = agent.policy().parameters();
      new Estimator(policy, critic, null, LearnerSettings.defaults(), kernel).estimate(batch, states, normaliser, parent,
          new ReturnScale(agent.policy().returns()), null, estimates);
      Random random = new Random(2);
      theta = parent.clone();
      for (int i = 0; i < theta.length; i++) {
        theta[i] += (float) (distance * random.nextGaussian());
      }
      rows = batch.rowsFor(batch.rows());
      rows.clear(batch.masked(), batch.initialStates());
      rows.add(0, batch.rows(), states, batch.discreteActions(), batch.continuousActions(), batch.masks());
    }

    PolicyProblem problem(double entropy, boolean standardise) {
      PolicyProblem problem = new PolicyProblem(policy, new ClippedSurrogate(kernel, LearnerSettings.Clip.defaults()), kernel,
          LearnerSettings.defaults().change().standardise(standardise ? Standardisation.PER_MINIBATCH : Standardisation.NEVER).build(), batch.rows());
      problem.pose(batch, estimates, parent, entropy, 0);
      problem.moveTo(theta, rows);
      return problem;
    }

    LossOracle oracle() {
      int n = batch.rows();
      double[] advantages = new double[n];
      double[] targets = new double[n];
      double mean = 0;
      for (int i = 0; i < n; i++) {
        advantages[i] = estimates.advantages()[i];
        targets[i] = estimates.standardisedTargets()[i];
        mean += advantages[i] / n;
      }
      double squares = 0;
      for (double advantage : advantages) {
        squares += (advantage - mean) * (advantage - mean);
      }
      for (int i = 0; i < n; i++) {
        advantages[i] = (advantages[i] - mean) / (Math.sqrt(squares / (n - 1)) + 1e-8);
      }
      return new LossOracle(architecture, batch, states, advantages, targets);
    }
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void policyLossAndItsGradientEqualTheDoubleForm(Spaces spaces) {
    Bench bench = new Bench(spaces, .25);
    PolicyProblem problem = bench.problem(ENTROPY, true);
    double clipFraction = problem.loss().clipFraction().orElseThrow();
    assertThat(clipFraction).isBetween(.1, .9);
    double[] theta = doubles(bench.theta);
    assertThat(problem.value()).isCloseTo(bench.oracle().policyLoss(theta, RANGE, ENTROPY), Offset.offset(1e-5));
    float[] gradient = new float[theta.length];
    problem.gradient(gradient);
    double[] differences = LossOracle.differences(p -> bench.oracle().policyLoss(p, RANGE, ENTROPY), theta);
    assertClose(gradient, differences);
    assertThat(Arrays.copyOfRange(gradient, bench.architecture.criticOffset(), gradient.length)).containsOnly(0f);
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void valueLossAndItsGradientEqualTheDoubleForm(Spaces spaces) {
    Bench bench = new Bench(spaces, .25);
    CriticProblem problem = new CriticProblem(bench.critic, LearnerSettings.Critic.defaults(), bench.batch.rows());
    problem.pose(bench.estimates);
    problem.moveTo(bench.theta, bench.rows);
    double[] theta = doubles(bench.theta);
    assertThat(problem.value()).isCloseTo(bench.oracle().valueLoss(theta), Offset.offset(1e-5));
    float[] gradient = new float[theta.length];
    problem.gradient(gradient);
    assertClose(gradient, LossOracle.differences(bench.oracle()::valueLoss, theta));
  }

  /// Correctness item 11, through the whole net: a batch of one kind of row, and of the other.
  @Test
  void gradientVanishesOnlyOutsideTheRangeOnTheProfitableSide() {
    Bench bench = new Bench(Cases.DISCRETE, .25);
    LossOracle oracle = bench.oracle();
    boolean[] seen = new boolean[4];
    for (int row = 0; row < bench.batch.rows(); row++) {
      double ratio = oracle.ratio(doubles(bench.theta), row);
      double advantage = bench.estimates.advantages()[row];
      bench.rows.clear(bench.batch.masked(), bench.batch.initialStates());
      bench.rows.add(row, 1, bench.states, bench.batch.discreteActions(), bench.batch.continuousActions(), bench.batch.masks());
      float[] gradient = new float[bench.theta.length];
      bench.problem(0, false).gradient(gradient);
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
    Bench bench = new Bench(spaces, 0);
    float[] surrogate = new float[bench.theta.length];
    bench.problem(0, false).gradient(surrogate);
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
    Bench bench = new Bench(spaces, 0);
    PolicyProblem problem = bench.problem(0, false);
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

  private static void assertClose(float[] gradient, double[] expected) {
    double norm = 0;
    for (double g : expected) {
      norm = Math.max(norm, Math.abs(g));
    }
    assertThat(norm).isGreaterThan(1e-3);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) gradient[i]).as("parameter %d", i).isCloseTo(expected[i], Offset.offset(1e-4 * Math.max(norm, Math.abs(expected[i]))));
    }
  }

  private static double[] doubles(float[] floats) {
    double[] out = new double[floats.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = floats[i];
    }
    return out;
  }
}
