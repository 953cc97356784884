// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.Rows;
import io.tributary.rl.random.CounterRandom;

/// A shuffle of a batch into minibatches without replacement: every unit is in exactly one.
///
/// Minibatches have nearly equal numbers of units and none has fewer than two rows, because one row has no standard deviation; where they cannot be
/// had there are fewer minibatches than wished for.
final class Minibatches {
  private final Policy.Unit unit;
  private int[] order = {};
  private int units;
  private int count;
  private Batch batch;

  Minibatches(Policy.Unit unit) {
    this.unit = unit;
  }

  /// Shuffles afresh, a pure function of the key and the number of units.
  void partition(Batch next, int wanted, long key) {
    batch = next;
    units = unit == Policy.Unit.ROW ? batch.rows() : batch.trajectories();
    order = order.length < units ? new int[units] : order;
    for (int i = 0; i < units; i++) {
      order[i] = i;
    }
    CounterRandom.shuffle(order, 0, units, key);
    count = Math.min(wanted, units);
    while (count > 1 && smallest() < 2) {
      count--;
    }
  }

  /// How many there are.
  int count() {
    return count;
  }

  /// The most rows a minibatch of this batch may have.
  static int maxRows(Batch batch, Policy.Unit unit, int wanted) {
    int rows = batch.rows();
    if (unit != Policy.Unit.ROW) {
      return rows;
    }
    int count = Math.max(1, Math.min(wanted, rows / 2));
    return (rows + count - 1) / count;
  }

  /// Selects the rows of one minibatch.
  ///
  /// @param states the batch's observations, standardised
  void select(int minibatch, float[] states, Rows rows) {
    rows.clear(batch.masked(), batch.initialStates());
    for (int i = from(minibatch); i < from(minibatch + 1); i++) {
      if (unit == Policy.Unit.ROW) {
        rows.add(order[i], 1, states, batch.discreteActions(), batch.continuousActions(), batch.masks());
      } else {
        addTrajectory(batch, order[i], states, rows);
      }
    }
  }

  /// Selects every row of a batch, in its order.
  static void selectAll(Batch batch, Policy.Unit unit, float[] states, Rows rows) {
    rows.clear(batch.masked(), batch.initialStates());
    if (unit == Policy.Unit.ROW) {
      rows.add(0, batch.rows(), states, batch.discreteActions(), batch.continuousActions(), batch.masks());
      return;
    }
    for (int i = 0; i < batch.trajectories(); i++) {
      addTrajectory(batch, i, states, rows);
    }
  }

  static void addTrajectory(Batch batch, int trajectory, float[] states, Rows rows) {
    int start = batch.start(trajectory);
    rows.startSequence(trajectory);
    rows.add(start, batch.start(trajectory + 1) - start, states, batch.discreteActions(), batch.continuousActions(), batch.masks());
  }

  private int from(int minibatch) {
    return (int) ((long) units * minibatch / count);
  }

  private int smallest() {
    int smallest = Integer.MAX_VALUE;
    for (int minibatch = 0; minibatch < count; minibatch++) {
      int size = 0;
      for (int i = from(minibatch); i < from(minibatch + 1); i++) {
        size += unit == Policy.Unit.ROW ? 1 : batch.start(order[i] + 1) - batch.start(order[i]);
      }
      smallest = Math.min(smallest, size);
    }
    return smallest;
  }
}
