// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.time.Duration;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

import io.tributary.runs.RunException;

/// One life of a trainer, from the state in the log until it is stopped or a commit fails; after a failure the trainer begins another.
///
/// Beginning: look whose the run is, fence the predecessor, then read what it committed, look again whose it is, then say so in the log. In this order
/// nothing is committed unseen in between, and whoever is fenced meanwhile can tell its successor from its predecessor.
final class Incarnation implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(8);
  private static final Duration STOP_FETCHING = Duration.ofMillis(1_500);

  private final Setup setup;
  private final Producer<byte[], byte[]> producer;
  private final ArrivalQueue arrivals;
  private final Beginning beginning;
  private final CommitThread publisher;
  private final Fetcher fetcher;

  private Incarnation(Setup setup, Producer<byte[], byte[]> producer) {
    this.setup = setup;
    this.producer = producer;
    this.arrivals = new ArrivalQueue((long) setup.settings().bufferMb() << 20);
    this.beginning = begin();
    this.publisher = new CommitThread(announce(), setup.settings().maxUncommitted(), setup.statistics()::committed, arrivals::fail);
    setup.statistics().begun(beginning.agent());
    this.fetcher = new Fetcher(setup.run().topics().trajectories(), setup.clients().consumer(), arrivals, setup.clockNs());
  }

  /// @throws CommitException where beginning was not committed
  /// @throws RunException where the log is not one to go on from
  /// @throws io.tributary.runs.TakenOverException where another trainer has begun since this one first looked
  static Incarnation begin(Setup setup) {
    Beginning.enter(setup);
    Producer<byte[], byte[]> producer = setup.clients().producer();
    try {
      return new Incarnation(setup, producer);
    } catch (RuntimeException failed) {
      producer.close(Duration.ZERO);
      throw failed;
    }
  }

  private Beginning begin() {
    try {
      producer.initTransactions();
    } catch (KafkaException failed) {
      throw CommitException.of("nothing yet (initTransactions)", failed);
    }
    return Beginning.read(setup);
  }

  private GroupCommit announce() {
    GroupCommit commit = beginning.announce(setup.run(), producer, setup.statistics().transactions());
    setup.ownership().taken();
    return commit;
  }

  /// Trains until the budget is reached or [#stop]; then commits what is under way.
  ///
  /// @throws CommitException where a commit failed: nothing after it was committed either
  void train() throws InterruptedException {
    publisher.start();
    fetcher.start(beginning.positions());
    LiveBatches batches = new LiveBatches(
        arrivals, setup.settings().batch(), setup.algorithm()::unusable, beginning.lost(), setup.clockNs());
    Learning learning = new Learning(
        setup.algorithm(), setup.run().spec().spaces(), setup.clockNs(), () -> fetcher.unfetched() + batches.waiting());
    try {
      new TrainingLoop(batches, learning, publisher).run(beginning.agent(), beginning.progress(), setup.settings().budget());
    } catch (RuntimeException failed) {
      commitTheRest(failed);
      throw failed;
    }
    if (!publisher.drain(DRAIN)) {
      throw new RunException("run " + setup.run().name() + ": version " + setup.statistics().version()
          + " is the newest that was committed within " + DRAIN.toSeconds() + " s of the end; expected all; the next start goes on from it");
    }
  }

  /// What was learned before training failed is good: it need not be made again after the next start.
  private void commitTheRest(RuntimeException failed) throws InterruptedException {
    try {
      publisher.drain(DRAIN);
    } catch (RuntimeException uncommitted) {
      if (!uncommitted.equals(failed)) {
        failed.addSuppressed(uncommitted);
      }
    }
  }

  /// Offsets of trajectories that are in no batch yet, beside what the batch under way has taken; from any thread.
  long lag() {
    return fetcher.unfetched() + arrivals.size();
  }

  /// Whether trajectories are being fetched; from any thread.
  boolean isFetching() {
    return fetcher.isFetching();
  }

  /// Ends training after the update under way; from any thread.
  void stop() {
    arrivals.end();
  }

  @Override
  public void close() {
    arrivals.end();
    publisher.abandon();
    try {
      fetcher.stop(STOP_FETCHING);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ZERO);
  }
}
