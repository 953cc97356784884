// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.random.CounterRandom;

/// Epochs of shuffled minibatches, each one step of the optimiser for the policy and, unless it has epochs of its own, one for the critic.
///
/// With a target KL the policy stops for the rest of the update before the first step whose minibatch shows it too far from π_k; the critic goes on.
///
/// Policy and critic have parameters, gradients, moments and norms of their own, so that one's epochs may run beside the other's: what comes of it is the same
/// as in turn. Only where the lengths of both gradients are limited jointly do they wait for one another at each minibatch.
final class FirstOrderStep implements Step {
  private static final double KL_SLACK = 1.5;

  private final Kernel kernel;
  private final Policy.Unit unit;
  private final LearnerSettings settings;
  private final CriticEpochs criticEpochs;
  private final boolean criticBeside;
  private final boolean joint;
  private final Pair pair;
  private final Minibatches minibatches;

  FirstOrderStep(Kernel kernel, Policy.Unit unit, LearnerSettings settings, CriticEpochs criticEpochs, Pair pair) {
    this.kernel = kernel;
    this.unit = unit;
    this.settings = settings;
    this.criticEpochs = criticEpochs;
    this.pair = pair;
    criticBeside = settings.fitsCritic() && settings.critic().epochs() == 0;
    joint = criticBeside && settings.maxGradNorm().joint();
    minibatches = new Minibatches(unit);
  }

  @Override
  public int maxRows(Batch batch) {
    return Math.max(Minibatches.maxRows(batch, unit, settings.minibatches()), criticEpochs.maxRows(batch));
  }

  @Override
  public Progress improve(Training training) {
    PolicyEpochs policy = new PolicyEpochs(training);
    boolean refreshed = settings.targets() == TargetSource.PER_EPOCH;
    int stretch = refreshed ? 1 : settings.epochs();
    for (int from = 0; from < settings.epochs(); from += stretch) {
      if (refreshed && from > 0) {
        training.estimate().run();
      }
      epochs(policy, from, from + stretch);
    }
    if (refreshed && criticEpochs.maxRows(training.batch()) > 0) {
      training.estimate().run();
    }
    criticEpochs.fit(training);
    return policy.progress();
  }

  private void epochs(PolicyEpochs policy, int from, int until) {
    if (criticBeside && !joint) {
      pair.run(() -> policy.run(from, until), () -> criticEpochs.beside(policy.training, from, until));
    } else {
      policy.run(from, until);
    }
  }

  /// The policy's way through the epochs of one update.
  private final class PolicyEpochs {
    private final Training training;
    private boolean stopped;
    private int done;

    PolicyEpochs(Training training) {
      this.training = training;
    }

    Progress progress() {
      return new Progress(done, stopped ? StopReason.TARGET_KL : StopReason.COMPLETED);
    }

    void run(int from, int until) {
      for (int epoch = from; epoch < until; epoch++) {
        minibatches.partition(training.batch(), settings.minibatches(), CounterRandom.key(training.randomKey(), epoch));
        for (int m = 0; m < minibatches.count() && !(stopped && !joint); m++) {
          minibatches.select(m, training.states(), training.rows());
          boolean last = epoch == settings.epochs() - 1 && m == minibatches.count() - 1;
          stopped = stopped || tooFar(last);
          move();
        }
        done += stopped ? 0 : 1;
      }
    }

    /// Takes the policy's problem to the minibatch; whether the policy must stop before its step.
    private boolean tooFar(boolean last) {
      PolicyProblem policy = training.policy();
      policy.moveTo(training.theta(), training.rows());
      training.figures().policyMinibatch(policy);
      boolean stop = settings.targetKl() > 0 && policy.kl() > KL_SLACK * settings.targetKl();
      if (stop || last) {
        training.figures().lastPolicyMinibatch(policy);
      }
      return stop;
    }

    /// A step of the policy unless it has stopped, and one of the critic where the two have a limit in common.
    private void move() {
      PolicyProblem policy = training.policy();
      double criticNorm = joint ? criticEpochs.gradient(training, training.rows()) : 0;
      double policyNorm = 0;
      if (!stopped) {
        policy.gradient(training.gradient());
        policyNorm = GradientNorm.of("policy", kernel, training.gradient(), policy.offset(), policy.parameterCount());
        training.figures().policyStep(policyNorm, training.rows().count());
      }
      double scale = GradientNorm.scale(settings.maxGradNorm().policy(), joint ? Math.sqrt(policyNorm * policyNorm + criticNorm * criticNorm) : policyNorm);
      if (!stopped) {
        training.optimiser().stepPolicy(training.theta(), training.gradient(), policy.offset(), policy.parameterCount(), scale, training.learningRate());
      }
      if (joint) {
        criticEpochs.step(training, scale);
      }
    }
  }
}
