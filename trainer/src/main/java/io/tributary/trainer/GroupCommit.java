// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

import io.tributary.rl.learning.Agent;
import io.tributary.runs.RunException;
import io.tributary.schemas.Checkpoint;
import io.tributary.schemas.SettingsRevision;
import io.tributary.schemas.Topic;
import io.tributary.schemas.Topics;

/// One transaction: all snapshots of a group in order, their metrics, the last checkpoint, the positions of all partitions.
///
/// **Guarantees**
/// - All of it becomes visible at once, or nothing does.
/// - The last record of `checkpoints` has the key `latest`, so that it is found from the end.
/// - Versions divisible by [Checkpoint#KEPT_EVERY] are kept under their own key too, so that a replay can start there.
///
/// Group offsets are for lag tools; a restore takes the checkpoint's positions, which are one with the agent.
final class GroupCommit {
  private final Topics topics;
  private final Producer<byte[], byte[]> producer;
  private final Signature signature;
  private final ConsumerGroupMetadata group;
  private final Transactions transactions;

  /// @param group of the trainer, which has no members; null where the positions are of another run's log
  /// @param transactions told what becomes of each
  GroupCommit(Topics topics, Producer<byte[], byte[]> producer, Signature signature, ConsumerGroupMetadata group, Transactions transactions) {
    this.topics = topics;
    this.transactions = transactions;
    this.producer = producer;
    this.signature = signature;
    this.group = group;
  }

  /// Whose versions these are.
  String run() {
    return topics.names().run();
  }

  /// Commits a group, oldest first.
  ///
  /// @throws CommitException where it is not certain that the whole group is in the log
  void commit(List<Publication> versions) {
    commit(versions, Optional.empty());
  }

  /// The same together with a new revision of the settings.
  void commit(List<Publication> versions, Optional<SettingsRevision> revision) {
    Publication last = versions.get(versions.size() - 1);
    transaction("versions " + versions.get(0).version() + " to " + last.version(), last.progress(), versions.size(), () -> {
      revision.ifPresent(this::send);
      for (Publication publication : versions) {
        send(topics.policies(), publication.version(), signature.snapshot(publication));
        send(topics.metrics(), publication.version(), signature.metrics(publication));
        if (publication.version() % Checkpoint.KEPT_EVERY == 0) {
          send(topics.checkpoints(), Checkpoint.key(publication.version()), signature.checkpoint(publication.agent(), publication.progress()));
        }
      }
      send(topics.checkpoints(), Checkpoint.LATEST, signature.checkpoint(last.agent(), last.progress()));
    });
  }

  /// Says that this trainer has taken over: the checkpoint it restored, now with its own session.
  void takeOver(Agent agent, Progress progress, Optional<SettingsRevision> revision) {
    transaction("the checkpoint of version " + agent.version(), progress, 0, () -> {
      revision.ifPresent(this::send);
      send(topics.checkpoints(), Checkpoint.LATEST, signature.checkpoint(agent, progress));
    });
  }

  private void transaction(String what, Progress progress, int versions, Runnable sends) {
    long begun = System.nanoTime();
    try {
      producer.beginTransaction();
      sends.run();
      if (group != null) {
        producer.sendOffsetsToTransaction(offsets(progress), group);
      }
      producer.commitTransaction();
      transactions.committed(System.nanoTime() - begun, versions);
    } catch (KafkaException failed) {
      throw abort(CommitException.of(what, failed));
    } catch (RunException refused) {
      abort(refused);
      throw refused;
    }
  }

  /// Ends the transaction at once where that is possible; otherwise the next `initTransactions` does.
  private CommitException abort(CommitException failed) {
    transactions.failed(failed.outcome());
    if (failed.outcome() == CommitException.Outcome.ABORTED) {
      abort((RuntimeException) failed);
    }
    return failed;
  }

  private void abort(RuntimeException failed) {
    try {
      producer.abortTransaction();
    } catch (KafkaException | IllegalStateException unabortable) {
      // The second: there was no transaction to abort.
      failed.addSuppressed(unabortable);
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets(Progress progress) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (int p = 0; p < progress.partitions(); p++) {
      offsets.put(new TopicPartition(topics.trajectories().name(), p), new OffsetAndMetadata(progress.position(p)));
    }
    return offsets;
  }

  private void send(SettingsRevision revision) {
    send(topics.spec(), topics.names().run(), revision);
  }

  /// A failed send fails the commit, which throws its cause: nothing is gained by looking at each future.
  @SuppressWarnings("FutureReturnValueIgnored")
  private <K, V> void send(Topic<K, V> topic, K key, V value) {
    byte[] bytes = topic.value().encode(value);
    if (bytes.length > topic.maxValueBytes()) {
      throw new RunException("run " + run() + ": the record of key " + key + " for " + topic + " has " + bytes.length + " bytes; expected at most "
          + topic.maxValueBytes() + "; its transaction is not committed and the trainer stops: what grew is in the agent (policy.hidden, a fitted"
          + " baseline) or in what one batch names as skipped (batch.trajectories)");
    }
    producer.send(new ProducerRecord<>(topic.name(), 0, topic.key().encode(key), bytes));
  }
}
