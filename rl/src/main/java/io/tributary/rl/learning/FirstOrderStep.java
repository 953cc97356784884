// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.random.CounterRandom;

/// Epochs of shuffled minibatches, each one step of the optimiser for the policy and, unless it has epochs of its own, one for the critic.
///
/// With a target KL the policy stops for the rest of the update before the first step whose minibatch shows it too far from π_k; the critic goes on.
final class FirstOrderStep implements Step {
  private static final double KL_SLACK = 1.5;

  private final Kernel kernel;
  private final Policy.Unit unit;
  private final LearnerSettings settings;
  private final CriticEpochs criticEpochs;
  private final boolean criticBeside;
  private final Minibatches minibatches;

  FirstOrderStep(Kernel kernel, Policy.Unit unit, LearnerSettings settings, CriticEpochs criticEpochs) {
    this.kernel = kernel;
    this.unit = unit;
    this.settings = settings;
    this.criticEpochs = criticEpochs;
    criticBeside = settings.fitsCritic() && settings.critic().epochs() == 0;
    minibatches = new Minibatches(unit);
  }

  @Override
  public int maxRows(Batch batch) {
    return Math.max(Minibatches.maxRows(batch, unit, settings.minibatches()), criticEpochs.maxRows(batch));
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
    if (settings.targets() == TargetSource.PER_EPOCH && criticEpochs.maxRows(training.batch()) > 0) {
      training.estimate().run();
    }
    criticEpochs.fit(training);
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
    double criticNorm = criticBeside ? criticEpochs.gradient(t) : 0;
    double policyNorm = 0;
    if (movePolicy) {
      policy.gradient(t.gradient());
      policyNorm = GradientNorm.of("policy", kernel, t.gradient(), policy.offset(), policy.parameterCount());
      t.figures().policyStep(policyNorm, t.rows().count());
    }
    LearnerSettings.MaxGradNorm limits = settings.maxGradNorm();
    double joint = Math.sqrt(policyNorm * policyNorm + criticNorm * criticNorm);
    if (movePolicy) {
      double scale = GradientNorm.scale(limits.policy(), limits.joint() ? joint : policyNorm);
      t.optimiser().stepPolicy(t.theta(), t.gradient(), policy.offset(), policy.parameterCount(), scale, t.learningRate());
    }
    if (criticBeside) {
      criticEpochs.step(t, limits.joint() ? GradientNorm.scale(limits.policy(), joint) : GradientNorm.scale(limits.critic(), criticNorm));
    }
  }
}
