// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.policy.ActorOutput;

/// The steps of one environment that are not published yet: consecutive, of one episode, acted by one version. Filled step by step, without
/// allocating; closed into a record.
final class OpenRecord {
  private final int capacity;
  private final int observationSize;
  private final int actionSize;
  private final int maskSize;
  private final boolean greedy;
  private final float[] observations;
  private final int[] choices;
  private final float[] rawActions;
  private final float[] environmentActions;
  private final float[] logProbabilities;
  private final float[] values;
  private final float[] rewards;
  private final byte[] masks;

  private int count;
  private boolean anyClipped;
  private double returnBefore;
  private long firstActedMs;
  private long lastActedMs;

  OpenRecord(Spaces spaces, boolean masked, boolean greedy, int capacity) {
    this.capacity = capacity;
    this.greedy = greedy;
    observationSize = spaces.observationSize();
    actionSize = spaces.actionSize();
    maskSize = spaces.maskSize();
    observations = new float[Math.multiplyExact(capacity, observationSize)];
    choices = spaces.discreteActions() ? new int[capacity * actionSize] : null;
    rawActions = spaces.discreteActions() ? null : new float[capacity * actionSize];
    environmentActions = spaces.discreteActions() ? null : new float[capacity * actionSize];
    logProbabilities = new float[capacity];
    values = new float[capacity + 1];
    rewards = new float[capacity];
    masks = masked ? new byte[Math.multiplyExact(capacity, maskSize)] : null;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  boolean isFull() {
    return count == capacity;
  }

  /// What is known of a step before the environment answers.
  ///
  /// @param returnSoFar rewards of the episode before this step
  void decided(Batch batch, int row, double returnSoFar, long nowMs) {
    if (count == 0) {
      returnBefore = returnSoFar;
      firstActedMs = nowMs;
      anyClipped = false;
    }
    lastActedMs = nowMs;
    ActorOutput decisions = batch.decisions();
    System.arraycopy(batch.observations(), row * observationSize, observations, count * observationSize, observationSize);
    if (choices != null) {
      System.arraycopy(decisions.discreteActions(), row * actionSize, choices, count * actionSize, actionSize);
    } else {
      continuous(decisions.continuousActions(), batch.clipped(), row);
    }
    if (masks != null) {
      System.arraycopy(batch.masks(), row * maskSize, masks, count * maskSize, maskSize);
    }
    logProbabilities[count] = decisions.logProbabilities()[row];
    values[count] = decisions.values()[row];
  }

  private void continuous(float[] raw, float[] clipped, int row) {
    for (int from = row * actionSize, to = count * actionSize, i = 0; i < actionSize; i++) {
      rawActions[to + i] = raw[from + i];
      environmentActions[to + i] = clipped[from + i];
      anyClipped |= raw[from + i] != clipped[from + i];
    }
  }

  /// The environment answered: the step is complete.
  void rewarded(float reward) {
    rewards[count] = reward;
    count++;
  }

  /// Makes a record of all steps and starts anew.
  ///
  /// @param nextIndex index of the step after the last one in here
  /// @param next observation after the last step, in a row of `nextObservations`
  /// @param nextValue V of it
  Steps close(StepId episode, long nextIndex, long version, float[] nextObservations, int next, float nextValue, Ending ending, boolean cut,
      Purpose purpose) {
    values[count] = nextValue;
    Columns.Builder columns = new Columns.Builder(count, observationSize, actionSize)
        .observations(observations, 0)
        .nextObservation(nextObservations, next * observationSize)
        .values(values, 0)
        .rewards(rewards, 0);
    if (choices != null) {
      columns.discreteActions(choices, 0);
    } else {
      columns.continuousActions(rawActions, 0);
    }
    if (anyClipped) {
      columns.environmentActions(environmentActions, 0);
    }
    if (!greedy) {
      columns.logProbabilities(logProbabilities, 0); // of a policy that samples; the greedy one has none to learn from
    }
    if (masks != null) {
      columns.masks(masks, 0, maskSize);
    }
    StepId first = episode.plus(nextIndex - count);
    count = 0;
    return new Steps(first, version, columns.build(), ending, cut, returnBefore, purpose, false, firstActedMs, lastActedMs);
  }
}
