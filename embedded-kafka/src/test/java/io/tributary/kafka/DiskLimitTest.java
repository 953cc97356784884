// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
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
        var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String topic : List.of("night.steps", "night.trajectories", "other.steps")) {
        Clients.createTopic(broker.bootstrapServers(), topic);
      }
      assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS)).singleElement().extracting(node -> node.rack())
          .isEqualTo("tributary-disk-limit-mb-" + LIMIT_MB);
      awaitRefusal(producer, "night.steps");
      assertThatThrownBy(() -> send(producer, "other.steps")).hasCauseInstanceOf(RecordTooLargeException.class);
      send(producer, "night.trajectories");
      long used = admin.describeLogDirs(List.of(Membership.ALONE)).descriptions().get(Membership.ALONE).get(30, TimeUnit.SECONDS)
          .values().stream().flatMap(directory -> directory.replicaInfos().values().stream()).mapToLong(replica -> replica.size()).sum();
      assertThat(used).isGreaterThan((long) LIMIT_MB << 20);

      admin.deleteTopics(List.of("night.steps")).all().get(30, TimeUnit.SECONDS);
      awaitAdmission(producer, "other.steps");
      assertThat(broker.faults()).isEmpty();
    }
  }

  @Test
  void shouldNameALimitThatIsNone() {
    assertThatThrownBy(() -> BrokerSettings.defaults().withDiskLimitMb(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("broker.diskLimitMb is 0; expected 1 to 999999999");
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
