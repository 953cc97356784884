// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

/// When a stream thread asks for its transaction to be committed: as soon as what the trainer waits for is complete, and otherwise once a result has
/// waited for the commit interval.
///
/// A commit costs the broker the same whatever it holds, and the thread waits for it. So a clock alone is wrong in either way: in lock step it fires for
/// the first records of a rollout, and the rest, for which everybody waits, waits again; at full speed it fires more often than there are batches.
///
/// **Assumptions.** One thread, whose tasks share one transaction. What a batch is has no effect on results, only on when they are visible: a trainer
/// with other settings, or a count that began within a batch, costs latency. Results that wait while no others come say that the count is wrong: what is
/// awaited seems to be there, and was not seen to be complete. It begins anew then.
final class CommitPace {
  /// Where batches are smaller than what a poll brings, several are committed together: a transaction takes about so long.
  static final int LEAST_DISTANCE_MS = 2;
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final AwaitedBatch awaited;
  private final int longestWaitMs;
  private final int partitions;
  private int tasks;
  private long steps;
  private long trajectories;
  private boolean complete;
  private long waitingSinceMs = NEVER;
  private long newestMs;
  private long askedMs = NEVER;

  /// @param longestWaitMs that a result waits for its transaction
  /// @param partitions of the run, of which each task has one
  CommitPace(AwaitedBatch awaited, int longestWaitMs, int partitions) {
    this.awaited = awaited;
    this.longestWaitMs = longestWaitMs;
    this.partitions = partitions;
  }

  void taskBegins() {
    tasks++;
  }

  void taskEnds() {
    tasks--;
  }

  /// Takes in a trajectory.
  void trajectory(int count, long nowMs) {
    result(nowMs);
    steps += count;
    trajectories++;
    if (awaited.isComplete(steps, trajectories, tasks, partitions)) {
      complete = true;
      countAnew();
    }
  }

  /// Takes in a result, of whatever kind.
  void result(long nowMs) {
    newestMs = nowMs;
    if (!isWaiting()) {
      waitingSinceMs = nowMs;
    }
  }

  /// Whether there are results whose commit nobody has asked for.
  boolean isWaiting() {
    return waitingSinceMs != NEVER;
  }

  /// Whether the results that wait should be committed now. Who is told so asks for it, and nothing waits any more; the next result begins to wait anew.
  boolean isDue(long nowMs) {
    boolean overdue = isWaiting() && nowMs - waitingSinceMs >= longestWaitMs;
    if (!overdue && !(complete && nowMs - askedMs >= LEAST_DISTANCE_MS)) {
      return false;
    }
    if (!complete && nowMs - newestMs >= longestWaitMs / 2) {
      countAnew();
    }
    complete = false;
    waitingSinceMs = NEVER;
    askedMs = nowMs;
    return true;
  }

  private void countAnew() {
    steps = 0;
    trajectories = 0;
  }
}
