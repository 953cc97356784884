// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.Topic;

/// Learns from the rejected topic which of this producer's own records nobody will train on, so that its window need not wait for them.
///
/// **Assumptions.** `start` comes before the first record is sent. One thread at a time.
/// **Guarantees.** Each rejected record counts once, found by its place in the steps topic, also where its bytes could not be decoded. A producer
/// that may not read the topic goes on without: after a rejection its window waits for its time-out.
final class Rejections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);

  private final Topic<String, RejectedStep> topic;
  private final PublishedRecords published;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String who;
  private boolean hidden;

  Rejections(Run run, String clientId, PublishedRecords published) {
    topic = run.topics().rejected();
    this.published = published;
    who = "run " + run.name() + ", producer " + clientId;
    Map<String, Object> properties = run.connection().properties(clientId);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// Looks at what comes from now on.
  void start() {
    List<TopicPartition> partitions = IntStream.range(0, topic.partitions()).mapToObj(p -> new TopicPartition(topic.name(), p)).toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    try {
      partitions.forEach(consumer::position); // seeking is lazy; the end has to be the one before the first record
    } catch (AuthorizationException refused) {
      goOnWithout(refused);
    }
  }

  private void goOnWithout(AuthorizationException refused) {
    hidden = true;
    LOG.info("{}: {} may not be read ({}); that is no error: the window waits out its time-out after rejected steps; said once", who, topic, refused.getMessage());
  }

  /// Own training steps that were newly rejected.
  long poll(Duration timeout) {
    if (hidden) {
      return 0;
    }
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
        RejectedStep rejected = decode(record);
        published.rejected(rejected.partition(), rejected.offset());
      }
    } catch (AuthorizationException refused) {
      goOnWithout(refused);
    }
    return published.takeRejectedSteps();
  }

  private RejectedStep decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return topic.value().decode(record.value());
    } catch (CodecException undecodable) {
      throw new RunException("[" + topic.name() + "-" + record.partition() + "@" + record.offset() + "] " + undecodable.getMessage()
          + "; the producer stops", undecodable);
    }
  }

  /// Whether the topic may not be read.
  boolean isHidden() {
    return hidden;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
