// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Collection;
import java.util.Map;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.tributary.runs.Run;

/// Clients of the run's cluster. What the run's `kafka.*` settings say comes before what is decided here, but for what correctness rests on.
record KafkaClients(Run run) implements Clients {
  /// After this the broker aborts an open transaction by itself, so a dead trainer does not hide the log for long.
  static final int TRANSACTION_TIMEOUT_MS = 10_000;
  private static final int LONG_POLL_MS = 500;
  /// A broker answers the requests of one connection in turn: whoever reads to an end and then asks for more must not leave a long poll behind.
  private static final int SHORT_POLL_MS = 5;
  private static final int MOST_RECORDS = 5_000;
  private static final int FETCH_BYTES = 4 << 20;

  @Override
  public Producer<byte[], byte[]> producer() {
    Map<String, Object> properties = run.connection().properties(run.clientId("train", "0"));
    properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
    // A transaction that begins before the markers of the last one are written is told to come again: by default after 100 ms, ten
    // times its own length.
    properties.putIfAbsent(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
    // The first batch of a new epoch is verified apart from the others; a second one in flight may overtake it and be refused.
    properties.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    properties.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
    properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
    properties.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    run.topics().trainerLimits().producerConfig().forEach(properties::putIfAbsent);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, run.topics().transactionalId());
    properties.remove(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Consumer<byte[], byte[]> consumer() {
    return consumer("read_committed", LONG_POLL_MS);
  }

  @Override
  public Consumer<byte[], byte[]> reader() {
    return consumer("read_committed", SHORT_POLL_MS);
  }

  @Override
  public Map<TopicPartition, Long> highWatermarks(Collection<TopicPartition> partitions) {
    try (Consumer<byte[], byte[]> uncommitted = consumer("read_uncommitted", SHORT_POLL_MS)) {
      return uncommitted.endOffsets(partitions);
    }
  }

  private Consumer<byte[], byte[]> consumer(String isolationLevel, int pollMs) {
    Map<String, Object> properties = run.connection().properties(run.clientId("train", "0"));
    properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
    properties.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, pollMs);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolationLevel);
    // Partitions are assigned, so nobody joins the group: it only names the offsets that the producer commits.
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, run.topics().trainerGroup());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
