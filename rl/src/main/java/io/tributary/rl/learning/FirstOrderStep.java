// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.random.CounterRandom;

/// Epochs of shuffled minibatches, each one step of the optimiser for the policy and one for the critic.
///
/// With a target KL the policy stops for the rest of the update before the first step whose minibatch shows it too far from π_k; the critic goes on.
final class FirstOrderStep implements Step {
  private static final double KL_SLACK = 1.5;
  private static final double NORM_EPSILON = 1e-6;

  private final Kernel kernel;
  private final Policy.Unit unit;
  private final LearnerSettings settings;
  private final Minibatches minibatches;

  FirstOrderStep(Kernel kernel, Policy.Unit unit, LearnerSettings settings) {
    this.kernel = kernel;
    this.unit = unit;
    this.settings = settings;
    minibatches = new Minibatches(unit);
  }

  @Override
  public int maxRows(Batch batch) {
    return Minibatches.maxRows(batch, unit, settings.minibatches());
  }

  @Override
  public Progress improve(Training training) {
    boolean stopped = false;
    int epochsDone = 0;
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      if (epoch > 0 && settings.targets() == TargetSource.PER_EPOCH) {
        training.estimate().run();
      }
      minibatches.partition(training.batch(), settings.minibatches(), CounterRandom.key(training.randomKey(), epoch));
      for (int m = 0; m < minibatches.count(); m++) {
        minibatches.select(m, training.states(), training.rows());
        boolean last = epoch == settings.epochs() - 1 && m == minibatches.count() - 1;
        stopped = stopped || tooFar(training, last);
        move(training, !stopped);
      }
      epochsDone += stopped ? 0 : 1;
    }
    return new Progress(epochsDone, stopped ? StopReason.TARGET_KL : StopReason.COMPLETED);
  }

  /// Takes the policy's problem to the minibatch; whether the policy must stop before its step.
  private boolean tooFar(Training training, boolean last) {
    PolicyProblem policy = training.policy();
    policy.moveTo(training.theta(), training.rows());
    training.figures().policyMinibatch(policy);
    boolean stop = settings.targetKl() > 0 && policy.kl() > KL_SLACK * settings.targetKl();
    if (stop || last) {
      training.figures().lastPolicyMinibatch(policy);
    }
    return stop;
  }

  private void move(Training t, boolean movePolicy) {
    PolicyProblem policy = t.policy();
    CriticProblem critic = t.critic();
    int rows = t.rows().count();
    critic.moveTo(t.theta(), t.rows());
    critic.gradient(t.gradient());
    double criticNorm = norm("value", t.gradient(), critic.offset(), critic.parameterCount());
    t.figures().criticMinibatch(critic, criticNorm, rows);
    double policyNorm = 0;
    if (movePolicy) {
      policy.gradient(t.gradient());
      policyNorm = norm("policy", t.gradient(), policy.offset(), policy.parameterCount());
      t.figures().policyStep(policyNorm, rows);
    }
    LearnerSettings.MaxGradNorm limits = settings.maxGradNorm();
    double joint = Math.sqrt(policyNorm * policyNorm + criticNorm * criticNorm);
    if (movePolicy) {
      double scale = scale(limits.policy(), limits.joint() ? joint : policyNorm);
      t.optimiser().stepPolicy(t.theta(), t.gradient(), policy.offset(), policy.parameterCount(), scale, t.learningRate());
    }
    double scale = limits.joint() ? scale(limits.policy(), joint) : scale(limits.critic(), criticNorm);
    t.optimiser().stepCritic(t.theta(), t.gradient(), critic.offset(), critic.parameterCount(), scale, t.learningRate());
  }

  private static double scale(double limit, double norm) {
    return Math.min(1, limit / (norm + NORM_EPSILON));
  }

  private double norm(String whose, float[] gradient, int from, int count) {
    double norm = Math.sqrt(kernel.squaredNorm(gradient, from, count));
    if (!Double.isFinite(norm)) {
      throw new ArithmeticException("the " + whose + " gradient has norm " + norm + "; expected a finite number; the update is not published");
    }
    return norm;
  }
}
