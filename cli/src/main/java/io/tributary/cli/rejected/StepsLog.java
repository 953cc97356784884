// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.rejected;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.Topic;

/// Committed records of the steps topic, with their headers, read by coordinates or from a moment on.
///
/// **Assumptions.** One thread.
final class StepsLog implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
  /// Records between two wanted ones from which on seeking is quicker than reading.
  private static final long WORTH_SEEKING = 5_000;

  private final Run run;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  StepsLog(Run run) {
    this.run = run;
    partitions = IntStream.range(0, run.topics().steps().partitions()).mapToObj(p -> new TopicPartition(run.topics().steps().name(), p)).toList();
    consumer = consumer("read_committed");
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolationLevel) {
    Map<String, Object> properties = run.connection().properties(run.clientId("resubmit", "reader"));
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolationLevel);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// Offset of the oldest record that is kept, by partition.
  Map<Integer, Long> beginnings() {
    Map<Integer, Long> beginnings = new HashMap<>();
    consumer.beginningOffsets(partitions).forEach((partition, offset) -> beginnings.put(partition.partition(), offset));
    return beginnings;
  }

  /// Whether the oldest records of another topic are gone.
  boolean hasExpired(Topic<?, ?> topic) {
    List<TopicPartition> all = IntStream.range(0, topic.partitions()).mapToObj(partition -> new TopicPartition(topic.name(), partition)).toList();
    return consumer.beginningOffsets(all).values().stream().anyMatch(offset -> offset > 0);
  }

  /// Every record from `timeMs` on, up to where the topic ends now.
  void since(long timeMs, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    Map<TopicPartition, Long> moments = new HashMap<>();
    partitions.forEach(partition -> moments.put(partition, timeMs));
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(moments);
    Map<TopicPartition, Long> ends = ends();
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp start = starts.get(partition);
      if (start != null) {
        read(partition, start.offset(), ends.get(partition), reader);
      }
    }
  }

  /// The records at these places, of those that are still there and committed.
  void at(NavigableSet<Coordinates> places, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    Map<Integer, Long> beginnings = beginnings();
    Map<TopicPartition, Long> ends = ends();
    for (TopicPartition partition : partitions) {
      NavigableSet<Coordinates> here = new TreeSet<>(places.subSet(new Coordinates(partition.partition(), beginnings.get(partition.partition())), true,
          new Coordinates(partition.partition(), ends.get(partition)), false));
      while (!here.isEmpty()) {
        long from = here.first().offset();
        long until = from;
        for (Coordinates next : here) {
          if (next.offset() - until > WORTH_SEEKING) {
            break;
          }
          until = next.offset();
        }
        read(partition, from, until + 1, record -> {
          if (here.contains(new Coordinates(record.partition(), record.offset()))) {
            reader.accept(record);
          }
        });
        here.headSet(new Coordinates(partition.partition(), until), true).clear();
      }
    }
  }

  private void read(TopicPartition partition, long from, long until, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long deadline = System.nanoTime() + LONGEST_SILENCE.toNanos();
    for (long at = from; at < until; at = consumer.position(partition)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < until) {
          reader.accept(record);
        }
      }
      if (consumer.position(partition) > at) {
        deadline = System.nanoTime() + LONGEST_SILENCE.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new RunException("run " + run.name() + ": " + partition + " was read up to " + at + " of " + until + " and nothing came for "
            + LONGEST_SILENCE.toSeconds() + " s; expected the broker to answer; nothing was resubmitted");
      }
    }
  }

  private Map<TopicPartition, Long> ends() {
    try (KafkaConsumer<byte[], byte[]> uncommitted = consumer("read_uncommitted")) {
      return uncommitted.endOffsets(partitions);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
