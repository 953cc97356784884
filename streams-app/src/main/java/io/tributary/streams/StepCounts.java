// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

import io.tributary.rl.experience.Steps;
import io.tributary.runs.Connection;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.OpenEnvironment;
import io.tributary.schemas.Topic;

/// Counts of steps that are in no topic of results, each read from where it is kept. Exact once the topology has stopped or has nothing to do.
public final class StepCounts {
  private StepCounts() {}

  /// Steps whose segment is not closed: the sum over the header rows in the changelog of the topology's store, as committed.
  public static long open(Run run) {
    Topic<String, OpenEnvironment> topic = run.topics().openEnvironments();
    if (!exists(run, topic.name())) {
      return 0;
    }
    long open = 0;
    for (int partition = 0; partition < topic.partitions(); partition++) {
      Map<String, OpenEnvironment> newest = new HashMap<>();
      read(run, topic, partition, 0, read -> newest.put(read.key(), read.value()));
      open += newest.values().stream().filter(row -> row != null).mapToLong(OpenEnvironment::openSteps).sum();
    }
    return open;
  }

  /// Steps in decodable records that the topology has not committed yet.
  public static long pending(Run run) {
    Map<TopicPartition, OffsetAndMetadata> committed;
    try (Admin admin = admin(run)) {
      committed = answer(run, admin.listConsumerGroupOffsets(run.topics().applicationId()).partitionsToOffsetAndMetadata());
    }
    Topic<String, Steps> steps = run.topics().steps();
    // As bytes: what cannot be decoded is pending too, but nobody knows how many steps it is.
    long[] pending = new long[1];
    for (int partition = 0; partition < steps.partitions(); partition++) {
      OffsetAndMetadata from = committed.get(new TopicPartition(steps.name(), partition));
      read(run, steps.asBytes(), partition, from == null ? 0 : from.offset(), read -> pending[0] += count(steps, read.value()));
    }
    return pending[0];
  }

  private static int count(Topic<String, Steps> steps, byte[] value) {
    try {
      return value == null ? 0 : steps.value().decode(value).count();
    } catch (CodecException undecodable) {
      return 0;
    }
  }

  static boolean exists(Run run, String topic) {
    try (Admin admin = admin(run)) {
      return answer(run, admin.listTopics().names()).contains(topic);
    }
  }

  /// Reads a partition from an offset, or its beginning, up to the high watermark as it is now.
  static <K, V> void read(Run run, Topic<K, V> topic, int partition, long from, Consumer<Read<K, V>> reader) {
    try (TopicTail<K, V> tail = TopicTail.open(run.connection(), topic, partition, run.clientId("count", "0"))) {
      if (from > 0) {
        tail.seek(from);
      }
      tail.readUntil(tail.highWatermark(), reader);
    }
  }

  private static Admin admin(Run run) {
    return Admin.create(run.connection().properties(run.clientId("count", "admin")));
  }

  private static <T> T answer(Run run, KafkaFuture<T> future) {
    try {
      return future.get(Connection.API_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("run " + run.name() + ": interrupted while counting steps", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new RunException("run " + run.name() + ": " + run.connection().bootstrapServers() + " did not answer (" + e.getMessage()
          + "); nothing is counted", e);
    }
  }
}
