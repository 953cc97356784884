// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.Topic;

/// The log of a run on its cluster, one partition after the other.
final class KafkaLog implements RunLog, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  /// Longer than any transaction of the run stays open after the death of whoever began it.
  private static final int LONGEST_WAIT_MS = 30_000;
  private static final long ASK_AGAIN_NANOS = 2_000_000;
  private static final long MOST_ASK_AGAIN_NANOS = 100_000_000;

  private final Run run;
  private final LongSupplier clockMs;
  private final Admin admin;
  private final Set<String> topics;

  /// @param clockMs milliseconds since the epoch
  KafkaLog(Run run, LongSupplier clockMs) {
    this.run = run;
    this.clockMs = clockMs;
    admin = Admin.create(run.connection().properties(run.clientId("audit", "admin")));
    topics = answer("the topics", admin.listTopics().names());
  }

  @Override
  public boolean exists(Topic<?, ?> topic) {
    return topics.contains(topic.name());
  }

  @Override
  public long[] begins(Topic<?, ?> topic) {
    return offsets(topic, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  @Override
  public long[] highWatermarks(Topic<?, ?> topic) {
    return offsets(topic, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
  }

  @Override
  public long[] settled(Topic<?, ?> topic) {
    return offsets(topic, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
  }

  private long[] offsets(Topic<?, ?> topic, OffsetSpec spec, IsolationLevel isolation) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (int p = 0; p < topic.partitions(); p++) {
      wanted.put(new TopicPartition(topic.name(), p), spec);
    }
    Map<TopicPartition, ListOffsetsResultInfo> found = answer("offsets of " + topic, admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all());
    long[] offsets = new long[topic.partitions()];
    found.forEach((partition, info) -> offsets[partition.partition()] = info.offset());
    return offsets;
  }

  /// Kafka's client leaves out, with a warning in its log, each partition whose offset it was not told: of one that a transaction is just committing, for
  /// instance. So each is asked for by name, and again until it comes.
  @Override
  public long[] committed(boolean settled) {
    Topic<?, ?> steps = run.topics().steps();
    long[] offsets = new long[steps.partitions()];
    Set<TopicPartition> missing = new HashSet<>();
    for (int p = 0; p < offsets.length; p++) {
      missing.add(new TopicPartition(steps.name(), p));
    }
    long deadline = System.nanoTime() + LONGEST_WAIT_MS * 1_000_000L;
    for (long pause = ASK_AGAIN_NANOS;; pause = Math.min(2 * pause, MOST_ASK_AGAIN_NANOS)) {
      Map<TopicPartition, OffsetAndMetadata> told = group(missing, new ListConsumerGroupOffsetsOptions().requireStable(settled).timeoutMs(LONGEST_WAIT_MS));
      told.forEach((partition, offset) -> offsets[partition.partition()] = offset == null ? 0 : offset.offset());
      missing.removeAll(told.keySet());
      if (missing.isEmpty()) {
        return offsets;
      }
      if (System.nanoTime() > deadline) {
        throw new RunException("run " + run.name() + ": " + run.connection().bootstrapServers() + " did not tell the offsets that group "
            + run.topics().applicationId() + " has committed of " + missing + " for " + LONGEST_WAIT_MS + " ms; expected the transactions that commit them to"
            + " end, and the right to read them; nothing was audited");
      }
      LockSupport.parkNanos(pause);
    }
  }

  /// By partition; null of one that has none, nothing of one that was not told.
  private Map<TopicPartition, OffsetAndMetadata> group(Set<TopicPartition> partitions, ListConsumerGroupOffsetsOptions options) {
    String group = run.topics().applicationId();
    try {
      return answer("offsets of group " + group, admin.listConsumerGroupOffsets(
          Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)), options).partitionsToOffsetAndMetadata(group));
    } catch (RunException absent) {
      if (absent.getCause() != null && absent.getCause().getCause() instanceof GroupIdNotFoundException) {
        Map<TopicPartition, OffsetAndMetadata> none = new HashMap<>();
        partitions.forEach(partition -> none.put(partition, null));
        return none;
      }
      throw absent;
    }
  }

  @Override
  public void read(Topic<?, ?> topic, int partition, long end, Consumer<Read<byte[], byte[]>> reader) {
    if (end > 0) {
      try (TopicTail<byte[], byte[]> tail = tail(topic, partition)) {
        tail.readUntil(end, reader);
      }
    }
  }

  @Override
  public long nowMs() {
    return clockMs.getAsLong();
  }

  @Override
  public OptionalLong oldestMs(Topic<?, ?> topic, int partition, long end) {
    try (TopicTail<byte[], byte[]> tail = tail(topic, partition)) {
      long deadline = System.nanoTime() + LONGEST_WAIT_MS * 1_000_000L;
      while (tail.position() < end) {
        List<Read<byte[], byte[]>> reads = tail.poll(POLL);
        if (!reads.isEmpty()) {
          return OptionalLong.of(reads.getFirst().timestampMs());
        }
        if (System.nanoTime() > deadline) {
          throw new RunException("run " + run.name() + ": no record of " + topic + "-" + partition + " came for " + LONGEST_WAIT_MS
              + " ms; expected the broker to answer; nothing was audited");
        }
      }
      return OptionalLong.empty();
    }
  }

  @Override
  public Optional<Read<byte[], byte[]>> last(Topic<?, ?> topic) {
    try (TopicTail<byte[], byte[]> tail = tail(topic, 0)) {
      Optional<Read<byte[], byte[]>> visible = tail.seekToLast();
      // A transaction becomes visible in one partition after the other.
      List<Read<byte[], byte[]>> since = tail.readToHighWatermark();
      return since.isEmpty() ? visible : Optional.of(since.getLast());
    }
  }

  private TopicTail<byte[], byte[]> tail(Topic<?, ?> topic, int partition) {
    return TopicTail.open(run.connection(), topic.asBytes(), partition, run.clientId("audit", "reader"));
  }

  private <T> T answer(String what, KafkaFuture<T> future) {
    try {
      return future.get(LONGEST_WAIT_MS + 5_000L, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RunException("run " + run.name() + ": interrupted while asking for " + what, interrupted);
    } catch (ExecutionException | TimeoutException failed) {
      throw new RunException("run " + run.name() + ": " + run.connection().bootstrapServers() + " did not tell " + what + " (" + failed.getMessage()
          + "); expected the broker to answer; nothing was audited", failed);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
