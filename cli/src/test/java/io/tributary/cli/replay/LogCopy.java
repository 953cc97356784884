// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.replay;

import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.SettingsRevision;
import io.tributary.schemas.SpecRecord;
import io.tributary.schemas.Topic;

import static org.assertj.core.api.Assertions.assertThat;

/// Copies a run record by record to another name, at the very same offsets where they are referred to, and changes what it is told to.
final class LogCopy {
  private LogCopy() {}

  /// What is changed.
  interface Change {
    /// The value to write for a record of a topic (by its own name), or the value itself.
    Object of(String topic, long offset, Object value);
  }

  static Run of(Run origin, String name, Change change) {
    RunSpec s = (RunSpec) change.of("spec", 0, origin.spec());
    Run copy = Runs.create(origin.connection(), new RunSpec(name, s.environment(), s.spaces(), s.architecture(), s.gamma(), s.lambda(), s.segmenting(),
        s.bootstrapRewardToGo(), s.partitions(), s.clusterId(), s.seed(), s.retentionMs(), s.abandonAfterMs(), s.forgetAfterMs(), s.outcomes(), s.settings(),
        s.createdMs()), (short) 1);
    copy(origin, copy, "steps", origin.topics().steps(), copy.topics().steps(), change);
    copy(origin, copy, "trajectories", origin.topics().trajectories(), copy.topics().trajectories(), change);
    copy(origin, copy, "policies", origin.topics().policies(), copy.topics().policies(), change);
    copy(origin, copy, "checkpoints", origin.topics().checkpoints(), copy.topics().checkpoints(), change);
    revisions(origin, copy, change);
    return copy;
  }

  /// Adds a record that the origin does not have; returns its offset.
  static <V> long append(Run copy, Topic<String, V> topic, String key, V value) throws Exception {
    try (var producer = producer(copy, null)) {
      return producer.send(new ProducerRecord<>(topic.name(), 0, topic.key().encode(key), topic.value().encode(value))).get().offset();
    }
  }

  private static void revisions(Run origin, Run copy, Change change) {
    Topic<String, SpecRecord> spec = copy.topics().spec();
    try (var producer = producer(copy, null); var tail = TopicTail.open(origin.connection(), origin.topics().spec(), 0, "test-copy")) {
      for (Read<String, SpecRecord> read : tail.readToHighWatermark()) {
        if (read.value() instanceof SettingsRevision revision) {
          send(producer, spec.name(), spec.key().encode(copy.name()), spec.value().encode((SpecRecord) change.of("spec", read.offset(), revision)));
        }
      }
      producer.flush();
    }
  }

  /// A gap of one offset is the marker of a commit; a longer one is made by a transaction that is aborted.
  private static <K, V> void copy(Run origin, Run copy, String name, Topic<K, V> from, Topic<K, V> to, Change change) {
    List<Read<byte[], byte[]>> records;
    try (var tail = TopicTail.open(origin.connection(), from.asBytes(), 0, "test-copy")) {
      records = tail.readToHighWatermark();
    }
    boolean gaps = !records.isEmpty() && records.getLast().offset() != records.size() - 1;
    try (var producer = producer(copy, gaps ? "copy." + to.name() : null)) {
      long end = 0;
      boolean open = false;
      for (Read<byte[], byte[]> read : records) {
        for (; gaps && end < read.offset() && open; open = false) {
          producer.commitTransaction();
          end++;
        }
        if (end < read.offset()) {
          assertThat(read.offset() - end).as("gap before %s@%d", from, read.offset()).isGreaterThan(1);
          producer.beginTransaction();
          for (; end < read.offset() - 1; end++) {
            send(producer, to.name(), new byte[1], new byte[1]);
          }
          producer.abortTransaction();
          end++;
        }
        if (gaps && !open) {
          producer.beginTransaction();
          open = true;
        }
        V value = from.value().decode(read.value());
        Object changed = change.of(name, read.offset(), value);
        send(producer, to.name(), read.key(), encode(to, changed));
        end++;
      }
      if (open) {
        producer.commitTransaction();
      }
      producer.flush();
    }
    try (var tail = TopicTail.open(copy.connection(), to.asBytes(), 0, "test-copy")) {
      assertThat(tail.readToHighWatermark().stream().map(Read::offset)).isEqualTo(records.stream().map(Read::offset).toList());
    }
  }

  @SuppressWarnings("unchecked")
  private static <V> byte[] encode(Topic<?, V> topic, Object value) {
    return topic.value().encode((V) value);
  }

  private static KafkaProducer<byte[], byte[]> producer(Run run, String transactionalId) {
    Map<String, Object> properties = run.connection().properties("test-copy");
    properties.remove("default.api.timeout.ms");
    properties.put("max.request.size", 64 << 20);
    if (transactionalId != null) {
      properties.put("transactional.id", transactionalId);
    }
    var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    if (transactionalId != null) {
      producer.initTransactions();
    }
    return producer;
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private static void send(KafkaProducer<byte[], byte[]> producer, String topic, byte[] key, byte[] value) {
    producer.send(new ProducerRecord<>(topic, 0, key, value));
  }
}
