// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;

import io.tributary.rl.policy.Rows;
import io.tributary.rl.policy.ValueFunction;

/// Half the mean squared error of standardised predictions; with a clip, of whichever of prediction and clipped prediction is further off:
/// ½·max((V − R)², (V_k + clip(V − V_k, −ε, ε) − R)²), V_k the value that the row's target was made with:
/// the one recorded when acting where targets are recorded (of the version that acted, which may be older than the parent), the parent's where
/// they are recomputed (then anew where estimates are refreshed between epochs). All in the critic's unit of this update.
final class CriticProblem {
  private final ValueFunction critic;
  private final LearnerSettings.Critic settings;
  private final ValueFunction.Evaluation now;
  private final float[] targets;
  private final float[] before;
  private final float[] derivatives;
  private Estimates estimates;
  private double loss;

  CriticProblem(ValueFunction critic, LearnerSettings.Critic settings, int maxRows) {
    this.critic = critic;
    this.settings = settings;
    now = critic.evaluation(maxRows);
    targets = new float[maxRows];
    before = new float[maxRows];
    derivatives = new float[maxRows];
  }

  /// Poses the problem of one update.
  void pose(Estimates nextEstimates) {
    estimates = nextEstimates;
  }

  /// Works out the predictions at these parameters and rows.
  void moveTo(float[] theta, Rows rows) {
    now.evaluate(theta, rows);
    rows.gather(estimates.standardisedTargets(), targets);
    int n = rows.count();
    if (settings.clip() > 0) {
      rows.gather(estimates.standardisedValues(), before);
      loss = clipped(n);
    } else {
      loss = squared(n);
    }
  }

  /// The loss, before the coefficient.
  double value() {
    return loss;
  }

  /// Overwrites the critic's range of the vector with the gradient of coefficient × loss.
  void gradient(float[] gradient) {
    Arrays.fill(gradient, critic.offset(), critic.offset() + critic.parameterCount(), 0);
    now.addGradient(derivatives, gradient);
  }

  int offset() {
    return critic.offset();
  }

  int parameterCount() {
    return critic.parameterCount();
  }

  private double squared(int n) {
    float[] predictions = now.predictions();
    float share = (float) (settings.coefficient() / n);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      float error = predictions[i] - targets[i];
      sum += (double) error * error;
      derivatives[i] = error * share;
    }
    return sum / (2 * n);
  }

  private double clipped(int n) {
    float[] predictions = now.predictions();
    float share = (float) (settings.coefficient() / n);
    float range = (float) settings.clip();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      float moved = predictions[i] - before[i];
      boolean outside = Math.abs(moved) > range;
      float error = predictions[i] - targets[i];
      float clippedError = outside ? before[i] + Math.copySign(range, moved) - targets[i] : error;
      boolean flat = outside && Math.abs(clippedError) > Math.abs(error);
      float worse = flat ? clippedError : error;
      sum += (double) worse * worse;
      derivatives[i] = flat ? 0 : error * share;
    }
    return sum / (2 * n);
  }
}
