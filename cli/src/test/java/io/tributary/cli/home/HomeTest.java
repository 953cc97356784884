// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.home;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.tributary.runs.RunException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HomeTest {
  @TempDir
  Path folder;

  @Test
  void shouldAlwaysReserveANewName() {
    Home home = new Home(folder);
    assertThat(home.reserve("cartpole", List.of())).isEqualTo("cartpole-1");
    assertThat(home.reserve("cartpole", List.of())).isEqualTo("cartpole-2");
    assertThat(home.reserve("cartpole", List.of("cartpole-7", "cartpole-x", "cartpole", "other-90", "cartpole-08"))).isEqualTo("cartpole-8");
    assertThat(home.reserve("cart", List.of("cartpole-9"))).isEqualTo("cart-1");
  }

  @Test
  void shouldReadBackTheBrokersAddress() throws Exception {
    Path file = folder.resolve("broker");
    assertThat(BrokerAddress.read(file)).isEmpty();
    BrokerAddress mine = new BrokerAddress("127.0.0.1:1", ProcessHandle.current().pid(), "demo");
    mine.write(file);
    assertThat(BrokerAddress.read(file)).contains(mine);
    new BrokerAddress("127.0.0.1:2", 1, "other").delete(file);
    assertThat(file).exists();
    mine.delete(file);
    assertThat(file).doesNotExist();
    Files.writeString(file, "half");
    assertThat(BrokerAddress.read(file)).isEmpty();
  }

  @Test
  void shouldRecogniseAStaleAddress() throws Exception {
    long me = ProcessHandle.current().pid();
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + socket.getLocalPort();
      assertThat(new BrokerAddress(address, me, "demo").answers()).isTrue();
      assertThat(new BrokerAddress(address, gone.pid(), "demo").answers()).as("its process is gone").isFalse();
      socket.close();
      assertThat(new BrokerAddress(address, me, "demo").answers()).as("nothing listens").isFalse();
    }
  }

  @Test
  void shouldNotStartABrokerToLookAtNothing() {
    assertThatThrownBy(() -> Cluster.existing(new Home(folder.resolve("none")), "runs")).isInstanceOf(RunException.class)
        .hasMessageContaining("no run was ever made").hasMessageContaining("tributary demo");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void shouldShareOneBrokerAndKeepItsData() throws Exception {
    Home home = new Home(folder);
    Files.write(home.brokerFile(), List.of("127.0.0.1:1", "999999999", "demo"));
    try (Cluster first = Cluster.of(home, "demo", 0)) {
      assertThat(first.embedded()).isPresent();
      assertThat(first.owner()).isEmpty();
      try (Cluster second = Cluster.of(home, "tail", 0)) {
        assertThat(second.bootstrapServers()).isEqualTo(first.bootstrapServers());
        assertThat(second.owner()).contains("demo (process " + ProcessHandle.current().pid() + ")");
        assertThat(second.embedded()).isEqualTo(Optional.empty());
      }
    }
    assertThat(home.brokerFile()).doesNotExist();
    assertThat(home.kafka()).isDirectory();
  }
}
