// SPDX-License-Identifier: Apache-2.0
package io.tributary.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.tributary.kafka.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;

/// Parts of a run as processes of their own, each in the JVM that this one is.
final class PartProcesses implements AutoCloseable {
  /// Ten seconds are promised; the rest is for a busy machine.
  private static final int STOPS_WITHIN_S = 20;
  /// As the JVM reports it, however well it has ended.
  private static final int ENDED_BY_SIGTERM = 128 + 15;

  private static final int HEAP_MB = 256;

  private final Path folder;
  private final List<String> reaching;
  private final List<Process> processes = new ArrayList<>();

  /// @param folder their working directory, where their output goes too
  /// @param reaching options by which each reaches Kafka
  PartProcesses(Path folder, List<String> reaching) {
    this.folder = folder;
    this.reaching = reaching;
  }

  /// Starts `tributary` with these words.
  Process start(String... words) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(reaching);
    List<String> command = ChildJvm.command("io.tributary.cli.Main", arguments, HEAP_MB);
    Path log = log(processes.size());
    Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    processes.add(process);
    return process;
  }

  /// SIGTERM, which drains it.
  void stop(Process process) throws Exception {
    process.destroy();
    assertThat(process.waitFor(STOPS_WITHIN_S, TimeUnit.SECONDS)).as("a part ends within %s s; %s", STOPS_WITHIN_S, logs()).isTrue();
    assertThat(process.exitValue()).as(logs()).isEqualTo(ENDED_BY_SIGTERM);
    assertThat(Files.readString(log(processes.indexOf(process)))).contains("has stopped").doesNotContain("not drained", "error: ");
  }

  private Path log(int process) {
    return folder.resolve("process-" + process + ".log");
  }

  /// All that all of them have said.
  String logs() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
        all.append(log.getFileName()).append(": ").append(Files.readString(log)).append('\n');
      }
    }
    return all.toString();
  }

  /// SIGKILL for whatever still runs.
  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }
}
