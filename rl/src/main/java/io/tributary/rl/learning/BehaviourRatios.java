// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.Rows;

/// π_θ/μ of every step of a batch, some whole trajectories at a time.
final class BehaviourRatios {
  private static final int CHUNK_ROWS = 1024;

  private final Policy policy;
  private final Kernel kernel;
  private Policy.Evaluation evaluation;
  private Rows rows;
  private float[] now = {};

  BehaviourRatios(Policy policy, Kernel kernel) {
    this.policy = policy;
    this.kernel = kernel;
  }

  /// @param states the batch's observations, standardised
  /// @param out one a row
  void compute(Batch batch, float[] states, float[] theta, float[] out) {
    reserve(batch);
    int first = 0;
    while (first < batch.trajectories()) {
      rows.clear(batch.masked(), batch.initialStates());
      int next = first;
      while (next < batch.trajectories() && rows.count() + batch.trajectory(next).count() <= rows.maxRows()) {
        Minibatches.addTrajectory(batch, next, states, rows);
        next++;
      }
      evaluation.evaluate(theta, rows);
      evaluation.logProbabilities(now);
      for (int row = 0; row < rows.count(); row++) {
        out[batch.start(first) + row] = now[row] - batch.logProbabilities()[batch.start(first) + row];
      }
      first = next;
    }
    kernel.exp(out, 0, batch.rows());
  }

  private void reserve(Batch batch) {
    int longest = CHUNK_ROWS;
    for (int i = 0; i < batch.trajectories(); i++) {
      longest = Math.max(longest, batch.trajectory(i).count());
    }
    if (rows == null || rows.maxRows() < longest) {
      rows = batch.rowsFor(longest);
      evaluation = policy.evaluation(longest);
      now = new float[longest];
    }
  }
}
