// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;

import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.normalise.ObservationNormaliser;
import io.tributary.rl.normalise.ReturnScale;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.Rows;
import io.tributary.rl.policy.ValueFunction;

/// Works out what the steps of a batch are worth: from what was recorded, or from the critic where nothing was or the settings ask for it.
final class Estimator {
  private static final int CHUNK_ROWS = 1024;

  private final ValueFunction critic;
  private final BaselineRegression regression;
  private final LearnerSettings settings;
  private final Weights weights;
  private final BehaviourRatios ratios;
  private ValueFunction.Evaluation evaluation;
  private Rows rows;
  private float[] nextStates = {};

  /// @param regression the baseline tribuo; null for all others
  Estimator(Policy policy, ValueFunction critic, BaselineRegression regression, LearnerSettings settings, Kernel kernel) {
    this.critic = critic;
    this.regression = regression;
    this.settings = settings;
    ratios = new BehaviourRatios(policy, kernel);
    weights = switch (settings.weights()) {
      case ONE -> new CloningWeights();
      case TOTAL_RETURN -> new ReturnWeights(true, settings.baseline());
      case REWARD_TO_GO -> new ReturnWeights(false, settings.baseline());
      case N_STEP -> new NStepWeights(settings.nStep());
      case GAE -> new GaeWeights();
      case V_TRACE -> new VTraceWeights(settings.trace());
    };
  }

  /// Whether a trajectory's values are taken as recorded.
  boolean recorded(Trajectory trajectory) {
    return settings.targets() == TargetSource.RECORDED && trajectory.targets().advantages() != null && trajectory.columns().values() != null;
  }

  /// Fills the estimates of every row.
  ///
  /// @param states the batch's observations, standardised
  /// @param fitted the regression's state; null where there is none yet
  void estimate(
      Batch batch, float[] states, ObservationNormaliser normaliser, float[] theta, ReturnScale scale, byte[] fitted, Estimates estimates) {
    estimates.require(batch);
    if (settings.fitsCritic()) {
      values(batch, states, normaliser, theta, scale, estimates);
    } else {
      Arrays.fill(estimates.values(), 0, batch.rows() + batch.trajectories(), 0);
    }
    if (settings.weights() == Weighting.V_TRACE) {
      ratios.compute(batch, states, theta, estimates.ratios());
    }
    if (settings.baseline() == Baseline.TRIBUO) {
      regress(batch, fitted, estimates.baselines());
    }
    weights.compute(batch, this::recorded, estimates);
    discountStates(batch, estimates);
    estimates.standardise(batch, scale);
  }

  private void values(Batch batch, float[] states, ObservationNormaliser normaliser, float[] theta, ReturnScale scale, Estimates estimates) {
    for (int i = 0; i < batch.trajectories(); i++) {
      Trajectory trajectory = batch.trajectory(i);
      if (recorded(trajectory)) {
        System.arraycopy(trajectory.columns().values(), 0, estimates.values(), Estimates.valuesStart(batch, i), trajectory.count() + 1);
      }
    }
    predict(batch, states, normaliser, theta, scale, estimates);
  }

  private void regress(Batch batch, byte[] fitted, float[] baselines) {
    if (fitted == null) {
      Arrays.fill(baselines, 0, batch.rows(), 0);
    } else {
      regression.predict(fitted, batch.observations(), batch.rows(), baselines);
    }
  }

  private void discountStates(Batch batch, Estimates estimates) {
    if (!settings.discountStates()) {
      Arrays.fill(estimates.stateDiscounts(), 0, batch.rows(), 1);
      return;
    }
    for (int i = 0; i < batch.trajectories(); i++) {
      Trajectory trajectory = batch.trajectory(i);
      for (int t = 0; t < trajectory.count(); t++) {
        float discount = (float) StrictMath.pow(trajectory.gamma(), trajectory.first().index() + t);
        estimates.stateDiscounts()[batch.start(i) + t] = discount;
        estimates.advantages()[batch.start(i) + t] *= discount;
      }
    }
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
