// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.normalise.ReturnScale;

/// What the steps of a batch are estimated to be worth. One row each unless said; entries behind the batch's are stale.
final class Estimates {
  private float[] values = {};
  private float[] advantages = {};
  private float[] valueTargets = {};
  private float[] standardisedTargets = {};
  private float[] standardisedValues = {};
  private float[] baselines = {};
  private float[] ratios = {};
  private float[] stateDiscounts = {};
  private double[] discounts = {};

  void require(Batch batch) {
    int rows = batch.rows();
    if (advantages.length < rows) {
      advantages = new float[rows];
      valueTargets = new float[rows];
      standardisedTargets = new float[rows];
      standardisedValues = new float[rows];
      baselines = new float[rows];
      ratios = new float[rows];
      stateDiscounts = new float[rows];
      discounts = new double[rows];
    }
    if (values.length < rows + batch.trajectories()) {
      values = new float[rows + batch.trajectories()];
    }
  }

  /// V in reward units: of trajectory i from `valuesStart(batch, i)`, one entry more than it has steps, the last V(nextObservation).
  float[] values() {
    return values;
  }

  static int valuesStart(Batch batch, int trajectory) {
    return batch.start(trajectory) + trajectory;
  }

  /// w_t, in reward units until they are standardised.
  float[] advantages() {
    return advantages;
  }

  /// What the critic is fitted to, in reward units.
  float[] valueTargets() {
    return valueTargets;
  }

  /// The same in the critic's unit.
  float[] standardisedTargets() {
    return standardisedTargets;
  }

  /// V of each row as its target was made with it (recorded when acting, or recomputed), in the critic's unit.
  float[] standardisedValues() {
    return standardisedValues;
  }

  /// b(s_t) in reward units; stale where the weights have none.
  float[] baselines() {
    return baselines;
  }

  /// π/μ of each row's action, π the policy the weights are computed with; stale where they need none.
  float[] ratios() {
    return ratios;
  }

  /// γ^t, t counted from the beginning of the episode; 1 where states are not discounted.
  float[] stateDiscounts() {
    return stateDiscounts;
  }

  /// Scratch for one trajectory's discounts.
  double[] discounts() {
    return discounts;
  }

  /// Fills what is kept in the critic's unit.
  void standardise(Batch batch, ReturnScale scale) {
    for (int i = 0; i < batch.trajectories(); i++) {
      int valuesFrom = valuesStart(batch, i) - batch.start(i);
      for (int row = batch.start(i); row < batch.start(i + 1); row++) {
        standardisedTargets[row] = scale.standardise(valueTargets[row]);
        standardisedValues[row] = scale.standardise(values[valuesFrom + row]);
      }
    }
  }
}
