// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DiskLimitTest {
  private static final int LIMIT_MB = 4;
  private static final byte[] RECORD = new byte[64 * 1024];

  @Test
  void shouldRefuseProducersAtTheLimitLetTheRestGoOnAndOpenAgainWhenThereIsRoom() throws Exception {
    BrokerSettings settings = BrokerSettings.defaults().withDiskLimitMb(LIMIT_MB).withKafka("log.segment.delete.delay.ms", "0");
    try (EmbeddedKafka broker = EmbeddedKafka.start(settings);
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        var producer = producer(broker)) {
      for (String topic : List.of("night.steps", "night.trajectories", "other.steps")) {
        Clients.createTopic(broker.bootstrapServers(), topic);
      }
      Node node = admin.describeCluster().nodes().get(30, TimeUnit.SECONDS).iterator().next();
      assertThat(node.rack()).isEqualTo("tributary-disk-limit-mb-" + LIMIT_MB);
      awaitRefusal(producer, "night.steps");
      assertThatThrownBy(() -> send(producer, "other.steps")).hasCauseInstanceOf(RecordTooLargeException.class);
      send(producer, "night.trajectories");
      long used = admin.describeLogDirs(List.of(node.id())).descriptions().get(node.id()).get(30, TimeUnit.SECONDS)
          .values().stream().flatMap(directory -> directory.replicaInfos().values().stream()).mapToLong(replica -> replica.size()).sum();
      assertThat(used).isGreaterThan((long) LIMIT_MB << 20);

      admin.deleteTopics(List.of("night.steps")).all().get(30, TimeUnit.SECONDS);
      awaitAdmission(producer, "other.steps");
      assertThat(broker.faults()).isEmpty();
    }
  }

  /// A marker that is refused leaves its transaction open for as long as the broker lives.
  @Test
  void shouldLetTransactionsEndAtTheLimit() throws Exception {
    try (EmbeddedKafka broker = EmbeddedKafka.start(BrokerSettings.defaults().withDiskLimitMb(LIMIT_MB)); var filling = producer(broker)) {
      Clients.createTopic(broker.bootstrapServers(), "night.steps");
      try (var mending = Clients.producer(broker.bootstrapServers(), "night.resubmit")) {
        mending.beginTransaction();
        var _ = mending.send(new ProducerRecord<>("night.steps", "mended")).get(30, TimeUnit.SECONDS);
        awaitRefusal(filling, "night.steps");
        mending.commitTransaction();
        assertThat(Clients.committed(broker.bootstrapServers(), "night.steps", 1)).startsWith("mended");

        mending.beginTransaction();
        assertThatThrownBy(() -> mending.send(new ProducerRecord<>("night.steps", "no room for this")).get(30, TimeUnit.SECONDS))
            .hasCauseInstanceOf(RecordTooLargeException.class);
        mending.abortTransaction();
      }
      // Waits for the end of the transaction before.
      Clients.producer(broker.bootstrapServers(), "night.resubmit").close();
      assertThatThrownBy(() -> send(filling, "night.steps")).hasCauseInstanceOf(RecordTooLargeException.class);
      assertThat(broker.faults()).isEmpty();
    }
  }

  @Test
  void shouldNameALimitThatIsNone() {
    assertThatThrownBy(() -> BrokerSettings.defaults().withDiskLimitMb(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("broker.diskLimitMb is 0; expected 1 to 999999999");
  }

  private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka broker) {
    return new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String topic) throws Exception {
    var _ = producer.send(new ProducerRecord<>(topic, RECORD)).get(30, TimeUnit.SECONDS);
  }

  private static void awaitRefusal(KafkaProducer<byte[], byte[]> producer, String topic) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      try {
        send(producer, topic);
      } catch (ExecutionException refused) {
        assertThat(refused).hasCauseInstanceOf(RecordTooLargeException.class);
        return;
      }
    }
    throw new AssertionError("nothing was refused within 30 s");
  }

  private static void awaitAdmission(KafkaProducer<byte[], byte[]> producer, String topic) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try {
        send(producer, topic);
        return;
      } catch (ExecutionException refused) {
        assertThat(refused).hasCauseInstanceOf(RecordTooLargeException.class);
        assertThat(System.nanoTime()).as("still refused").isLessThan(deadline);
        Thread.sleep(50);
      }
    }
  }
}
