// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BrokerProcessTest {
  /// The session of the killed broker outlasts the start's time-out here: waiting for its end, as Kafka does, would fail.
  @Test
  void shouldKeepWhatWasCommittedThroughKillAndRestartWithoutWaitingForTheDead() throws Exception {
    BrokerSettings settings = BrokerSettings.defaults().withKafka("broker.session.timeout.ms", "300000");
    try (BrokerProcess broker = BrokerProcess.start(settings)) {
      String address = broker.bootstrapServers();
      String clusterId = broker.clusterId();
      Clients.createTopic(address, "t");
      try (var producer = Clients.producer(address, "writer")) {
        Clients.commit(producer, "t", "a", "b");
      }
      broker.kill();
      assertThat(broker.isAlive()).isFalse();
      broker.restart();
      assertThat(broker.isAlive()).isTrue();
      assertThat(broker.bootstrapServers()).isEqualTo(address);
      assertThat(broker.clusterId()).isEqualTo(clusterId);
      try (var producer = Clients.producer(address, "writer")) {
        Clients.commit(producer, "t", "c");
      }
      assertThat(Clients.committed(address, "t", 3)).containsExactly("a", "b", "c");
    }
  }

  /// With so much to load, a broker that took the lead of its partitions twice would answer from what it has read so far, or not at all.
  @Test
  void shouldKnowTheNewestOffsetsOfAGroupAfterAKill() throws Exception {
    int partitions = 50;
    int commits = 4_000;
    try (BrokerProcess broker = BrokerProcess.start(BrokerSettings.defaults());
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers(), "default.api.timeout.ms", 30_000))) {
      admin.createTopics(List.of(new NewTopic("t", partitions, (short) 1))).all().get();
      commit(broker.bootstrapServers(), partitions, commits);
      for (int kill = 0; kill < 2; kill++) {
        broker.kill();
        broker.restart();
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("g").partitionsToOffsetAndMetadata().get();
        assertThat(committed.values()).hasSize(partitions).extracting(OffsetAndMetadata::offset).containsOnly((long) commits);
      }
    }
  }

  private static void commit(String bootstrapServers, int partitions, int commits) {
    try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers, "group.id", "g"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (int commit = 1; commit <= commits; commit++) {
        long offset = commit;
        consumer.commitSync(IntStream.range(0, partitions).boxed().collect(
            Collectors.toMap(partition -> new TopicPartition("t", partition), _ -> new OffsetAndMetadata(offset))));
      }
    }
  }

  @Test
  void shouldRefuseTheDirectoryOfAnotherProcessNamingIt(@TempDir Path directory) {
    BrokerSettings shared = BrokerSettings.defaults().withDataDirectory(directory);
    try (EmbeddedKafka here = EmbeddedKafka.start(shared)) {
      assertThat(here.faults()).isEmpty();
      assertThatThrownBy(() -> BrokerProcess.start(shared))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("is in use by a broker of process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void shouldSayWhatTheChildSaidWhenItDoesNotStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> BrokerProcess.start(BrokerSettings.defaults().withPort(taken.getLocalPort())))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("did not start")
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("in use");
    }
  }

  /// The end of its stdin is all the child learns of its parent's end.
  @Test
  void shouldEndWithItsParent(@TempDir Path directory) throws Exception {
    var arguments = BrokerArguments.of(BrokerSettings.defaults().withDataDirectory(directory));
    ChildJvm child = ChildJvm.start(BrokerMain.class, arguments, 256, Path.of("target", "child.log"), BrokerMain.READY);
    child.said(BrokerMain.READY).get(60, TimeUnit.SECONDS);
    child.process().getOutputStream().close();
    assertThat(child.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.process().exitValue()).isZero();
  }

  @Test
  void shouldInheritOnlyFlagsThatTwoProcessesCanShare() {
    assertThat(ChildJvm.inheritedFlags(List.of(
        "-XX:+UseParallelGC", "-Xmx2g", "-agentlib:jdwp=server=y", "-Xlog:gc:file=gc.log", "-Xlog:aot=off", "-XX:AOTCacheOutput=a")))
        .containsExactly("-XX:+UseParallelGC", "-Xlog:aot=off");
  }
}
