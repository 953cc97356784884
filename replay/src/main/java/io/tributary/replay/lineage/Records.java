// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay.lineage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.Topic;

/// Looks for single records of a run.
final class Records {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long SILENCE_NS = 30_000_000_000L;

  private Records() {}

  /// What is at some coordinates.
  ///
  /// @param beginning first offset that is still there
  /// @param end offset after the last record
  /// @param record itself; empty where there is none
  record At(long beginning, long end, Optional<Read<byte[], byte[]>> record) {
    boolean isExpired(long offset) {
      return offset < beginning;
    }
  }

  static At at(Run run, Topic<?, ?> topic, int partition, long offset) {
    try (TopicTail<byte[], byte[]> tail = open(run, topic, partition)) {
      long begin = tail.beginning();
      long end = tail.highWatermark();
      if (offset < begin || offset >= end) {
        return new At(begin, end, Optional.empty());
      }
      tail.seek(offset);
      return new At(begin, end, first(tail, topic, end, read -> read.offset() >= offset).filter(read -> read.offset() == offset));
    }
  }

  /// The first record of a partition whose value is decodable and what is looked for.
  static <V> Optional<Found<V>> find(Run run, Topic<?, V> topic, int partition, Predicate<V> wanted) {
    try (TopicTail<byte[], byte[]> tail = open(run, topic, partition)) {
      return first(tail, topic, tail.highWatermark(), read -> decoded(topic, read.value()).filter(wanted).isPresent())
          .map(read -> new Found<>(read.partition(), read.offset(), decoded(topic, read.value()).orElseThrow()));
    }
  }

  /// Hands over every row of a partition of a changelog, up to where it ends by now; the value of a deleted one is null.
  static <K, V> void rows(Run run, Topic<K, V> topic, int partition, BiConsumer<K, V> reader) {
    try (TopicTail<K, V> tail = TopicTail.open(run.connection(), topic, partition, run.clientId("lineage", "reader"))) {
      tail.readUntil(tail.highWatermark(), read -> reader.accept(read.key(), read.value()));
    }
  }

  /// A record that was looked for.
  record Found<V>(int partition, long offset, V value) {}

  static <V> Optional<V> decoded(Topic<?, V> topic, byte[] value) {
    try {
      return value == null ? Optional.empty() : Optional.of(topic.value().decode(value));
    } catch (CodecException undecodable) {
      return Optional.empty();
    }
  }

  private static TopicTail<byte[], byte[]> open(Run run, Topic<?, ?> topic, int partition) {
    return TopicTail.open(run.connection(), topic.asBytes(), partition, run.clientId("lineage", "reader"));
  }

  private static Optional<Read<byte[], byte[]>> first(
      TopicTail<byte[], byte[]> tail, Topic<?, ?> topic, long end, Predicate<Read<byte[], byte[]>> wanted) {
    long lastNews = System.nanoTime();
    for (long at = tail.position(); at < end; at = tail.position()) {
      List<Read<byte[], byte[]>> reads = tail.poll(POLL);
      for (Read<byte[], byte[]> read : reads) {
        if (wanted.test(read)) {
          return Optional.of(read);
        }
      }
      lastNews = tail.position() > at ? System.nanoTime() : lastNews;
      if (System.nanoTime() - lastNews > SILENCE_NS) {
        throw new RunException(topic + ": read up to offset " + at + " of " + end + " and nothing more came for 30 s; expected every transaction to end");
      }
    }
    return Optional.empty();
  }
}
