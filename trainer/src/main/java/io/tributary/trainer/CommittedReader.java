// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.Topic;

/// Reads the run's small topics up to where they ended when it was made, all with one consumer.
///
/// **Guarantees.** Only committed records, and ([#ofAll]) all of them up to the high watermark: an open transaction, of whomever, is waited for,
/// since it hides newer records that are committed from the end offset that readers of committed records are told.
final class CommittedReader {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> ends;

  private CommittedReader(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    this.consumer = consumer;
    this.ends = ends;
  }

  /// Reads everything that is committed in the end.
  ///
  /// @param consumer of committed records; assigned as needed
  static CommittedReader ofAll(Run run, Clients clients, Consumer<byte[], byte[]> consumer) {
    return new CommittedReader(consumer, clients.highWatermarks(
        List.of(partition(run.topics().checkpoints()), partition(run.topics().policies()), partition(run.topics().spec()))));
  }

  /// Reads only what is visible now and waits for nobody's transaction: for a look at `checkpoints` before its writer is fenced.
  static CommittedReader ofVisible(Run run, Consumer<byte[], byte[]> consumer) {
    return new CommittedReader(consumer, consumer.endOffsets(List.of(partition(run.topics().checkpoints()))));
  }

  /// The last record, looked for from the end in doubling steps: commit markers and aborted records take offsets too.
  <K, V> Optional<Read<K, V>> last(Topic<K, V> topic) {
    TopicPartition partition = partition(topic);
    long begin = begin(partition);
    long end = ends.get(partition);
    List<ConsumerRecord<byte[], byte[]>> found = List.of();
    long from = end;
    for (long back = 4; from > begin && found.isEmpty(); back *= 2) {
      from = Math.max(begin, end - back);
      found = read(partition, from, end);
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(decode(topic, found.get(found.size() - 1)));
  }

  /// All of a topic.
  <K, V> List<Read<K, V>> all(Topic<K, V> topic) {
    TopicPartition partition = partition(topic);
    return read(partition, begin(partition), ends.get(partition)).stream().map(raw -> decode(topic, raw)).toList();
  }

  private static TopicPartition partition(Topic<?, ?> topic) {
    return new TopicPartition(topic.name(), 0);
  }

  private long begin(TopicPartition partition) {
    return consumer.beginningOffsets(List.of(partition)).get(partition);
  }

  private List<ConsumerRecord<byte[], byte[]>> read(TopicPartition partition, long from, long end) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long deadline = System.nanoTime() + SILENCE.toNanos();
    while (consumer.position(partition) < end) {
      long before = consumer.position(partition);
      consumer.poll(POLL).forEach(record -> {
        if (record.offset() < end) {
          records.add(record);
        }
      });
      if (consumer.position(partition) > before) {
        deadline = System.nanoTime() + SILENCE.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new TimeoutException(partition + ": read up to offset " + before + " of " + end + " and nothing more came for "
            + SILENCE.toSeconds() + " s; expected the broker to answer and every transaction to end");
      }
    }
    return records;
  }

  private static <K, V> Read<K, V> decode(Topic<K, V> topic, ConsumerRecord<byte[], byte[]> record) {
    try {
      return new Read<>(record.partition(), record.offset(), record.timestamp(), topic.key().decode(record.key()),
          topic.value().decode(record.value()), record.value().length);
    } catch (CodecException undecodable) {
      throw new RunException("[" + topic + "-" + record.partition() + "@" + record.offset() + "] " + undecodable.getMessage()
          + "; expected a record that this version of Tributary reads; the trainer does not start", undecodable);
    }
  }
}
