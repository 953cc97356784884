// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;

/// Asks Kafka again and again whether it is there, on a thread of its own.
///
/// A part can work for a while without noticing that Kafka is gone: its clients keep trying. Whoever wants to know asks here.
///
/// **Guarantees.** Asking needs no right on the cluster. A silence is told only once it has lasted, and no longer once Kafka has answered again.
public final class KafkaWatch implements AutoCloseable {
  /// How long Kafka may be silent before anybody is told: longer than a broker takes to start again.
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int ANSWER_MS = 4_000;
  private static final Duration CLOSE = Duration.ofSeconds(1);
  private static final double NANOS = 1e9;

  private final Connection connection;
  private final String clientId;
  private final Duration patience;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile long answeredNanos = System.nanoTime();
  private volatile boolean answeredEver;

  private KafkaWatch(Connection connection, String clientId, Duration patience) {
    this.connection = connection;
    this.clientId = clientId;
    this.patience = patience;
    thread = Thread.ofPlatform().daemon().name("kafka-watch").unstarted(this::work);
  }

  /// Begins to ask.
  ///
  /// @param patience silence that is not told yet
  public static KafkaWatch start(Connection connection, String clientId, Duration patience) {
    KafkaWatch watch = new KafkaWatch(connection, clientId, patience);
    watch.thread.start();
    return watch;
  }

  /// For how long Kafka has given no answer, in words for an operator; empty where it has answered lately.
  public Optional<String> silence() {
    if (answeredEver && silentSeconds() * NANOS < patience.toNanos()) {
      return Optional.empty();
    }
    return Optional.of("Kafka at " + connection.bootstrapServers() + (answeredEver ? " has not answered for " : " has never answered, for ")
        + (long) silentSeconds() + " s");
  }

  /// Seconds since its last answer, or since this began.
  public double silentSeconds() {
    return Math.max(0, System.nanoTime() - answeredNanos) / NANOS;
  }

  private void work() {
    try {
      do {
        ask();
      } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// Until it is silent; then with a new client, which looks its address up anew.
  private void ask() throws InterruptedException {
    try (Admin admin = Admin.create(connection.properties(clientId))) {
      try {
        do {
          var _ = admin.describeCluster(new DescribeClusterOptions().timeoutMs(ANSWER_MS)).nodes().get(2L * ANSWER_MS, TimeUnit.MILLISECONDS);
          answeredNanos = System.nanoTime();
          answeredEver = true;
        } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
      } finally {
        admin.close(CLOSE);
      }
    } catch (ExecutionException | TimeoutException | KafkaException silent) {
      // That it is silent is what is told.
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      thread.join(CLOSE.multipliedBy(2));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
