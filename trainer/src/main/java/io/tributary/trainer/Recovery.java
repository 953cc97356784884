// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.runs.Outage;
import io.tributary.runs.RunException;
import io.tributary.runs.TakenOverException;

/// Decides after a failure of Kafka whether another incarnation may begin.
///
/// Being fenced has two meanings: another trainer began, or the broker gave up on a transaction that took too long. Another trainer says
/// so in the log first thing, and [Ownership] tells from its session whether it is the later one; so the later trainer wins, also over one that was
/// fenced before it had said so itself.
///
/// **Guarantees.** An outage is put up with for `trainer.outageMs`, however many attempts that makes; what Kafka refuses ends the trainer at once;
/// anything else may happen [#MOST_FAILED] times in a row. A new version begins a new row; for outages so does as long a time without one as it may last.
///
/// **Limit.** A later trainer that needs longer than [#SUCCESSOR_BEGINS_WITHIN] from fencing this one to its first checkpoint is not seen: this one
/// begins again and fences it, until one of them has been fenced once too often. Never do both go on.
final class Recovery {
  /// Incarnations in a row that may end fenced without a new version in between.
  static final int MOST_FENCED = 3;
  /// Failures in a row that are neither fencing nor an outage.
  static final int MOST_FAILED = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final Duration SUCCESSOR_BEGINS_WITHIN = Duration.ofSeconds(5);
  private static final long ASK_AGAIN_MS = 100;
  private static final long SHORTEST_PAUSE_MS = 50;
  private static final int MOST_DOUBLINGS = 5;

  private final Setup setup;
  private final CountDownLatch stopping;
  private final Outage.Row outage;
  private long version = Long.MIN_VALUE;
  private int fenced;
  private int failed;
  private int unanswered;

  /// @param stopping opened when the trainer is to stop: no pause lasts longer
  Recovery(Setup setup, CountDownLatch stopping) {
    this.setup = setup;
    this.stopping = stopping;
    this.outage = new Outage.Row(setup.settings().outageMs());
  }

  /// Returns where another incarnation may begin.
  ///
  /// @param what the failure of a commit, or of a Kafka client
  /// @throws TakenOverException where another trainer has begun, or this one is fenced again and again
  /// @throws RunException where it failed too often or too long
  void after(RuntimeException what) throws InterruptedException {
    beginRow(setup.statistics().version());
    if (what instanceof CommitException commit && commit.outcome() == CommitException.Outcome.FENCED) {
      fenced++;
      requireAnsweredNoSuccessor(what);
      if (fenced > MOST_FENCED) {
        throw new TakenOverException(stops("the trainer was fenced " + fenced + " times in a row, and no later trainer was found in the log,",
            "its transactions to end within " + KafkaClients.TRANSACTION_TIMEOUT_MS + " ms (the broker gives up on one that takes longer: is its disk slow?)"
                + " and nobody else to fence it", what), what);
      }
    } else {
      count(what);
    }
    LOG.warn("run {}: {}; the trainer goes back to what is in the log (version {} as far as it knows)", setup.run().name(),
        what.getMessage(), version);
    pause();
  }

  private void beginRow(long newest) {
    if (newest != version) {
      version = newest;
      fenced = 0;
      failed = 0;
      unanswered = 0;
      outage.end();
    }
  }

  private void count(RuntimeException what) {
    if (Outage.isRefusal(what)) {
      throw new RunException(stops("Kafka refuses what the trainer needs", "the rights and versions that a trainer needs", what), what);
    }
    if (Outage.is(what)) {
      unanswered++;
      if (!outage.add(setup.clockNs().getAsLong())) {
        throw new RunException(stops("Kafka has not worked for " + outage.lastedMs() + " ms", "it to come back within " + setup.settings().outageMs()
            + " ms (trainer.outageMs)", what), what);
      }
    } else if (++failed > MOST_FAILED) {
      throw new RunException(stops("the trainer failed " + failed + " times in a row", "the log to take the next version", what), what);
    }
  }

  private String stops(String got, String expected, RuntimeException what) {
    return "run " + setup.run().name() + " at " + setup.run().connection().bootstrapServers() + ": " + got + " after version "
        + setup.statistics().version() + "; expected " + expected + "; the trainer stops, and the next start goes on from what is in the log: "
        + what.getMessage();
  }

  /// Without an answer another incarnation must not begin, since it would fence a successor: a question that fails is a failure, and is asked again.
  private void requireAnsweredNoSuccessor(RuntimeException cause) throws InterruptedException {
    boolean answered = false;
    while (!answered && stopping.getCount() > 0) {
      try {
        requireNoSuccessor(cause);
        answered = true;
      } catch (KafkaException failure) {
        count(failure);
        LOG.warn("run {}: {}; whether another trainer has begun is asked again", setup.run().name(), failure.getMessage());
        pause();
      }
    }
  }

  private void requireNoSuccessor(RuntimeException cause) throws InterruptedException {
    long deadline = setup.clockNs().getAsLong() + SUCCESSOR_BEGINS_WITHIN.toNanos();
    try (Consumer<byte[], byte[]> reader = setup.clients().reader()) {
      do {
        setup.ownership().requireOwn(setup.run().name(),
            CommittedReader.ofVisible(setup.run(), reader).last(setup.run().topics().checkpoints()), cause);
      } while (setup.clockNs().getAsLong() < deadline && !stopping.await(ASK_AGAIN_MS, TimeUnit.MILLISECONDS));
    }
  }

  private void pause() throws InterruptedException {
    var _ = stopping.await(SHORTEST_PAUSE_MS << Math.min(MOST_DOUBLINGS, fenced + failed + unanswered), TimeUnit.MILLISECONDS);
  }
}
