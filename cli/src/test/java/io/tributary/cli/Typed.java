// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A stand-in for the process a command runs in: what was typed, what was printed, how it ended.
public final class Typed {
  public final List<Runnable> hooks = new ArrayList<>();
  public final List<Integer> halts = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Host host;

  public Typed(Path directory, Map<String, String> variables) {
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    Shutdown shutdown = new Shutdown(hooks::add, halts::add, errors::println, Duration.ofSeconds(8));
    host = new Host(new PrintStream(out, true, StandardCharsets.UTF_8), errors, variables, directory, Path.of(System.getProperty("tributary.root")), false,
        InstantSource.system(), System.currentTimeMillis(), 1.5, shutdown);
  }

  public static Typed in(Path directory) {
    return new Typed(directory, Map.of());
  }

  /// Runs a command and returns its exit status.
  public int run(String... arguments) {
    return new Main(host).run(arguments);
  }

  public Host host() {
    return host;
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
