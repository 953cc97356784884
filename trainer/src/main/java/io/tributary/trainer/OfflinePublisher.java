// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

import io.tributary.rl.learning.Agent;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.SettingsRevision;

/// Publishes versions that were learned from another run's log, in the very transactions that a trainer makes.
///
/// **Assumptions.** The run is new and nobody else publishes to it.
///
/// **Guarantees.** A version is visible together with its metrics and checkpoint or not at all, and versions come in their order. Positions are those of the
/// other run's log, so no group offsets are committed. Nothing is restored: whoever fails begins with another new run.
public final class OfflinePublisher implements Publisher, AutoCloseable {
  private static final int MOST_UNCOMMITTED = 8;
  private static final Duration DRAIN = Duration.ofSeconds(60);

  private final Run run;
  private final Producer<byte[], byte[]> producer;
  private final long session = System.currentTimeMillis();
  private GroupCommit commit;
  private CommitThread thread;
  private Optional<SettingsRevision> revision = Optional.empty();

  private OfflinePublisher(Run run) {
    this.run = run;
    this.producer = new KafkaClients(run).producer();
    this.commit = commit(0);
  }

  /// Publishes version 0, under the settings of the run's spec.
  ///
  /// @throws RunException where the run has a version already, or version 0 cannot be committed
  public static OfflinePublisher begin(Run run, Agent initial) {
    OfflinePublisher publisher = new OfflinePublisher(run);
    try {
      publisher.producer.initTransactions();
      publisher.requireNew();
      publisher.commit.commit(List.of(Publication.first(initial, Progress.start(run.spec().partitions()))));
      publisher.thread = publisher.started();
      return publisher;
    } catch (CommitException | KafkaException failed) {
      publisher.close();
      throw publisher.failure(failed);
    } catch (RuntimeException failed) {
      publisher.close();
      throw failed;
    }
  }

  /// From the next version on, other settings are in force; they are published together with it.
  public void revise(SettingsRevision next) throws InterruptedException {
    drain();
    commit = commit(next.revision());
    revision = Optional.of(next);
  }

  @Override
  public void publish(Publication publication) throws InterruptedException {
    try {
      if (revision.isPresent()) {
        commit.commit(List.of(publication), revision);
        revision = Optional.empty();
        thread = started();
      } else {
        thread.publish(publication);
      }
    } catch (CommitException failed) {
      throw failure(failed);
    }
  }

  /// Returns when everything is in the log.
  ///
  /// @throws RunException where it could not be committed
  public void drain() throws InterruptedException {
    try {
      if (!thread.drain(DRAIN)) {
        throw new RunException("run " + run.name() + ": versions were not committed within " + DRAIN.toSeconds() + " s; expected the broker to answer");
      }
    } catch (CommitException failed) {
      throw failure(failed);
    }
  }

  private GroupCommit commit(int settingsRevision) {
    return new GroupCommit(run.topics(), producer, new Signature(session, settingsRevision, System::currentTimeMillis), null, new Transactions());
  }

  private CommitThread started() {
    CommitThread started = new CommitThread(commit, MOST_UNCOMMITTED, group -> { }, failed -> { });
    started.start();
    return started;
  }

  private void requireNew() {
    KafkaClients clients = new KafkaClients(run);
    try (Consumer<byte[], byte[]> reader = clients.reader()) {
      new Restore(run, CommittedReader.ofAll(run, clients, reader)).checkpoint().ifPresent(found -> {
        throw new RunException("run " + run.name() + " has version " + found.value().agent().version() + " already; expected a new run; nothing was published");
      });
    }
  }

  private RunException failure(RuntimeException failed) {
    return new RunException("run " + run.name() + ": " + failed.getMessage() + "; expected the log to take its versions; what is committed stays, begin with another "
        + "new run", failed);
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.abandon();
    }
    producer.close(Duration.ZERO);
  }
}
