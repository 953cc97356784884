// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

import io.tributary.rl.experience.Trajectory;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.Topic;

/// The trajectories topic of a run, read by ranges. One thread.
///
/// Ranges that abut are read in one go: the consumer seeks only where a range does not begin at the end of the one before in its partition. What
/// was fetched beyond a range is kept for the next one, up to 64 MiB; partitions that have their share are paused.
public final class KafkaTrajectoryLog implements TrajectoryLog, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final long FETCHED_BYTES = 64L << 20;
  private static final long NOWHERE = -1;

  private final Topic<String, Trajectory> topic;
  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final List<Deque<ConsumerRecord<byte[], byte[]>>> fetched;
  private final long[] fetchedBytes;
  private final long[] next;

  public KafkaTrajectoryLog(Run run) {
    topic = run.topics().trajectories();
    consumer = new KafkaClients(run).reader();
    partitions = Fetcher.partitions(topic);
    fetched = IntStream.range(0, partitions.size()).<Deque<ConsumerRecord<byte[], byte[]>>>mapToObj(p -> new ArrayDeque<>()).toList();
    fetchedBytes = new long[partitions.size()];
    next = new long[partitions.size()];
    Arrays.fill(next, NOWHERE);
    consumer.assign(partitions);
    consumer.pause(partitions);
  }

  @Override
  public List<Arrival> read(OffsetRange range) {
    if (range.partition() >= partitions.size()) {
      throw new RunException(topic + " has " + partitions.size() + " partitions; expected partition " + range.partition() + " to exist");
    }
    if (range.from() == range.until()) {
      return List.of();
    }
    goTo(range.partition(), range.from());
    List<Arrival> arrivals = new ArrayList<>();
    long deadline = System.nanoTime() + SILENCE.toNanos();
    while (!take(range, arrivals)) {
      long before = consumer.position(partitions.get(range.partition()));
      poll(range);
      if (consumer.position(partitions.get(range.partition())) > before) {
        deadline = System.nanoTime() + SILENCE.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new RunException(partitions.get(range.partition()) + ": read up to offset " + before + " and nothing more came for " + SILENCE.toSeconds()
            + " s; expected records up to " + range.until() + "; the replay stops");
      }
    }
    next[range.partition()] = range.until();
    return arrivals;
  }

  private void goTo(int partition, long offset) {
    if (next[partition] != offset) {
      fetched.get(partition).clear();
      fetchedBytes[partition] = 0;
      consumer.seek(partitions.get(partition), offset);
      next[partition] = offset;
    }
  }

  /// Moves what belongs to the range; returns whether that was all of it.
  private boolean take(OffsetRange range, List<Arrival> into) {
    int partition = range.partition();
    Deque<ConsumerRecord<byte[], byte[]>> waiting = fetched.get(partition);
    while (!waiting.isEmpty() && waiting.peek().offset() < range.until()) {
      ConsumerRecord<byte[], byte[]> record = waiting.remove();
      fetchedBytes[partition] -= record.serializedValueSize();
      into.add(new Arrival(partition, record.offset(), record.offset() + 1, decode(record), record.serializedValueSize(), 0));
    }
    return !waiting.isEmpty() || consumer.position(partitions.get(partition)) >= range.until();
  }

  private void poll(OffsetRange range) {
    TopicPartition wanted = partitions.get(range.partition());
    for (TopicPartition partition : partitions) {
      boolean room = next[partition.partition()] != NOWHERE && fetchedBytes[partition.partition()] < FETCHED_BYTES / partitions.size();
      if (partition.equals(wanted) || room) {
        consumer.resume(List.of(partition));
      } else {
        consumer.pause(List.of(partition));
      }
    }
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        fetched.get(record.partition()).add(record);
        fetchedBytes[record.partition()] += record.serializedValueSize();
      }
    } catch (OffsetOutOfRangeException gone) {
      // Another partition's turn comes with its own range.
      gone.offsetOutOfRangePartitions().keySet().forEach(partition -> next[partition.partition()] = NOWHERE);
      if (next[range.partition()] == NOWHERE) {
        throw new ExpiredTrajectoriesException(wanted, consumer.beginningOffsets(List.of(wanted)).get(wanted), range, gone);
      }
    }
  }

  private Trajectory decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return topic.value().decode(record.value());
    } catch (CodecException undecodable) {
      throw new UndecodableTrajectoryException(record.topic(), record.partition(), record.offset(), undecodable);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
