// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.Rows;
import io.tributary.rl.random.CounterRandom;

/// Passes over a batch in which the critic alone moves: beside the policy's, in the very minibatches of its epochs, or when the policy has moved.
///
/// **Assumptions.** Nothing here reads what the policy's passes write, nor the other way round: they may run at once.
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

  /// The most rows a selection of the critic's own epochs may have; 0 where there are none.
  int maxRows(Batch batch) {
    return wanted() ? Minibatches.maxRows(batch, unit, settings.critic().minibatches()) : 0;
  }

  private boolean wanted() {
    return settings.fitsCritic() && settings.critic().epochs() > 0;
  }

  /// Its own epochs, if it has some.
  void fit(Training t) {
    for (int epoch = 0; wanted() && epoch < settings.critic().epochs(); epoch++) {
      epoch(t, settings.critic().minibatches(), STREAM + epoch);
    }
  }

  /// The policy's epochs `from` to `until - 1`.
  void beside(Training t, int from, int until) {
    for (int epoch = from; epoch < until; epoch++) {
      epoch(t, settings.minibatches(), epoch);
    }
  }

  private void epoch(Training t, int wanted, long shuffle) {
    minibatches.partition(t.batch(), wanted, CounterRandom.key(t.randomKey(), shuffle));
    for (int m = 0; m < minibatches.count(); m++) {
      minibatches.select(m, t.states(), t.criticRows());
      double norm = gradient(t, t.criticRows());
      step(t, GradientNorm.scale(settings.maxGradNorm().critic(), norm));
    }
  }

  /// Fills the critic's gradient on the selected rows and returns its norm.
  double gradient(Training t, Rows rows) {
    CriticProblem critic = t.critic();
    critic.moveTo(t.theta(), rows);
    critic.gradient(t.gradient());
    double norm = GradientNorm.of("value", kernel, t.gradient(), critic.offset(), critic.parameterCount());
    t.figures().criticMinibatch(critic, norm, rows.count());
    return norm;
  }

  void step(Training t, double scale) {
    double learningRate = t.learningRate() * settings.critic().learningRateFactor();
    t.optimiser().stepCritic(t.theta(), t.gradient(), t.critic().offset(), t.critic().parameterCount(), scale, learningRate);
  }
}
