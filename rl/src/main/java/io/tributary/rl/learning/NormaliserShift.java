// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.normalise.ObservationNormaliser;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.Rows;

/// How far the merge of a batch into the observation statistics alone moves the policy: mean KL(π under the parent's statistics ‖ π under the
/// child's), both with the child's parameters, over some of the batch's rows.
final class NormaliserShift {
  private static final int SAMPLE_ROWS = 256;

  private final Policy policy;
  private Policy.Evaluation before;
  private Policy.Evaluation after;
  private Rows rowsBefore;
  private Rows rowsAfter;
  private float[] moved = {};
  private float[] divergences = {};

  NormaliserShift(Policy policy) {
    this.policy = policy;
  }

  double kl(Batch batch, float[] states, ObservationNormaliser next, float[] theta) {
    int entries = batch.rows() * batch.spaces().observationSize();
    moved = moved.length < entries ? new float[entries] : moved;
    next.apply(batch.observations(), batch.rows(), moved);
    reserve(batch);
    select(batch, states, rowsBefore);
    select(batch, moved, rowsAfter);
    before.evaluate(theta, rowsBefore);
    after.evaluate(theta, rowsAfter);
    after.divergencesFrom(before, divergences);
    double sum = 0;
    for (int i = 0; i < rowsAfter.count(); i++) {
      sum += divergences[i];
    }
    return sum / rowsAfter.count();
  }

  /// Evenly spaced rows, or the first trajectories that hold as many.
  private void select(Batch batch, float[] states, Rows rows) {
    rows.clear(batch.masked(), batch.initialStates());
    if (policy.unit() != Policy.Unit.ROW) {
      for (int i = 0; i < batch.trajectories() && rows.count() < SAMPLE_ROWS; i++) {
        Minibatches.addTrajectory(batch, i, states, rows);
      }
      return;
    }
    int n = Math.min(SAMPLE_ROWS, batch.rows());
    for (int i = 0; i < n; i++) {
      rows.add((int) ((long) batch.rows() * i / n), 1, states, batch.discreteActions(), batch.continuousActions(), batch.masks());
    }
  }

  private void reserve(Batch batch) {
    int capacity = policy.unit() == Policy.Unit.ROW ? SAMPLE_ROWS : batch.rows();
    if (rowsBefore == null || rowsBefore.maxRows() < capacity) {
      rowsBefore = batch.rowsFor(capacity);
      rowsAfter = batch.rowsFor(capacity);
      before = policy.evaluation(capacity);
      after = policy.evaluation(capacity);
      divergences = new float[capacity];
    }
  }
}
