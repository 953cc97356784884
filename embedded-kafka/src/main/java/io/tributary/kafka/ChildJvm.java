// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of a child JVM with this JVM's java, class path and flags; its output is drained, so that it never blocks on a full pipe.
public final class ChildJvm {
  private static final Logger LOG = LoggerFactory.getLogger(ChildJvm.class);
  private static final int TAIL_LINES = 20;

  /// Flags that belong to one process alone: its heap, its debugger and agents, the files it writes, what the launcher told it of its start
  /// and of its terminal.
  private static final List<String> OWN_TO_PARENT = List.of(
      "-Xms", "-Xmx", "-Dtributary.log=", "-agentlib:", "-agentpath:", "-javaagent:", "-Xrunjdwp", "-Dcom.sun.management.", "-XX:AOTMode",
      "-XX:AOTConfiguration", "-XX:AOTCacheOutput", "-XX:ArchiveClassesAtExit", "-XX:OnOutOfMemoryError",
      "-Dtributary.stderr", "-Dtributary.startMillis", "-Dtributary.buildSeconds", "-Dtributary.terminal");

  private final Process process;
  private final Map<String, CompletableFuture<String>> awaited;
  private final Deque<String> tail = new ArrayDeque<>();
  private final List<Thread> drains;

  /// System property of a child: the file it logs to.
  public static final String LOG_FILE = "tributary.log";

  private ChildJvm(Process process, List<String> prefixes) {
    this.process = process;
    this.awaited = prefixes.stream().collect(Collectors.toUnmodifiableMap(prefix -> prefix, prefix -> new CompletableFuture<>()));
    this.drains = List.of(
        drain("stdout", process.inputReader(), this::hear),
        drain("stderr", process.errorReader(), this::keep));
  }

  /// @param log where the child is to write its log, if whoever set up logging on this class path looks at [#LOG_FILE]
  /// @param prefixes what lines begin with that the child will say, each once; the rest of such a line completes [#said]
  static ChildJvm start(Class<?> main, List<String> arguments, int heapMb, Path log, String... prefixes) throws IOException {
    List<String> command = new ArrayList<>(command(main.getName(), arguments, heapMb));
    command.add(1, "-D" + LOG_FILE + "=" + log);
    return new ChildJvm(new ProcessBuilder(command).start(), List.of(prefixes));
  }

  /// The command line of another JVM like this one: its java, flags and class path.
  ///
  /// @param main class to run
  /// @param heapMb heap in MiB, whatever this JVM's is
  public static List<String> command(String main, List<String> arguments, int heapMb) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(inheritedFlags(ManagementFactory.getRuntimeMXBean().getInputArguments()));
    command.addAll(List.of("-Xmx" + heapMb + "m", "-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    return List.copyOf(command);
  }

  static List<String> inheritedFlags(List<String> flags) {
    return flags.stream()
        .filter(flag -> OWN_TO_PARENT.stream().noneMatch(flag::startsWith))
        .filter(flag -> !(flag.startsWith("-Xlog") && flag.contains("file=")))
        .toList();
  }

  Process process() {
    return process;
  }

  /// The rest of the line that begins so; fails when the child ends without one.
  CompletableFuture<String> said(String prefix) {
    return awaited.get(prefix);
  }

  /// Writes a line to the child's stdin.
  void tell(String line) throws IOException {
    process.outputWriter().write(line + "\n");
    process.outputWriter().flush();
  }

  /// The last lines the child wrote on stderr, for an error message. Waits until all is read, so call it on an ended child.
  String lastWords() {
    try {
      for (Thread drain : drains) {
        drain.join(Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (tail) {
      return tail.isEmpty() ? "it said nothing" : String.join("\n", tail);
    }
  }

  private void hear(String line) {
    awaited.forEach((prefix, rest) -> {
      if (line.startsWith(prefix)) {
        rest.complete(line.substring(prefix.length()));
      }
    });
  }

  private void keep(String line) {
    if (line.equals("WARNING: Using incubator modules: jdk.incubator.vector")) {
      return; // inherited with the flags, and known
    }
    LOG.warn("process {}: {}", process.pid(), line);
    synchronized (tail) {
      tail.add(line);
      if (tail.size() > TAIL_LINES) {
        tail.remove();
      }
    }
  }

  private Thread drain(String name, BufferedReader reader, Consumer<String> sink) {
    return Thread.ofPlatform().daemon().name("child-" + process.pid() + "-" + name).start(() -> {
      try (Stream<String> lines = reader.lines()) {
        lines.forEach(sink);
      } catch (UncheckedIOException e) {
        LOG.debug("{} of process {} ended: {}", name, process.pid(), e.getMessage());
      }
      if (name.equals("stdout")) {
        awaited.values().forEach(
            line -> line.completeExceptionally(new IOException("the process ended, or closed its stdout, before it was ready")));
      }
    });
  }
}
