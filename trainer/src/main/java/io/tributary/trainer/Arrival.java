// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Comparator;
import java.util.Objects;

import io.tributary.rl.experience.Trajectory;

/// One record of the trajectories topic, as it came in.
///
/// @param partition of the trajectories topic
/// @param offset of the record
/// @param next where reading goes on after it: `offset + 1`, or beyond the commit marker where one follows
/// @param trajectory what it holds
/// @param bytes encoded size
/// @param arrivedNs when it was fetched, on the clock that measures waits, in nanoseconds
public record Arrival(int partition, long offset, long next, Trajectory trajectory, int bytes, long arrivedNs) {
  /// The order of rows inside a batch, live and in replay; steps of one trajectory are in order already.
  static final Comparator<Arrival> BY_COORDINATES = Comparator.comparingInt(Arrival::partition).thenComparingLong(Arrival::offset);

  public Arrival {
    Objects.requireNonNull(trajectory, "trajectory");
    if (next <= offset) {
      throw new IllegalArgumentException("reading goes on at " + next + " after offset " + offset + "; expected a later offset");
    }
  }

  int steps() {
    return trajectory.count();
  }
}
