// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedKafkaTest {
  private static final BrokerSettings SETTINGS = BrokerSettings.defaults();

  @Test
  void shouldShowCommittedRecordsAndHideAbortedOnes() throws Exception {
    try (EmbeddedKafka broker = EmbeddedKafka.start(SETTINGS)) {
      Clients.createTopic(broker.bootstrapServers(), "t");
      try (var producer = Clients.producer(broker.bootstrapServers(), "writer")) {
        Clients.commit(producer, "t", "a", "b");
        Clients.abort(producer, "t", "never");
        Clients.commit(producer, "t", "c");
      }
      assertThat(Clients.committed(broker.bootstrapServers(), "t", 3)).containsExactly("a", "b", "c");
      assertThat(broker.faults()).isEmpty();
    }
  }

  @Test
  void shouldDeleteATemporaryDirectoryOnlyWhenClosed() {
    EmbeddedKafka broker = EmbeddedKafka.start(SETTINGS);
    assertThat(broker.dataDirectory()).isDirectory();
    broker.close();
    broker.close();
    assertThat(broker.dataDirectory()).doesNotExist();
    assertThat(broker.faults()).isEmpty();
  }

  @Test
  void shouldKeepRecordsAndClusterIdThroughARestartOnOtherPorts(@TempDir Path directory) throws Exception {
    BrokerSettings kept = SETTINGS.withDataDirectory(directory);
    String clusterId;
    String firstAddress;
    try (EmbeddedKafka first = EmbeddedKafka.start(kept)) {
      clusterId = first.clusterId();
      firstAddress = first.bootstrapServers();
      Clients.createTopic(firstAddress, "t");
      try (var producer = Clients.producer(firstAddress, "writer")) {
        Clients.commit(producer, "t", "a", "b");
      }
    }
    // Held while the second one starts, so that its ports are certainly others.
    try (ServerSocket taken = new ServerSocket(port(firstAddress), 1, InetAddress.getLoopbackAddress());
        EmbeddedKafka second = EmbeddedKafka.start(kept)) {
      assertThat(taken.isBound()).isTrue();
      assertThat(second.bootstrapServers()).isNotEqualTo(firstAddress);
      assertThat(second.clusterId()).isEqualTo(clusterId);
      try (var producer = Clients.producer(second.bootstrapServers(), "writer")) {
        Clients.commit(producer, "t", "c");
      }
      assertThat(Clients.committed(second.bootstrapServers(), "t", 3)).containsExactly("a", "b", "c");
      assertThat(second.faults()).isEmpty();
    }
    assertThat(directory.resolve("log").resolve("meta.properties")).exists();
  }

  @Test
  void shouldNameAnOccupiedPortAndLeaveNothingBehind(@TempDir Path directory) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      BrokerSettings wanted = SETTINGS.withDataDirectory(directory).withPort(taken.getLocalPort());
      assertThatThrownBy(() -> EmbeddedKafka.start(wanted))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("in use")
          .hasMessageContaining("no broker was started");
    }
    try (var left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void shouldRefuseASecondBrokerOnADirectoryInUse(@TempDir Path directory) {
    BrokerSettings shared = SETTINGS.withDataDirectory(directory);
    try (EmbeddedKafka first = EmbeddedKafka.start(shared)) {
      assertThatThrownBy(() -> EmbeddedKafka.start(shared))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("is in use by a broker of this process");
      assertThat(first.faults()).isEmpty();
    }
    EmbeddedKafka.start(shared).close();
  }

  @Test
  void shouldRefuseAPropertyKafkaRefusesAndFreeTheDirectory(@TempDir Path directory) {
    BrokerSettings kept = SETTINGS.withDataDirectory(directory);
    assertThatThrownBy(() -> EmbeddedKafka.start(kept.withKafka("log.retention.bytes", "plenty")))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("log.retention.bytes")
        .hasMessageContaining("plenty");
    EmbeddedKafka.start(kept).close();
  }

  @Test
  void shouldRefuseADirectoryThatIsAFile(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "x");
    assertThatThrownBy(() -> EmbeddedKafka.start(SETTINGS.withDataDirectory(file)))
        .isInstanceOf(BrokerException.class)
        .hasMessageStartingWith("broker.dataDirectory " + file);
  }

  private static int port(String bootstrapServers) {
    return Integer.parseInt(bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
  }
}
