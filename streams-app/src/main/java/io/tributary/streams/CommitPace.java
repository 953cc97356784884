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
  private static final long NOTHING = Long.MIN_VALUE;

  private final AwaitedBatch awaited;
  private final int longestWaitMs;
  private final int partitions;
  private int tasks;
  private long steps;
  private long trajectories;
  private long waitingSinceMs = NOTHING;
  private long newestMs;

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

  /// Takes in a trajectory; true if everything made so far should be committed now.
  boolean trajectory(int count, long nowMs) {
    steps += count;
    trajectories++;
    if (!awaited.isComplete(steps, trajectories, tasks, partitions)) {
      return other(nowMs);
    }
    countAnew();
    waitingSinceMs = NOTHING;
    return true;
  }

  /// The same of a result that no trainer waits for.
  boolean other(long nowMs) {
    newestMs = nowMs;
    if (waitingSinceMs == NOTHING) {
      waitingSinceMs = nowMs;
    }
    return isOverdue(nowMs);
  }

  /// Whether results have waited so long that they should be committed now. True once; the next result begins to wait anew.
  boolean isOverdue(long nowMs) {
    if (waitingSinceMs == NOTHING || nowMs - waitingSinceMs < longestWaitMs) {
      return false;
    }
    if (nowMs - newestMs >= longestWaitMs / 2) {
      countAnew();
    }
    waitingSinceMs = NOTHING;
    return true;
  }

  private void countAnew() {
    steps = 0;
    trajectories = 0;
  }
}
