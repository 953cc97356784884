// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.List;
import java.util.Random;

import org.assertj.core.data.Offset;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.normalise.ObservationNormaliser;
import io.tributary.rl.normalise.ReturnScale;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.NetworkPolicy;
import io.tributary.rl.policy.NetworkValueFunction;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.PolicyArchitecture;
import io.tributary.rl.policy.Rows;

import static org.assertj.core.api.Assertions.assertThat;

/// A parent, a batch it acted, and parameters some way off, with all that a loss is made of.
final class Bench {
  final Kernel kernel = Kernels.best();
  final Architecture shape;
  final LearnerSettings settings;
  final PolicyArchitecture architecture;
  final Policy policy;
  final NetworkValueFunction critic;
  final Agent parent;
  final Batch batch;
  final float[] states;
  final Estimates estimates = new Estimates();
  final float[] theta;
  final Rows rows;

  /// @param distance standard deviation of what the parameters are off by
  Bench(Spaces spaces, LearnerSettings settings, double distance) {
    this(spaces, settings, distance, Cases.parent(spaces, 5), Cases.acted(spaces, Cases.SMALL, Cases.parent(spaces, 5).policy(), 78, 12, 9));
  }

  Bench(Spaces spaces, LearnerSettings settings, double distance, Agent parent, List<Trajectory> trajectories) {
    this(spaces, Cases.SMALL, settings, distance, parent, trajectories);
  }

  Bench(Spaces spaces, Architecture shape, LearnerSettings settings, double distance, Agent parent, List<Trajectory> trajectories) {
    this.settings = settings;
    this.parent = parent;
    this.shape = shape;
    architecture = new PolicyArchitecture(spaces, shape, kernel);
    policy = new NetworkPolicy(architecture);
    critic = new NetworkValueFunction(architecture);
    batch = Batch.of(spaces, trajectories);
    ObservationNormaliser normaliser = new ObservationNormaliser(parent.policy().observations());
    states = new float[batch.rows() * spaces.observationSize()];
    normaliser.apply(batch.observations(), batch.rows(), states);
    new Estimator(policy, critic, null, settings, kernel).estimate(batch, states, normaliser, parent.policy().parameters(),
        new ReturnScale(parent.policy().returns()), null, estimates);
    Random random = new Random(2);
    theta = parent.policy().parameters().clone();
    for (int i = 0; i < theta.length; i++) {
      theta[i] += (float) (distance * random.nextGaussian());
    }
    rows = batch.rowsFor(batch.rows());
    Minibatches.selectAll(batch, Policy.Unit.ROW, states, rows);
  }

  /// The objective's problem at θ over all rows.
  PolicyProblem problem(Objective objective, double entropy) {
    PolicyProblem problem = new PolicyProblem(policy, objective, kernel, settings, batch.rows());
    problem.pose(batch, estimates, parent.policy().parameters(), entropy, 0);
    problem.moveTo(theta, rows);
    return problem;
  }

  Objective clippedSurrogate() {
    return new ClippedSurrogate(kernel, LearnerSettings.Clip.defaults());
  }

  PolicyGradient algorithm() {
    return Algorithms.of(batch.spaces(), shape, settings, null, 1, kernel);
  }

  /// The gradient of the loss at θ, as an update would compute it.
  float[] gradient() {
    return algorithm().gradient(parent, theta, batch);
  }

  PolicyOracle oracle() {
    return new PolicyOracle(architecture, batch, states);
  }

  /// The losses with the advantages there are.
  LossOracle losses() {
    return new LossOracle(oracle(), advantages(), targets());
  }

  /// The losses with advantages brought to mean 0 and standard deviation 1 over all rows.
  LossOracle standardisedLosses() {
    double[] advantages = advantages();
    int n = advantages.length;
    double mean = 0;
    for (double advantage : advantages) {
      mean += advantage / n;
    }
    double squares = 0;
    for (double advantage : advantages) {
      squares += (advantage - mean) * (advantage - mean);
    }
    for (int i = 0; i < n; i++) {
      advantages[i] = (advantages[i] - mean) / (Math.sqrt(squares / (n - 1)) + 1e-8);
    }
    return new LossOracle(oracle(), advantages, targets());
  }

  private double[] advantages() {
    return doubles(estimates.advantages(), batch.rows());
  }

  private double[] targets() {
    return doubles(estimates.standardisedTargets(), batch.rows());
  }

  double[] thetaInDouble() {
    return doubles(theta, theta.length);
  }

  /// Differences for the policy's parameters at θ; the critic's are 0.
  double[] differences(java.util.function.ToDoubleFunction<double[]> function) {
    return PolicyOracle.differences(function, thetaInDouble(), architecture.criticOffset());
  }

  static double[] doubles(float[] floats, int n) {
    double[] out = new double[n];
    for (int i = 0; i < n; i++) {
      out[i] = floats[i];
    }
    return out;
  }

  /// Equal within 10⁻⁴ of the largest entry, which is not next to nothing.
  static void assertClose(float[] gradient, double[] expected) {
    double norm = 0;
    for (double g : expected) {
      norm = Math.max(norm, Math.abs(g));
    }
    assertThat(norm).isGreaterThan(1e-3);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) gradient[i]).as("parameter %d", i).isCloseTo(expected[i], Offset.offset(1e-4 * norm));
    }
  }
}
