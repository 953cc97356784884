// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.runs.RunException;
import io.tributary.runs.TakenOverException;
import io.tributary.schemas.Checkpoint;

/// Decides after a failed commit whether another incarnation may begin.
///
/// Being fenced has two meanings: another trainer began, or the broker gave up on a transaction that took too long. Another trainer says so in the log first
/// thing, so the newest checkpoint tells: is it by a session that this trainer has neither written nor restored, the later one has won.
final class Recovery {
  /// Incarnations in a row that may end fenced without a new version in between.
  static final int MOST_FENCED = 3;
  /// Incarnations in a row that may fail for other reasons.
  static final int MOST_FAILED = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final Duration SUCCESSOR_BEGINS_WITHIN = Duration.ofSeconds(2);
  private static final long ASK_AGAIN_MS = 100;
  private static final long SHORTEST_PAUSE_MS = 50;

  private final Setup setup;
  private final CountDownLatch stopping;
  private long version = Long.MIN_VALUE;
  private int fenced;
  private int failed;

  /// @param stopping opened when the trainer is to stop: no pause lasts longer
  Recovery(Setup setup, CountDownLatch stopping) {
    this.setup = setup;
    this.stopping = stopping;
  }

  /// Returns where another incarnation may begin.
  ///
  /// @param what the failure of a commit, or of a Kafka client
  /// @throws TakenOverException where another trainer has begun, or this one is fenced again and again
  /// @throws RunException where it failed too often
  void after(RuntimeException what) throws InterruptedException {
    countFrom(setup.statistics().version());
    if (what instanceof CommitException commit && commit.outcome() == CommitException.Outcome.FENCED) {
      fenced++;
      requireNoSuccessor(what);
      if (fenced > MOST_FENCED) {
        throw takenOver("fenced " + fenced + " times in a row", what);
      }
    } else if (++failed > MOST_FAILED) {
      throw new RunException("run " + setup.run().name() + ": the trainer failed " + failed + " times in a row after version " + version
          + "; expected the log to take the next one; the trainer stops: " + what.getMessage(), what);
    }
    LOG.warn("run {}: {}; the trainer goes back to what is in the log (version {} as far as it knows)", setup.run().name(), what.getMessage(), version);
    stopping.await(SHORTEST_PAUSE_MS << (fenced + failed), TimeUnit.MILLISECONDS);
  }

  private void countFrom(long newest) {
    if (newest != version) {
      version = newest;
      fenced = 0;
      failed = 0;
    }
  }

  private void requireNoSuccessor(RuntimeException cause) throws InterruptedException {
    if (setup.seenSessions().isEmpty()) {
      return;
    }
    Restore restore = new Restore(setup.run());
    long deadline = System.nanoTime() + SUCCESSOR_BEGINS_WITHIN.toNanos();
    do {
      Checkpoint newest = restore.newestCheckpoint().orElse(null);
      if (newest != null && !setup.seenSessions().contains(newest.trainerSession())) {
        throw takenOver("the newest checkpoint is by the session of " + newest.trainerSession() + ", at version " + newest.agent().version(), cause);
      }
    } while (System.nanoTime() < deadline && !stopping.await(ASK_AGAIN_MS, TimeUnit.MILLISECONDS));
  }

  private TakenOverException takenOver(String evidence, RuntimeException cause) {
    return new TakenOverException("run " + setup.run().name() + ": another trainer has taken over (" + evidence + "); this one, of session "
        + setup.session() + ", stops", cause);
  }
}
