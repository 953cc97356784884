// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/// Nothing listens beyond loopback unless it was told to.
class LoopbackTest {
  @TempDir
  Path folder;

  @Test
  @Timeout(240)
  void shouldListenOnLoopbackOnly() throws Exception {
    assumeThat(Sockets.areTold()).as("Linux tells who listens").isTrue();
    try (Processes processes = new Processes(folder, Map.of())) {
      var run = processes.start("run", "cartpole", "--run", "night", "--set", "budget.steps=0");
      processes.await("learning", 180, () -> run.said().lines().anyMatch(line -> line.contains("version ") && !line.contains("version -")));
      List<String> listening = Sockets.listening(run.process().pid());
      assertThat(listening).as("broker and controller").hasSizeGreaterThanOrEqualTo(2).allMatch(Sockets::isLoopback, "is loopback");
    }
  }

  @Test
  void shouldSeeASocketThatIsOpenToAll() throws Exception {
    assumeThat(Sockets.areTold()).as("Linux tells who listens").isTrue();
    try (ServerSocket open = new ServerSocket(0); ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> listening = Sockets.listening(ProcessHandle.current().pid());
      assertThat(listening).filteredOn(address -> address.endsWith(hex(open))).singleElement().satisfies(address -> assertThat(Sockets.isLoopback(address)).isFalse());
      assertThat(listening).filteredOn(address -> address.endsWith(hex(closed))).singleElement().satisfies(address -> assertThat(Sockets.isLoopback(address)).isTrue());
    }
  }

  private static String hex(ServerSocket socket) {
    return ":" + String.format("%04X", socket.getLocalPort());
  }
}
