// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.rejected;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.tributary.rl.experience.Steps;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TakenOverException;
import io.tributary.schemas.Topic;

/// Sends copies, each part in one transaction.
///
/// **Guarantees.** Of two publishers of one run the later one wins: once it exists, whatever an earlier one had not committed never will be, and
/// what it had committed can be read. So whoever then looks which copies are in the log, and sends the others, sends each once.
///
/// While a transaction is open the topology does not read past it: it is short, and times out soon if this process dies in it.
final class CopyPublisher implements AutoCloseable {
  static final int TRANSACTION_TIMEOUT_MS = 5_000;
  private static final int BLOCK_MS = 15_000;
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Run run;
  private final KafkaProducer<byte[], byte[]> producer;

  CopyPublisher(Run run) {
    this.run = run;
    Map<String, Object> properties = run.connection().properties(run.clientId("resubmit", "0"));
    properties.putAll(run.topics().producerLimits().producerConfig());
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, BLOCK_MS);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MS);
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, run.topics().names().resubmitId());
    producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (KafkaException refused) {
      producer.close(CLOSE);
      throw failed(refused);
    }
  }

  /// Sends copies that belong together.
  ///
  /// @throws TakenOverException where a later publisher has begun
  /// @throws RunException where they could not be sent; then none of them is in the log
  void send(List<Copy> part) {
    Topic<String, Steps> topic = run.topics().steps();
    try {
      producer.beginTransaction();
      for (Copy copy : part) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic.name(), topic.key().encode(copy.copy().first().environment()),
            topic.value().encode(copy.copy()));
        copy.mark(record.headers());
        var _ = producer.send(record); // the commit fails where this did
      }
      producer.commitTransaction();
    } catch (KafkaException refused) {
      throw failed(refused);
    }
  }

  private RunException failed(KafkaException refused) {
    if (refused instanceof ProducerFencedException || refused instanceof InvalidProducerEpochException) {
      return new TakenOverException("run " + run.name() + ": another rejected --resubmit has begun; expected one at a time; this one ends, and what it"
          + " committed is not sent again", refused);
    }
    return new RunException("run " + run.name() + ": copies could not be committed to " + run.topics().steps() + " (" + refused.getMessage()
        + "); expected the brokers to take them; what was committed is not sent again by the next --resubmit", refused);
  }

  /// Ends a transaction that is open; nothing of it stays.
  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
