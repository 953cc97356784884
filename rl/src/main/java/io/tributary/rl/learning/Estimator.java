// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.normalise.ObservationNormaliser;
import io.tributary.rl.normalise.ReturnScale;
import io.tributary.rl.policy.Rows;
import io.tributary.rl.policy.ValueFunction;

/// Works out what the steps of a batch are worth: from what was recorded, or from the critic where nothing was or the settings ask for it.
final class Estimator {
  private static final int CHUNK_ROWS = 1024;

  private final ValueFunction critic;
  private final Weights weights;
  private final TargetSource source;
  private ValueFunction.Evaluation evaluation;
  private Rows rows;
  private float[] nextStates = {};

  Estimator(ValueFunction critic, Weights weights, TargetSource source) {
    this.critic = critic;
    this.weights = weights;
    this.source = source;
  }

  /// Whether a trajectory's values are taken as recorded.
  boolean recorded(Trajectory trajectory) {
    return source == TargetSource.RECORDED && trajectory.targets().advantages() != null && trajectory.columns().values() != null;
  }

  /// Fills the estimates of every row.
  ///
  /// @param states the batch's observations, standardised
  void estimate(Batch batch, float[] states, ObservationNormaliser normaliser, float[] theta, ReturnScale scale, Estimates estimates) {
    estimates.require(batch);
    for (int i = 0; i < batch.trajectories(); i++) {
      Trajectory trajectory = batch.trajectory(i);
      if (recorded(trajectory)) {
        System.arraycopy(trajectory.columns().values(), 0, estimates.values(), Estimates.valuesStart(batch, i), trajectory.count() + 1);
      }
    }
    predict(batch, states, normaliser, theta, scale, estimates);
    for (int i = 0; i < batch.trajectories(); i++) {
      weights.compute(batch, i, recorded(batch.trajectory(i)), estimates);
    }
    estimates.standardise(batch, scale);
  }

  private void predict(Batch batch, float[] states, ObservationNormaliser normaliser, float[] theta, ReturnScale scale, Estimates estimates) {
    int chunkStart = 0;
    boolean ready = false;
    for (int i = 0; i < batch.trajectories(); i++) {
      if (recorded(batch.trajectory(i))) {
        continue;
      }
      if (!ready) {
        prepare(batch, normaliser);
        chunkStart = i;
        ready = true;
      }
      if (rows.count() + batch.trajectory(i).count() + 1 > rows.maxRows()) {
        flush(batch, chunkStart, i, theta, scale, estimates);
        chunkStart = i;
      }
      Minibatches.addTrajectory(batch, i, states, rows);
      rows.addObservation(i, nextStates);
    }
    if (ready) {
      flush(batch, chunkStart, batch.trajectories(), theta, scale, estimates);
    }
  }

  private void prepare(Batch batch, ObservationNormaliser normaliser) {
    int longest = 0;
    for (int i = 0; i < batch.trajectories(); i++) {
      longest = Math.max(longest, batch.trajectory(i).count());
    }
    if (rows == null || rows.maxRows() < longest + 1) {
      int capacity = Math.max(CHUNK_ROWS, longest + 1);
      rows = batch.rowsFor(capacity);
      evaluation = critic.evaluation(capacity);
    }
    int entries = batch.trajectories() * batch.spaces().observationSize();
    nextStates = nextStates.length < entries ? new float[entries] : nextStates;
    normaliser.apply(batch.nextObservations(), batch.trajectories(), nextStates);
    rows.clear(batch.masked(), batch.initialStates());
  }

  private void flush(Batch batch, int from, int to, float[] theta, ReturnScale scale, Estimates estimates) {
    evaluation.evaluate(theta, rows);
    int at = 0;
    for (int i = from; i < to; i++) {
      if (!recorded(batch.trajectory(i))) {
        int start = Estimates.valuesStart(batch, i);
        for (int t = 0; t <= batch.trajectory(i).count(); t++, at++) {
          estimates.values()[start + t] = scale.toRewardUnits(evaluation.predictions()[at]);
        }
      }
    }
    rows.clear(batch.masked(), batch.initialStates());
  }
}
