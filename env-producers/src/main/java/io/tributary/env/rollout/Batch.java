// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import io.tributary.env.Action;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.policy.Actor;
import io.tributary.rl.policy.ActorOutput;

/// The rows of one batched forward: gathered from the lanes that act now, decided on by the actor, read back by row.
final class Batch {
  private final int observationSize;
  private final int maskSize;
  private final Space.Box bounds;
  private final Lane[] lanes;
  private final float[] observations;
  private final byte[] masks;
  private final long[] keys;
  private final float[] clipped;
  private final ActorOutput decisions;
  private final float[] values;
  private final Action action;
  private int rows;

  Batch(Spaces spaces, boolean masked, int maxRows) {
    observationSize = spaces.observationSize();
    maskSize = spaces.maskSize();
    bounds = spaces.action() instanceof Space.Box box ? box : null;
    lanes = new Lane[maxRows];
    observations = new float[Math.multiplyExact(maxRows, observationSize)];
    masks = masked ? new byte[maxRows * maskSize] : null;
    keys = new long[maxRows];
    decisions = new ActorOutput(spaces, maxRows);
    values = new float[maxRows];
    clipped = bounds == null ? null : new float[maxRows * spaces.actionSize()];
    action = Action.rows(decisions.discreteActions(), clipped, spaces.actionSize());
  }

  void clear() {
    rows = 0;
  }

  /// Takes the lane's present observation as the next row.
  void add(Lane lane) {
    lanes[rows] = lane;
    lane.copyObservation(observations, rows * observationSize);
    rows++;
  }

  int rows() {
    return rows;
  }

  Lane lane(int row) {
    return lanes[row];
  }

  /// Chooses an action and judges the observation of every row.
  void decide(Actor actor, boolean greedy) {
    for (int row = 0; row < rows; row++) {
      keys[row] = actor.keysPerRecord() ? lanes[row].recordKey() : lanes[row].actionKey();
      if (masks != null) {
        lanes[row].mask(masks, row * maskSize);
      }
    }
    if (greedy) {
      actor.actGreedy(observations, rows, masks, decisions);
    } else {
      actor.act(observations, rows, masks, keys, decisions);
    }
    if (bounds != null) {
      clip();
    }
  }

  /// Judges the observation of every row.
  void judge(Actor actor) {
    actor.values(observations, rows, values);
  }

  ActorOutput decisions() {
    return decisions;
  }

  /// V of each row after [#judge].
  float[] values() {
    return values;
  }

  /// rows × observation size.
  float[] observations() {
    return observations;
  }

  /// rows × mask size; null where nothing is ever forbidden.
  byte[] masks() {
    return masks;
  }

  /// What the environments receive where actions are continuous: the raw actions inside the space's bounds; null otherwise.
  float[] clipped() {
    return clipped;
  }

  /// What the environment of this row receives; valid until the next call.
  Action action(int row) {
    return action.at(row);
  }

  // Only the environment receives the clipped action: the log-probability belongs to the raw one.
  private void clip() {
    float[] raw = decisions.continuousActions();
    int size = bounds.elements();
    for (int row = 0, i = 0; row < rows; row++) {
      for (int element = 0; element < size; element++, i++) {
        clipped[i] = Math.clamp(raw[i], bounds.low(element), bounds.high(element));
      }
    }
  }
}
