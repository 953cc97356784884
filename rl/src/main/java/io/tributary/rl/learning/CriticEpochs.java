// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.random.CounterRandom;

/// Passes over a batch that the critic makes on its own, when the policy has moved.
final class CriticEpochs {
  /// Keeps these shuffles apart from the policy's, whose epochs count from 0.
  private static final long STREAM = 1L << 32;

  private final Kernel kernel;
  private final Policy.Unit unit;
  private final LearnerSettings settings;
  private final Minibatches minibatches;

  CriticEpochs(Kernel kernel, Policy.Unit unit, LearnerSettings settings) {
    this.kernel = kernel;
    this.unit = unit;
    this.settings = settings;
    minibatches = new Minibatches(unit);
  }

  /// The most rows a selection may have; 0 where there are none.
  int maxRows(Batch batch) {
    return wanted() ? Minibatches.maxRows(batch, unit, settings.critic().minibatches()) : 0;
  }

  private boolean wanted() {
    return settings.fitsCritic() && settings.critic().epochs() > 0;
  }

  void fit(Training t) {
    for (int epoch = 0; wanted() && epoch < settings.critic().epochs(); epoch++) {
      minibatches.partition(t.batch(), settings.critic().minibatches(), CounterRandom.key(t.randomKey(), STREAM + epoch));
      for (int m = 0; m < minibatches.count(); m++) {
        minibatches.select(m, t.states(), t.rows());
        double norm = gradient(t);
        step(t, GradientNorm.scale(settings.maxGradNorm().critic(), norm));
      }
    }
  }

  /// Fills the critic's gradient on the selected rows and returns its norm.
  double gradient(Training t) {
    CriticProblem critic = t.critic();
    critic.moveTo(t.theta(), t.rows());
    critic.gradient(t.gradient());
    double norm = GradientNorm.of("value", kernel, t.gradient(), critic.offset(), critic.parameterCount());
    t.figures().criticMinibatch(critic, norm, t.rows().count());
    return norm;
  }

  void step(Training t, double scale) {
    double learningRate = t.learningRate() * settings.critic().learningRateFactor();
    t.optimiser().stepCritic(t.theta(), t.gradient(), t.critic().offset(), t.critic().parameterCount(), scale, learningRate);
  }
}
