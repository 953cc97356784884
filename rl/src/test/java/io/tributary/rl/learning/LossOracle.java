// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// The losses in double, from the papers: sums over all rows, nothing cached, nothing cancelled. Slow.
///
/// @param advantages what multiplies each row, standardised where the loss wants that
/// @param targets of the critic, in its unit
record LossOracle(PolicyOracle policy, double[] advantages, double[] targets) {

  /// mean max(−A·r, −A·clip(r)).
  double clippedSurrogate(double[] theta, double range) {
    double loss = 0;
    for (int row = 0; row < advantages.length; row++) {
      double ratio = policy.ratio(theta, row);
      double clipped = Math.min(Math.max(ratio, 1 - range), 1 + range);
      loss += Math.max(-advantages[row] * ratio, -advantages[row] * clipped);
    }
    return loss / advantages.length;
  }

  /// mean −A·r.
  double stepImportance(double[] theta) {
    double loss = 0;
    for (int row = 0; row < advantages.length; row++) {
      loss -= advantages[row] * policy.ratio(theta, row);
    }
    return loss / advantages.length;
  }

  /// mean −A·log π.
  double scoreFunction(double[] theta) {
    double loss = 0;
    for (int row = 0; row < advantages.length; row++) {
      loss -= advantages[row] * policy.logProbability(theta, row);
    }
    return loss / advantages.length;
  }

  double meanEntropy(double[] theta) {
    double sum = 0;
    for (int row = 0; row < advantages.length; row++) {
      sum += policy.entropy(theta, row);
    }
    return sum / advantages.length;
  }

  double valueLoss(double[] theta) {
    double loss = 0;
    for (int row = 0; row < targets.length; row++) {
      double error = policy.value(theta, row) - targets[row];
      loss += error * error / 2;
    }
    return loss / targets.length;
  }
}
