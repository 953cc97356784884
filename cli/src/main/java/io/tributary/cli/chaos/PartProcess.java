// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.tributary.kafka.ChildJvm;
import io.tributary.runs.RunException;

/// One part of the run as a process of its own: a command of this very installation.
final class PartProcess {
  private static final int HEAP_MB = 256;
  private static final int LAST_LINES = 12;
  private static final long DIES_WITHIN_S = 20;

  private final String name;
  private final List<String> arguments;
  private final Path folder;
  private final Path log;
  private Process process;
  private long startedMs;

  /// @param name of its log file
  /// @param arguments what would be typed after `tributary`
  PartProcess(String name, List<String> arguments, Path folder) {
    this.name = name;
    this.arguments = arguments;
    this.folder = folder;
    this.log = folder.resolve(name + ".log");
  }

  String name() {
    return name;
  }

  /// When it was started last, milliseconds since the epoch: what is published later by its name is its work.
  long startedMs() {
    return startedMs;
  }

  void start() {
    List<String> command = ChildJvm.command("io.tributary.cli.Main", arguments, HEAP_MB);
    try {
      startedMs = System.currentTimeMillis();
      process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    } catch (IOException failed) {
      throw new RunException("chaos: " + name + " could not be started (" + failed + "); expected a Java to start; everything is stopped", failed);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// SIGKILL; returns when it is gone.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    requireGone("SIGKILL");
  }

  /// SIGTERM; returns its exit status.
  int stop() throws InterruptedException {
    process.destroy();
    requireGone("SIGTERM");
    return process.exitValue();
  }

  private void requireGone(String signal) throws InterruptedException {
    if (!process.waitFor(DIES_WITHIN_S, TimeUnit.SECONDS)) {
      throw new RunException("chaos: " + name + " (process " + process.pid() + ") is still there " + DIES_WITHIN_S + " s after " + signal
          + "; expected it to end; everything is stopped");
    }
  }

  /// Its exit status and last words, where it has ended.
  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return "exit status " + process.exitValue() + "; it said: " + String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException unreadable) {
      return "exit status " + process.exitValue() + "; its log cannot be read: " + unreadable;
    }
  }

  /// Ends it whatever it does, without waiting.
  void abandon() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
