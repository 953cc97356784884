// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// Commands as processes of their own, with what they print in files of a folder; all end when this is closed.
final class Processes implements AutoCloseable {
  private final Path folder;
  private final Map<String, String> variables;
  private final List<Process> started = new ArrayList<>();

  Processes(Path folder, Map<String, String> variables) {
    this.folder = folder;
    this.variables = variables;
  }

  /// A process and the file of what it prints.
  record Started(Process process, Path printed) {
    String said() {
      try {
        return Files.readString(printed);
      } catch (IOException failed) {
        throw new java.io.UncheckedIOException(failed);
      }
    }
  }

  Started start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "--add-modules", "jdk.incubator.vector",
        "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx512m",
        "-Dtributary.home=" + System.getProperty("tributary.root"), "-cp", System.getProperty("java.class.path"), "io.tributary.cli.Main"));
    command.addAll(List.of(arguments));
    Path printed = folder.resolve(arguments[0] + "-" + started.size() + ".printed");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(printed.toFile());
    builder.environment().putAll(variables);
    Process process = builder.start();
    started.add(process);
    return new Started(process, printed);
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  /// Waits until `condition` holds, at most so many seconds; all that was printed explains a failure.
  void await(String what, long seconds, Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited for " + what + "; " + printed()).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  /// Everything that was printed.
  String printed() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".printed")).toList()) {
        all.append(file.getFileName()).append(": ").append(Files.readString(file)).append('\n');
      }
    }
    return all.toString();
  }

  @Override
  public void close() throws InterruptedException {
    started.forEach(Process::destroyForcibly);
    for (Process process : started) {
      process.waitFor();
    }
  }
}
