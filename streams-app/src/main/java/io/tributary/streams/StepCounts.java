// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.runs.Connection;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.OpenEnvironment;
import io.tributary.schemas.OpenSlot;
import io.tributary.schemas.OpenSteps;
import io.tributary.schemas.Topic;

/// Steps that are in no topic of results, each read from where it is kept. Exact once the topology has stopped or has nothing to do.
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

  /// A record whose segment is not closed.
  ///
  /// @param first of its steps
  /// @param count how many they are
  /// @param partition of the steps topic
  /// @param offset of the record
  public record OpenRecord(StepId first, int count, int partition, long offset) {}

  /// Records of these environments whose segment is not closed, as committed. Of a slot that no segment uses any more nothing is said: what it held was
  /// closed, or rejected.
  public static void open(Run run, Set<String> environments, Consumer<OpenRecord> reader) {
    Topic<String, OpenEnvironment> headers = run.topics().openEnvironments();
    Topic<OpenSlot, OpenSteps> slots = run.topics().openSteps();
    if (!exists(run, headers.name()) || !exists(run, slots.name())) {
      return;
    }
    for (int partition = 0; partition < headers.partitions(); partition++) {
      Map<String, Integer> used = new HashMap<>();
      read(run, headers, partition, 0, read -> {
        if (environments.contains(read.key())) {
          used.put(read.key(), read.value() == null ? 0 : read.value().openRecords());
        }
      });
      Map<OpenSlot, OpenRecord> open = new HashMap<>();
      read(run, slots, partition, 0, read -> {
        if (read.key().number() < used.getOrDefault(read.key().environment(), 0)) {
          open.put(read.key(), read.value() == null ? null : open(run, read.value()));
        }
      });
      open.values().stream().filter(Objects::nonNull).forEach(reader);
    }
  }

  private static OpenRecord open(Run run, OpenSteps row) {
    Steps steps = run.topics().steps().value().decode(row.original());
    return new OpenRecord(steps.first(), steps.count(), row.partition(), row.offset());
  }

  /// Steps in decodable records that the topology has not committed yet.
  public static long pending(Run run) {
    long[] pending = new long[1];
    pending(run, committed(run), read -> pending[0] += count(run.topics().steps(), read.value()));
    return pending[0];
  }

  /// Records from where the topology goes on, up to the end as it is now. As bytes: what cannot be decoded is pending too, but nobody knows how many
  /// steps it is.
  public static void pending(Run run, Map<Integer, Long> committed, Consumer<Read<byte[], byte[]>> reader) {
    Topic<String, Steps> steps = run.topics().steps();
    for (int partition = 0; partition < steps.partitions(); partition++) {
      read(run, steps.asBytes(), partition, committed.getOrDefault(partition, 0L), reader);
    }
  }

  /// Where the topology goes on in each partition of the steps topic; partitions of which it has committed nothing are absent.
  public static Map<Integer, Long> committed(Run run) {
    Map<Integer, Long> offsets = new HashMap<>();
    try (Admin admin = admin(run)) {
      answer(run, admin.listConsumerGroupOffsets(run.topics().applicationId()).partitionsToOffsetAndMetadata()).forEach((partition, offset) -> {
        if (offset != null && partition.topic().equals(run.topics().steps().name())) {
          offsets.put(partition.partition(), offset.offset());
        }
      });
    }
    return offsets;
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
