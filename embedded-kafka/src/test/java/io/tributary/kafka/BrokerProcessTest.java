// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
