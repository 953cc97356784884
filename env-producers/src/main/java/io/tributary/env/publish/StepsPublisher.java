// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Steps;
import io.tributary.runs.BrokerSpace;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.Topic;

/// Sends records to the steps topic, the records of one environment in order and each exactly once while this object lives.
///
/// **Assumptions.** One thread sends.
/// **Guarantees.** Idempotent, one request at a time, acknowledged by all in-sync replicas, keyed by environment id, so placed by murmur2 of the key: Kafka's own
/// rule for keyed records, the same in every language. `send` blocks while the client's buffer is full. A record that could not be sent is
/// reported by the next call of any method; nothing is sent after it.
final class StepsPublisher implements AutoCloseable {
  private static final int BATCH_BYTES = 128 * 1024;
  private static final int DELIVERY_TIMEOUT_MS = 120_000;

  private final Run run;
  private final Topic<String, Steps> topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final PublishedRecords records = new PublishedRecords();
  private final Map<String, byte[]> keys = new HashMap<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong unacknowledged = new AtomicLong();
  private volatile long progressNanos;
  private volatile RunException failure;
  private volatile RecordTooLargeException refused;

  StepsPublisher(Run run, String clientId) {
    this.run = run;
    topic = run.topics().steps();
    Map<String, Object> properties = new HashMap<>();
    properties.putAll(run.topics().producerLimits().producerConfig());
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0); // in lock step everybody waits for this record; batches form while one is in flight
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    properties.putAll(run.connection().properties(clientId));
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A broker that was killed and knows nothing of this producer yet takes any sequence number for its first: the second of two requests in flight may come in
    // before the first one, which is then refused for ever (docs/decisions/0014).
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /// Sends one record.
  ///
  /// @throws RunException where this or an earlier one could not be sent
  void send(Steps steps) {
    requireHealthy();
    byte[] key = keys.computeIfAbsent(steps.first().environment(), topic.key()::encode);
    byte[] value = topic.value().encode(steps);
    if (value.length > topic.maxValueBytes()) {
      throw new RunException(topic.name() + ": a record of " + steps.count() + " steps of " + steps.first() + " has " + value.length
          + " bytes; expected at most " + topic.maxValueBytes() + " (a smaller rollout.recordSteps makes smaller records); the producer stops");
    }
    int training = steps.purpose() == Purpose.TRAIN ? steps.count() : 0;
    int count = steps.count();
    if (unacknowledged.getAndIncrement() == 0) {
      progressNanos = System.nanoTime();
    }
    try {
      var _ = producer.send(new ProducerRecord<>(topic.name(), key, value), (metadata, failed) -> answered(metadata, failed, count, training));
    } catch (KafkaException refused) {
      throw couldNotSend(refused);
    }
  }

  private void answered(RecordMetadata metadata, Exception failed, int count, int training) {
    progressNanos = System.nanoTime();
    unacknowledged.decrementAndGet();
    if (failed instanceof RecordTooLargeException tooLarge) {
      // It was not: a full broker refuses every size. What it has to say about that is asked by whoever is told, not on this thread of Kafka's.
      refused = tooLarge;
      return;
    }
    if (failed != null) {
      if (failure == null) {
        failure = couldNotSend(failed);
      }
      return;
    }
    acknowledged.addAndGet(count);
    if (training > 0) {
      records.acknowledged(metadata.partition(), metadata.offset(), training);
    }
  }

  private RunException couldNotSend(Exception cause) {
    return new RunException(topic.name() + ": a record could not be published (" + cause.getMessage()
        + "); expected the brokers to acknowledge it within " + DELIVERY_TIMEOUT_MS / 1_000 + " s; the producer stops", cause);
  }

  /// @throws RunException where a record could not be sent
  void requireHealthy() {
    if (refused != null && failure == null) {
      failure = BrokerSpace.refusal(run.connection()).map(why -> new RunException(topic.name() + ": a record could not be published: " + why
          + "; the producer stops", refused)).orElseGet(() -> couldNotSend(refused));
    }
    if (failure != null) {
      throw failure;
    }
  }

  /// Steps the brokers have acknowledged; for any thread.
  long acknowledged() {
    return acknowledged.get();
  }

  /// Records that were sent and not answered for yet; for any thread.
  long unacknowledged() {
    return unacknowledged.get();
  }

  /// How long the brokers have owed an answer without giving any, in nanoseconds; for any thread.
  long silentNanos() {
    return unacknowledged.get() == 0 ? 0 : Math.max(0, System.nanoTime() - progressNanos);
  }

  /// Where the training records lie.
  PublishedRecords records() {
    return records;
  }

  /// Waits until everything sent is acknowledged; nothing can be sent afterwards.
  ///
  /// @throws RunException where some of it was not, within the time
  void drain(Duration atMost) {
    producer.close(atMost);
    requireHealthy();
  }

  /// Gives up what is not acknowledged yet.
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
