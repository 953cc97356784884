// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;

/// The process a command runs in: everything it touches beside its arguments, so that a test can stand in for it.
///
/// @param out where results go
/// @param err where everything else goes
/// @param variables environment variables
/// @param directory the working directory
/// @param installation the folder Tributary was unpacked or cloned to, with `presets/` in it
/// @param interactive whether `out` is a terminal
/// @param clock tells the time
/// @param startedMs when the launcher started Java, milliseconds since the epoch
/// @param buildSeconds how long the launcher built before that; 0 where nothing had changed
/// @param shutdown how the process is asked to end
public record Host(
    PrintStream out,
    PrintStream err,
    Map<String, String> variables,
    Path directory,
    Path installation,
    boolean interactive,
    InstantSource clock,
    long startedMs,
    double buildSeconds,
    Shutdown shutdown) {

  public Host {
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
    variables = Map.copyOf(variables);
    Objects.requireNonNull(shutdown, "shutdown");
  }

  /// This JVM, as the launcher started it.
  static Host ofThisProcess(Shutdown shutdown) {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err = System.err;
    Path here = Path.of("").toAbsolutePath();
    InstantSource clock = InstantSource.system();
    return new Host(
        out,
        err,
        System.getenv(),
        here,
        Path.of(System.getProperty("tributary.home", here.toString())),
        Boolean.getBoolean("tributary.terminal.out"),
        clock,
        Long.getLong("tributary.startMillis", ProcessHandle.current().info().startInstant().orElse(clock.instant()).toEpochMilli()),
        Double.parseDouble(System.getProperty("tributary.buildSeconds", "0")),
        shutdown);
  }

  /// The same process, for work that begins now and not with it.
  public Host beginningNow() {
    return new Host(out, err, variables, directory, installation, interactive, clock, clock.millis(), 0, shutdown);
  }

  /// Seconds since the launcher started Java.
  public double wallSeconds() {
    return (clock.millis() - startedMs) / 1000.0;
  }
}
