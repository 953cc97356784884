// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import io.tributary.rl.experience.Trajectory;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.Topic;

/// The trajectories topic of a run, read by ranges. One thread.
public final class KafkaTrajectoryLog implements TrajectoryLog, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long SILENCE_MS = 30_000;

  private final Topic<String, Trajectory> topic;
  private final Consumer<byte[], byte[]> consumer;

  public KafkaTrajectoryLog(Run run) {
    topic = run.topics().trajectories();
    consumer = new KafkaClients(run).reader();
  }

  @Override
  public List<Arrival> read(OffsetRange range) {
    TopicPartition partition = new TopicPartition(topic.name(), range.partition());
    long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
    if (range.from() < begin) {
      throw new RunException(
          partition + " begins at offset " + begin + "; expected it to reach back to " + range.from() + "; older records were deleted");
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, range.from());
    return readUntil(partition, range.until());
  }

  private List<Arrival> readUntil(TopicPartition partition, long until) {
    List<Arrival> arrivals = new ArrayList<>();
    long deadline = System.nanoTime() + Duration.ofMillis(SILENCE_MS).toNanos();
    while (consumer.position(partition) < until) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < until) {
          Trajectory trajectory = topic.value().decode(record.value());
          arrivals.add(new Arrival(record.partition(), record.offset(), record.offset() + 1, trajectory, record.value().length, 0));
        }
        deadline = System.nanoTime() + Duration.ofMillis(SILENCE_MS).toNanos();
      }
      if (System.nanoTime() > deadline) {
        throw new RunException(partition + ": read up to offset " + consumer.position(partition) + " and nothing more came for " + SILENCE_MS
            + " ms; expected records up to " + until + "; the replay stops");
      }
    }
    return arrivals;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
