// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

import io.tributary.rl.experience.Trajectory;
import io.tributary.runs.RunException;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.Topic;

/// Fetches and decodes trajectories on a thread of its own, so that training finds them ready.
///
/// There is no consumer group that could hand its partitions to someone else: it is assigned all of them, and may stand still while the
/// queue is full.
final class Fetcher {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Topic<String, Trajectory> topic;
  private final Consumer<byte[], byte[]> consumer;
  private final ArrivalQueue queue;
  private final LongSupplier clockNs;
  private final List<TopicPartition> partitions;
  private final Thread thread;
  private volatile long unfetched;

  /// Takes ownership of the consumer.
  Fetcher(Topic<String, Trajectory> topic, Consumer<byte[], byte[]> consumer, ArrivalQueue queue, LongSupplier clockNs) {
    this.topic = topic;
    this.consumer = consumer;
    this.queue = queue;
    this.clockNs = clockNs;
    this.partitions = partitions(topic);
    this.thread = Thread.ofPlatform().name("trainer-fetch").daemon().unstarted(this::work);
  }

  static List<TopicPartition> partitions(Topic<?, ?> topic) {
    return IntStream.range(0, topic.partitions()).mapToObj(p -> new TopicPartition(topic.name(), p)).toList();
  }

  /// Begins to fetch.
  ///
  /// @param positions next offset of each partition
  void start(long[] positions) {
    consumer.assign(partitions);
    partitions.forEach(partition -> consumer.seek(partition, positions[partition.partition()]));
    thread.start();
  }

  /// Committed records that have not been fetched.
  long unfetched() {
    return unfetched;
  }

  /// Whether all partitions are assigned and being read; from any thread.
  boolean isFetching() {
    return thread.isAlive();
  }

  /// Stops fetching; the queue must have ended.
  void stop(Duration limit) throws InterruptedException {
    if (thread.getState() == Thread.State.NEW) {
      consumer.close(CloseOptions.timeout(CLOSE));
      return;
    }
    consumer.wakeup();
    thread.join(limit);
  }

  private void work() {
    try {
      boolean wanted = true;
      while (wanted && !queue.ended()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        unfetched = partitions.stream().mapToLong(partition -> consumer.currentLag(partition).orElse(0)).sum();
        wanted = records.isEmpty() || queue.put(decode(records));
      }
    } catch (WakeupException | InterruptException | InterruptedException stopped) {
      queue.end();
    } catch (RuntimeException failed) {
      queue.fail(failed);
    } catch (Throwable broken) {
      // An Error too: training would wait for ever for what nobody fetches.
      queue.fail(new RunException(topic + ": fetching broke: " + broken + "; expected trajectories; the trainer stops, and the next start goes"
          + " on from what is in the log", broken));
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE));
    }
  }

  private List<Arrival> decode(ConsumerRecords<byte[], byte[]> records) {
    long arrivedNs = clockNs.getAsLong();
    List<Arrival> arrivals = new ArrayList<>(records.count());
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> news = records.records(partition);
      // Behind the last record a commit marker may lie: reading goes on after it, so that nothing seems missing once both are deleted.
      long next = records.nextOffsets().get(partition).offset();
      for (int i = 0; i < news.size(); i++) {
        ConsumerRecord<byte[], byte[]> record = news.get(i);
        long goesOnAt = i == news.size() - 1 ? next : record.offset() + 1;
        arrivals.add(new Arrival(partition.partition(), record.offset(), goesOnAt, decode(record), record.value().length, arrivedNs));
      }
    }
    return arrivals;
  }

  private Trajectory decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return topic.value().decode(record.value());
    } catch (CodecException undecodable) {
      throw new RunException("[" + topic + "-" + record.partition() + "@" + record.offset() + "] " + undecodable.getMessage()
          + "; expected a trajectory: only the topology writes here; the trainer stops before it", undecodable);
    }
  }
}
