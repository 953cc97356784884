// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import io.tributary.schemas.CodecException;
import io.tributary.schemas.Topic;

/// Reads one partition of one topic: committed records only, in no group.
///
/// **Assumptions.** Used by one thread, but for `wakeup`.
/// **Guarantees.** `seekToLast` reads a few records near the end, however long the topic is: commit markers and aborted records take
/// offsets too, so the distance from the end doubles until a committed record is found.
/// **Example.** `try (var tail = TopicTail.open(connection, topics.policies(), 0, "viewer")) { tail.seekToLast().ifPresent(…); }`
public final class TopicTail<K, V> implements AutoCloseable {
  private static final Duration LONGEST_READ = Duration.ofSeconds(30);
  private static final Duration SHORT_POLL = Duration.ofMillis(100);
  private static final int FETCH_BYTES = 4 * 1024 * 1024;

  private final Topic<K, V> topic;
  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Object> properties;

  private TopicTail(Topic<K, V> topic, int partition, Map<String, Object> properties) {
    this.topic = topic;
    this.partition = new TopicPartition(topic.name(), partition);
    this.properties = properties;
    consumer = consumer(properties);
    consumer.assign(List.of(this.partition));
    consumer.seekToBeginning(List.of(this.partition));
  }

  /// A reader at the beginning of `partition`.
  public static <K, V> TopicTail<K, V> open(Connection connection, Topic<K, V> topic, int partition, String clientId) {
    Map<String, Object> properties = connection.properties(clientId);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    return new TopicTail<>(topic, partition, properties);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> properties) {
    return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// Records that have come; none where `timeout` passes first.
  ///
  /// @throws RunException for a record that cannot be decoded, naming it
  public List<Read<K, V>> poll(Duration timeout) {
    List<Read<K, V>> reads = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      reads.add(decode(record));
    }
    return reads;
  }

  /// The last committed record, if there is one; reading goes on after it.
  public Optional<Read<K, V>> seekToLast() {
    return seekToLast(1).stream().findFirst();
  }

  /// The last `count` committed records in their order, fewer where there are fewer; reading goes on after them.
  public List<Read<K, V>> seekToLast(int count) {
    long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    long from = end;
    List<ConsumerRecord<byte[], byte[]>> last = List.of();
    for (long back = 2L * count; last.size() < count && from > begin; back *= 2) {
      from = Math.max(begin, end - back);
      consumer.seek(partition, from);
      last = lastBefore(end, count);
    }
    if (!last.isEmpty()) {
      consumer.seek(partition, last.getLast().offset() + 1);
    }
    return last.stream().map(this::decode).toList();
  }

  private List<ConsumerRecord<byte[], byte[]>> lastBefore(long end, int count) {
    long deadline = System.nanoTime() + LONGEST_READ.toNanos();
    Deque<ConsumerRecord<byte[], byte[]>> last = new ArrayDeque<>();
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(SHORT_POLL)) {
        if (record.offset() < end) {
          last.addLast(record);
        }
        if (last.size() > count) {
          last.removeFirst();
        }
      }
      requireBefore(deadline, end);
    }
    return List.copyOf(last);
  }

  /// Every committed record from the position up to the high watermark as it is now, also past transactions that are still open.
  ///
  /// An open transaction hides newer committed records from `endOffsets` under read_committed; the high watermark does not move back.
  public List<Read<K, V>> readToHighWatermark() {
    List<Read<K, V>> reads = new ArrayList<>();
    readUntil(highWatermark(), reads::add);
    return reads;
  }

  /// Hands every committed record from the position up to `end` to `reader`, one after the other, also past transactions that are still open.
  ///
  /// @param end offset that reading stops before, at most the high watermark
  /// @throws RunException where nothing comes for 30 seconds, or the thread was interrupted
  public void readUntil(long end, java.util.function.Consumer<Read<K, V>> reader) {
    long deadline = System.nanoTime() + LONGEST_READ.toNanos();
    for (long at = consumer.position(partition); at < end; at = consumer.position(partition)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(SHORT_POLL)) {
        if (record.offset() < end) {
          reader.accept(decode(record));
        }
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new RunException(partition + ": interrupted while reading up to offset " + end);
      }
      if (consumer.position(partition) > at) {
        deadline = System.nanoTime() + LONGEST_READ.toNanos();
      }
      requireBefore(deadline, end);
    }
  }

  /// The offset after the last record, committed or not.
  public long highWatermark() {
    Map<String, Object> uncommitted = new HashMap<>(properties);
    uncommitted.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    try (KafkaConsumer<byte[], byte[]> reader = consumer(uncommitted)) {
      return reader.endOffsets(List.of(partition)).get(partition);
    }
  }

  /// The first offset that is still there.
  public long beginning() {
    return consumer.beginningOffsets(List.of(partition)).get(partition);
  }

  private void requireBefore(long deadline, long end) {
    if (System.nanoTime() > deadline) {
      throw new RunException(partition + ": read up to offset " + consumer.position(partition) + " of " + end + " and nothing more came for "
          + LONGEST_READ.toSeconds() + " s; expected the broker to answer; giving up");
    }
  }

  private Read<K, V> decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return new Read<>(
          record.partition(),
          record.offset(),
          record.timestamp(),
          record.key() == null ? null : topic.key().decode(record.key()),
          record.value() == null ? null : topic.value().decode(record.value()),
          record.value() == null ? 0 : record.value().length);
    } catch (CodecException undecodable) {
      throw new RunException("[" + partition + "@" + record.offset() + "] " + undecodable.getMessage() + "; reading stops", undecodable);
    }
  }

  /// Reading goes on at `offset`.
  public void seek(long offset) {
    consumer.seek(partition, offset);
  }

  /// The next offset that will be read.
  public long position() {
    return consumer.position(partition);
  }

  /// Makes a poll that is under way throw; the only method another thread may call.
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
