// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.policy.Policy;

/// One step of the policy on the whole batch along s = (F + damping·I)⁻¹·g, g the gradient, F the Fisher information at π_k; then the critic's epochs.
///
/// The step is √(2δ/sᵀ(F + damping·I)s)·s: by the quadratic model its KL is δ, or less because of the damping. A natural gradient takes it as it is. A
/// trust region tries it, and then shorter ones, until the KL itself is at most δ *and* the surrogate is better; where none is, the parameters stay
/// the very same. F is only ever multiplied with vectors; no differences are taken (arXiv 1502.05477, appendix C).
final class NaturalStep implements Step {
  private final Kernel kernel;
  private final Policy.Unit unit;
  private final LearnerSettings settings;
  private final CriticEpochs criticEpochs;
  private float[] product = {};
  private float[] direction = {};

  NaturalStep(Kernel kernel, Policy.Unit unit, LearnerSettings settings, CriticEpochs criticEpochs) {
    this.kernel = kernel;
    this.unit = unit;
    this.settings = settings;
    this.criticEpochs = criticEpochs;
  }

  @Override
  public int maxRows(Batch batch) {
    return batch.rows();
  }

  @Override
  public Progress improve(Training training) {
    StopReason reason = movePolicy(training);
    criticEpochs.fit(training);
    return new Progress(reason == StopReason.LINE_SEARCH_FAILED ? 0 : 1, reason);
  }

  private StopReason movePolicy(Training t) {
    PolicyProblem policy = t.policy();
    Minibatches.selectAll(t.batch(), unit, t.states(), t.rows());
    policy.moveTo(t.theta(), t.rows());
    t.figures().policyMinibatch(policy);
    policy.gradient(t.gradient());
    double norm = GradientNorm.of("policy", kernel, t.gradient(), policy.offset(), policy.parameterCount());
    t.figures().policyStep(norm, t.rows().count());
    double[] step = direction(t, policy);
    boolean moved = settings.step() == StepKind.TRUST_REGION ? search(t, policy, step) : take(t, policy, step, 1);
    t.figures().lastPolicyMinibatch(policy);
    if (moved) {
      t.optimiser().countPolicyStep();
    }
    return moved ? StopReason.COMPLETED : StopReason.LINE_SEARCH_FAILED;
  }

  /// The full step; zeros where there is nothing to follow.
  private double[] direction(Training t, PolicyProblem policy) {
    int n = policy.parameterCount();
    double[] descent = new double[n];
    for (int k = 0; k < n; k++) {
      descent[k] = -t.gradient()[policy.offset() + k];
    }
    ConjugateGradient.Operator fisher = (v, out) -> multiply(t, policy, v, out);
    double[] step = ConjugateGradient.solve(fisher, descent, settings.trustRegion().iterations());
    double[] image = new double[n];
    multiply(t, policy, step, image);
    double curvature = ConjugateGradient.dot(step, image);
    double length = curvature > 0 ? Math.sqrt(2 * settings.trustRegion().maxKl() / curvature) : 0;
    if (!Double.isFinite(length)) {
      throw new ArithmeticException("the natural step has length " + length + "; expected a finite number; the update is not published");
    }
    for (int k = 0; k < n; k++) {
      step[k] *= length;
    }
    return step;
  }

  /// (F + damping·I)·v at the parameters the problem is at.
  private void multiply(Training t, PolicyProblem policy, double[] v, double[] out) {
    if (product.length < t.theta().length) {
      product = new float[t.theta().length];
      direction = new float[t.theta().length];
    }
    for (int k = 0; k < v.length; k++) {
      direction[policy.offset() + k] = (float) v[k];
    }
    policy.fisherVector(direction, product);
    for (int k = 0; k < v.length; k++) {
      out[k] = product[policy.offset() + k] + settings.trustRegion().damping() * v[k];
    }
  }

  private boolean search(Training t, PolicyProblem policy, double[] step) {
    float[] before = t.theta().clone();
    double surrogate = policy.value();
    double factor = 1;
    for (int tries = 1; tries <= settings.trustRegion().backtracks(); tries++) {
      var _ = take(t, policy, step, factor);
      double kl = policy.kl();
      t.figures().lineSearch(tries);
      if (kl <= settings.trustRegion().maxKl() && policy.value() < surrogate) {
        return true;
      }
      System.arraycopy(before, 0, t.theta(), 0, before.length);
      factor *= settings.trustRegion().backtrack();
    }
    policy.moveTo(t.theta(), t.rows());
    return false;
  }

  private boolean take(Training t, PolicyProblem policy, double[] step, double factor) {
    for (int k = 0; k < step.length; k++) {
      t.theta()[policy.offset() + k] = (float) (t.theta()[policy.offset() + k] + factor * step[k]);
    }
    policy.moveTo(t.theta(), t.rows());
    return true;
  }
}
