// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.tributary.env.rollout.Policies;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.learning.StopReason;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.AgentHashes;
import io.tributary.schemas.Consumed;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;
import io.tributary.schemas.SkippedTrajectory;
import io.tributary.schemas.Topic;

/// Stands in for topology and trainer: reads the steps topic, publishes policies and rejections in transactions, learns nothing.
final class PretendTrainer implements AutoCloseable {
  private static final String HASH = "0".repeat(64);
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final Run run;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<TopicTail<String, Steps>> steps = new ArrayList<>();

  PretendTrainer(Run run) {
    this.run = run;
    Map<String, Object> properties = new HashMap<>(run.connection().properties(run.clientId("pretend", "trainer")));
    properties.put("transactional.id", run.name() + ".pretend");
    producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    for (int p = 0; p < run.topics().steps().partitions(); p++) {
      steps.add(TopicTail.open(run.connection(), run.topics().steps(), p, run.clientId("pretend", "steps" + p)));
    }
  }

  void publish(long version, Consumed... consumed) {
    producer.beginTransaction();
    sendPolicy(version, consumed);
    producer.commitTransaction();
  }

  /// As a trainer that failed before it could commit.
  void abort(long version, int records) {
    producer.beginTransaction();
    for (int i = 0; i < records; i++) {
      sendPolicy(version, new Consumed[0]);
    }
    producer.flush();
    producer.abortTransaction();
  }

  /// As a trainer that went on after retention had deleted trajectories.
  void publishAfterLoss(long version, Consumed... consumed) {
    producer.beginTransaction();
    sendPolicy(version, List.of(new SkippedTrajectory(0, 3, 0, SkippedTrajectory.LOST_UNTIL + 7)), consumed);
    producer.commitTransaction();
  }

  private void sendPolicy(long version, Consumed[] consumed) {
    sendPolicy(version, List.of(), consumed);
  }

  private void sendPolicy(long version, List<SkippedTrajectory> skipped, Consumed[] consumed) {
    PolicySnapshot snapshot = new PolicySnapshot(version, version - 1, 0, Policies.random(run.spec().spaces(), run.spec().architecture(), version),
        List.of(), skipped, List.of(consumed), 0, new AgentHashes(HASH, HASH, HASH), 0, StopReason.WARM_UP, 1, 1);
    send(run.topics().policies(), version, snapshot);
  }

  /// Rejects one record as the topology would.
  void reject(Read<String, Steps> read) {
    producer.beginTransaction();
    RejectedStep rejected = new RejectedStep(read.key().getBytes(StandardCharsets.UTF_8), new byte[] {1}, 1, new byte[32], read.partition(),
        read.offset(), -1, -1, RejectionReason.MALFORMED, "made up", 1);
    send(run.topics().rejected(), read.key(), rejected);
    producer.commitTransaction();
  }

  private <K, V> void send(Topic<K, V> topic, K key, V value) {
    try {
      var _ = producer.send(new ProducerRecord<>(topic.name(), topic.key().encode(key), topic.value().encode(value))).get();
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /// Reads on until so many more steps have come.
  List<Read<String, Steps>> await(long count) {
    List<Read<String, Steps>> reads = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (count(reads) < count) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(count(reads) + " steps came; expected " + count);
      }
      reads.addAll(poll());
    }
    return reads;
  }

  /// What has come since.
  List<Read<String, Steps>> poll() {
    List<Read<String, Steps>> reads = new ArrayList<>();
    for (TopicTail<String, Steps> partition : steps) {
      reads.addAll(partition.poll(Duration.ofMillis(20)));
    }
    return reads;
  }

  static long count(List<Read<String, Steps>> reads) {
    return reads.stream().mapToLong(read -> read.value().count()).sum();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
    steps.forEach(TopicTail::close);
  }
}
