// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

import io.tributary.rl.learning.Agent;
import io.tributary.runs.Read;
import io.tributary.runs.RunException;
import io.tributary.schemas.Checkpoint;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.SettingsRevision;

/// One life of a trainer, from the state in the log until it is stopped or a commit fails; after a failure the trainer begins another.
///
/// Beginning: fence the predecessor, then read what it committed, then say so in the log. In this order nothing can be committed unseen in between.
final class Incarnation implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(8);
  private static final Duration STOP_FETCHING = Duration.ofMillis(1_500);

  private final Setup setup;
  private final Producer<byte[], byte[]> producer;
  private final ArrivalQueue arrivals;
  private Agent agent;
  private Progress progress;
  private boolean restored;
  private Optional<SettingsRevision> newSettings = Optional.empty();
  private Signature signature;
  private GroupCommit commit;
  private CommitThread publisher;
  private Fetcher fetcher;
  private List<OffsetRange> lost = List.of();

  private Incarnation(Setup setup) {
    this.setup = setup;
    this.arrivals = new ArrivalQueue((long) setup.settings().bufferMb() << 20);
    this.producer = setup.clients().producer();
  }

  /// @throws CommitException where beginning was not committed
  /// @throws RunException where the log is not one to go on from
  static Incarnation begin(Setup setup) {
    Incarnation begun = new Incarnation(setup);
    try {
      begun.fencePredecessor();
      begun.begin();
      return begun;
    } catch (RuntimeException failed) {
      begun.close();
      throw failed;
    }
  }

  private void fencePredecessor() {
    try {
      producer.initTransactions();
    } catch (KafkaException failed) {
      throw CommitException.of("nothing yet (initTransactions)", failed);
    }
  }

  private void begin() {
    try (Consumer<byte[], byte[]> reader = setup.clients().reader()) {
      restore(new Restore(setup.run(), new CommittedReader(setup.run(), setup.clients(), reader)));
      lost = LostTrajectories.find(setup.run(), reader, progress, setup.settings().acceptLoss());
    }
    commit = new GroupCommit(setup.run().topics(), producer, signature);
    if (restored) {
      commit.takeOver(agent, progress, newSettings);
    } else {
      commit.commit(List.of(Publication.first(agent, progress)), newSettings);
    }
    setup.ownership().taken();
    setup.statistics().begun(agent);
  }

  private void restore(Restore restore) {
    Optional<Read<String, Checkpoint>> checkpoint = restore.checkpoint();
    checkpoint.ifPresentOrElse(this::goOn, this::beginAnew);
    SettingsRevision inForce = restore.settings();
    newSettings = Restore.revision(inForce, setup.flattened(), setup.codeVersion(), setup.clockMs().getAsLong());
    signature = new Signature(setup.ownership().session(), newSettings.orElse(inForce).revision(), setup.clockMs());
    requireSize();
  }

  private void goOn(Read<String, Checkpoint> checkpoint) {
    setup.ownership().restored(checkpoint.offset());
    agent = checkpoint.value().agent();
    progress = Progress.of(checkpoint.value().positions(), checkpoint.value().consumed());
    restored = true;
  }

  private void beginAnew() {
    agent = setup.algorithm().initial(setup.run().spec().seed());
    progress = Progress.start(setup.run().spec().partitions());
  }

  private void requireSize() {
    int bytes = setup.run().topics().checkpoints().value().encode(signature.checkpoint(agent, progress)).length;
    if (bytes > Checkpoint.MAX_BYTES) {
      throw new RunException("run " + setup.run().name() + ": the agent (" + agent.policy().parameters().length + " parameters) takes " + bytes
          + " bytes as a checkpoint; expected at most " + Checkpoint.MAX_BYTES + "; the trainer does not start (make policy.hidden smaller)");
    }
  }

  /// Trains until the budget is reached or [#stop]; then commits what is under way.
  ///
  /// @throws CommitException where a commit failed: nothing after it was committed either
  void train() throws InterruptedException {
    publisher = new CommitThread(commit, setup.settings().maxUncommitted(), setup.statistics()::committed, arrivals::fail);
    publisher.start();
    long[] positions = IntStream.range(0, progress.partitions()).mapToLong(progress::position).toArray();
    lost.forEach(range -> positions[range.partition()] = range.until());
    fetcher = new Fetcher(setup.run().topics().trajectories(), setup.clients().consumer(), arrivals, setup.clockNs());
    fetcher.start(positions);
    LiveBatches batches = new LiveBatches(arrivals, setup.settings().batch(), setup.algorithm()::unusable, lost, setup.clockNs());
    Learning learning = new Learning(setup.algorithm(), setup.run().spec().spaces(), setup.clockNs(), () -> fetcher.unfetched() + batches.waiting());
    try {
      new TrainingLoop(batches, learning, publisher).run(agent, progress, setup.settings().budget());
    } catch (RuntimeException failed) {
      commitTheRest(failed);
      throw failed;
    }
    if (!publisher.drain(DRAIN)) {
      throw new RunException("run " + setup.run().name() + ": version " + setup.statistics().version() + " is the newest that was committed within "
          + DRAIN.toSeconds() + " s of the end; expected all; the next start goes on from it");
    }
  }

  /// What was learned before training failed is good: it is not made again after the next start.
  private void commitTheRest(RuntimeException failed) throws InterruptedException {
    try {
      publisher.drain(DRAIN);
    } catch (RuntimeException uncommitted) {
      if (!uncommitted.equals(failed)) {
        failed.addSuppressed(uncommitted);
      }
    }
  }

  /// Ends training after the update under way; from any thread.
  void stop() {
    arrivals.end();
  }

  @Override
  public void close() {
    arrivals.end();
    if (publisher != null) {
      publisher.abandon();
    }
    try {
      if (fetcher != null) {
        fetcher.stop(STOP_FETCHING);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ZERO);
  }
}
