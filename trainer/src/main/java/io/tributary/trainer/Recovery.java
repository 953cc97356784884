// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.runs.Read;
import io.tributary.runs.RunException;
import io.tributary.runs.TakenOverException;
import io.tributary.schemas.Checkpoint;

/// Decides after a failed commit whether another incarnation may begin.
///
/// Being fenced has two meanings: another trainer began, or the broker gave up on a transaction that took too long. Another trainer says
/// so in the log first thing, so a checkpoint by another session, newer than the one restored, tells that the later trainer has won.
final class Recovery {
  /// Incarnations in a row that may end fenced without a new version in between.
  static final int MOST_FENCED = 3;
  /// Incarnations in a row that may fail for other reasons.
  static final int MOST_FAILED = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final Duration SUCCESSOR_BEGINS_WITHIN = Duration.ofSeconds(3);
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
      if (setup.ownership().wasTaken()) {
        requireNoSuccessor(what);
      }
      if (fenced > MOST_FENCED) {
        throw takenOver("fenced " + fenced + " times in a row", what);
      }
    } else if (++failed > MOST_FAILED) {
      throw new RunException("run " + setup.run().name() + ": the trainer failed " + failed + " times in a row after version " + version
          + "; expected the log to take the next one; the trainer stops: " + what.getMessage(), what);
    }
    LOG.warn("run {}: {}; the trainer goes back to what is in the log (version {} as far as it knows)", setup.run().name(),
        what.getMessage(), version);
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
    long deadline = System.nanoTime() + SUCCESSOR_BEGINS_WITHIN.toNanos();
    try (Consumer<byte[], byte[]> consumer = setup.clients().reader()) {
      do {
        requireOwn(new CommittedReader(setup.run(), setup.clients(), consumer).last(setup.run().topics().checkpoints()), cause);
      } while (System.nanoTime() < deadline && !stopping.await(ASK_AGAIN_MS, TimeUnit.MILLISECONDS));
    }
  }

  private void requireOwn(Optional<Read<String, Checkpoint>> newest, RuntimeException cause) {
    if (newest.isPresent() && setup.ownership().isLost(newest.get())) {
      throw takenOver("the newest checkpoint, at version " + newest.get().value().agent().version() + ", is by the session of "
          + newest.get().value().trainerSession(), cause);
    }
  }

  private TakenOverException takenOver(String evidence, RuntimeException cause) {
    return new TakenOverException("run " + setup.run().name() + ": another trainer has taken over (" + evidence + "); this one, of session "
        + setup.ownership().session() + ", stops", cause);
  }
}
