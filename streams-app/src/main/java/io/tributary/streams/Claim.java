// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.tributary.runs.Connection;
import io.tributary.runs.Outage;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;

/// Which process was the last to start as one instance of the topology.
///
/// Kafka's group cannot tell: a broker that was killed remembers members that are gone, and fences by them those that live. The transaction
/// coordinator forgets nothing: each start takes a transactional id of the instance, with which no transaction is ever made, and so its epoch.
/// Whoever finds another epoch there than its own has a successor.
///
/// **Assumptions.** Calls come from one thread at a time.
final class Claim {
  private static final int ATTEMPTS = 20;
  private static final long ANSWER_MS = 5_000;

  /// What the coordinator holds of the id.
  private record Holder(long producerId, int epoch) {
    /// Whether `next` is what one start makes of this: with the epochs used up there is a new producer id.
    boolean isBefore(Holder next) {
      return next.producerId() != producerId || next.epoch() == epoch + 1;
    }
  }

  private static final Holder NOBODY = new Holder(-1, -1);

  private final Run run;
  private final String transactionalId;
  private final int instance;
  private Holder own = NOBODY;

  Claim(Run run, int instance) {
    this.run = run;
    this.instance = instance;
    transactionalId = run.topics().names().claimId(instance);
  }

  /// Becomes the last to start.
  ///
  /// @throws RunException where others start at the same time again and again
  void take() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Holder before = holder().orElse(NOBODY);
      raiseEpoch();
      own = holder().orElse(NOBODY);
      if (before.isBefore(own)) {
        return;
      }
    }
    throw new RunException("run " + run.name() + ": instance " + instance + " of the topology was started by others " + ATTEMPTS
        + " times while it started; expected one process with that number (--instance); nothing was started");
  }

  /// Whether another process has started as this instance since.
  ///
  /// @throws RunException where the brokers do not say
  boolean isLost() {
    // An id that was forgotten, after a week without a start, was taken by nobody.
    return holder().filter(now -> !now.equals(own)).isPresent();
  }

  private void raiseEpoch() {
    Map<String, Object> properties = run.connection().properties(run.clientId("stream", "claim"));
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Connection.API_TIMEOUT_MS);
    properties.remove(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG);
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
    }
  }

  private Optional<Holder> holder() {
    try (Admin admin = Admin.create(run.connection().properties(run.clientId("stream", "claim")))) {
      TransactionDescription found = admin.describeTransactions(List.of(transactionalId)).description(transactionalId).get(ANSWER_MS, TimeUnit.MILLISECONDS);
      return Optional.of(new Holder(found.producerId(), found.producerEpoch()));
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof TransactionalIdNotFoundException) {
        return Optional.empty();
      }
      throw unanswered(failed.getCause());
    } catch (TimeoutException | KafkaException failed) {
      throw unanswered(failed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("run " + run.name() + ": interrupted while asking who works as instance " + instance, e);
    }
  }

  private RunException unanswered(Throwable cause) {
    return new RunException("run " + run.name() + ": " + run.connection().bootstrapServers() + " did not say who works as instance " + instance
        + " of the topology (" + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ")", cause);
  }

  /// The same, where brokers that are away are waited for.
  ///
  /// @param patienceMs how long, in milliseconds
  /// @param otherwise what to believe where they do not say
  boolean isLost(long patienceMs, boolean otherwise, BooleanSupplier stopped) {
    try {
      return Outage.survive(patienceMs, stopped, this::isLost);
    } catch (RunException unanswered) {
      return otherwise;
    }
  }
}
