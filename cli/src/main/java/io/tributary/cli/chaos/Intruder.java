// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.chaos;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.tributary.runs.Connection;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;

/// A foreign client that publishes what nobody can learn from, some of it under the producers' own keys: rejections must survive the kills too.
final class Intruder implements AutoCloseable {
  private static final long PAUSE_MS = 100;
  private static final int LONGEST_BYTES = 400;
  private static final int GIVE_UP_MS = 120_000;
  private static final long LAST_MS = 5_000;

  private final String topic;
  private final Random random;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Thread thread = Thread.ofPlatform().name("chaos-intruder").daemon().unstarted(this::work);
  private volatile boolean stopping;

  Intruder(Run run, long seed) {
    topic = run.topics().steps().name();
    random = new Random(seed);
    var properties = run.connection().properties(run.clientId("chaos", "intruder"));
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_MS);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Connection.API_TIMEOUT_MS);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_MS);
    producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void start() {
    thread.start();
  }

  private void work() {
    try {
      while (!stopping) {
        byte[] noise = new byte[random.nextInt(LONGEST_BYTES)];
        random.nextBytes(noise);
        String key = random.nextBoolean() ? "chaos-" + random.nextInt(2) + "/" + random.nextInt(4) : "intruder/" + random.nextInt(10);
        var _ = producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), noise), (metadata, failed) -> answered(failed));
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (KafkaException failed) {
      failure.compareAndSet(null, failed);
    }
  }

  private void answered(Exception failed) {
    if (failed == null) {
      acknowledged.incrementAndGet();
    } else {
      failure.compareAndSet(null, failed);
    }
  }

  /// Stops, and returns how many records the broker has acknowledged.
  ///
  /// @throws RunException where one was not
  long stop() throws InterruptedException {
    stopping = true;
    thread.join(LAST_MS);
    producer.flush();
    if (failure.get() != null) {
      throw new RunException("chaos: the intruder's records were not acknowledged within " + GIVE_UP_MS / 1000 + " s (" + failure.get()
          + "); expected the broker to come back sooner; everything is stopped", failure.get());
    }
    return acknowledged.get();
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    producer.close(java.time.Duration.ZERO);
  }
}
