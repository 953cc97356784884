// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

/// What the run's trainer waits for before it learns.
///
/// @param steps so many, where `trajectories` is 0
/// @param trajectories so many; 0 to go by steps
public record AwaitedBatch(int steps, int trajectories) {
  public AwaitedBatch {
    if (steps < 1 || trajectories < 0) {
      throw new IllegalArgumentException("a batch of " + steps + " steps or " + trajectories + " trajectories is awaited; expected at least 1 and 0");
    }
  }

  /// Nobody knows: results wait for the commit interval.
  public static AwaitedBatch unknown() {
    return new AwaitedBatch(Integer.MAX_VALUE, 0);
  }

  /// Whether so much is a part of it that `share` of `all` partitions has to give.
  boolean isComplete(long madeSteps, long madeTrajectories, int share, int all) {
    return trajectories > 0 ? madeTrajectories * all >= (long) trajectories * share : madeSteps * all >= (long) steps * share;
  }
}
