// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.kernel.Kernel;

/// Turns gradients into steps, and remembers what Adam remembers.
///
/// Policy and critic count their own steps: one may stop early and the other go on.
final class Optimiser {
  private final Kernel kernel;
  private final LearnerSettings.Optimiser settings;
  private final int parameters;
  private final float[] firstMoments;
  private final float[] secondMoments;
  private long policySteps;
  private long criticSteps;

  Optimiser(Kernel kernel, LearnerSettings.Optimiser settings, int parameters) {
    this.kernel = kernel;
    this.settings = settings;
    this.parameters = parameters;
    firstMoments = new float[adam() ? parameters : 0];
    secondMoments = new float[firstMoments.length];
  }

  private boolean adam() {
    return settings.rule() == LearnerSettings.Rule.ADAM;
  }

  OptimiserState initial() {
    return new OptimiserState(new float[adam() ? 2 * parameters : 0], 0, 0);
  }

  /// Goes on from a state, which stays as it is.
  void load(OptimiserState state) {
    int expected = adam() ? 2 * parameters : 0;
    if (state.moments().length != expected) {
      throw new IllegalArgumentException("optimiser state holds " + state.moments().length + " moments; expected " + expected + " for "
          + settings.rule() + " over " + parameters + " parameters");
    }
    if (adam()) {
      System.arraycopy(state.moments(), 0, firstMoments, 0, parameters);
      System.arraycopy(state.moments(), parameters, secondMoments, 0, parameters);
    }
    policySteps = state.policySteps();
    criticSteps = state.criticSteps();
  }

  OptimiserState state() {
    float[] moments = new float[adam() ? 2 * parameters : 0];
    if (adam()) {
      System.arraycopy(firstMoments, 0, moments, 0, parameters);
      System.arraycopy(secondMoments, 0, moments, parameters, parameters);
    }
    return new OptimiserState(moments, policySteps, criticSteps);
  }

  /// Counts a step of the policy that something else made.
  void countPolicyStep() {
    policySteps++;
  }

  void stepPolicy(float[] theta, float[] gradient, int from, int count, double scale, double learningRate) {
    policySteps++;
    step(theta, gradient, from, count, scale, learningRate, policySteps);
  }

  void stepCritic(float[] theta, float[] gradient, int from, int count, double scale, double learningRate) {
    criticSteps++;
    step(theta, gradient, from, count, scale, learningRate, criticSteps);
  }

  private void step(float[] theta, float[] gradient, int from, int count, double scale, double learningRate, long steps) {
    if (!adam()) {
      kernel.addScaled(theta, from, (float) (-learningRate * scale), gradient, from, count);
      return;
    }
    double firstCorrection = 1 - StrictMath.pow(settings.beta1(), steps);
    double secondCorrection = 1 - StrictMath.pow(settings.beta2(), steps);
    kernel.adam(theta, firstMoments, secondMoments, gradient, from, from + count, (float) scale, (float) settings.beta1(), (float) settings.beta2(),
        (float) (learningRate / firstCorrection), (float) (1 / secondCorrection), (float) settings.epsilon());
  }
}
