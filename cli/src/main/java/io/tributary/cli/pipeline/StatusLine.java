// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.io.PrintStream;
import java.util.Locale;

/// The one line that says how learning goes: rewritten in place on a terminal, else a plain line about once a second.
///
/// **Guarantees.** Safe to call from any thread; other lines never mix with it if they go through {@link #println}.
public final class StatusLine {
  private static final long REWRITE_MS = 100;
  private static final long PLAIN_MS = 1_000;
  private static final String CLEAR = "\r\033[K";

  private final PrintStream out;
  private final boolean interactive;
  private long lastMs = Long.MIN_VALUE / 2;
  private String shown = "";

  /// @param interactive whether `out` is a terminal
  public StatusLine(PrintStream out, boolean interactive) {
    this.out = out;
    this.interactive = interactive;
  }

  /// What is shown.
  ///
  /// @param seconds since the process started
  /// @param meanReturn of the last 100 training episodes; NaN before the first
  /// @param steps trained
  /// @param stepsPerSecond lately
  /// @param version newest policy version; −1 before the first
  /// @param lag versions between the policy that acted and the one that learned, mean of the newest version; NaN where unknown
  public record Status(double seconds, double meanReturn, long steps, double stepsPerSecond, long version, double lag) {

    /// At most 79 characters wide for runs of under a billion steps.
    public String text() {
      return String.format(Locale.ROOT, "%6.1f s  return %s  %,d steps  %,.0f steps/s  version %s  lag %s",
          seconds, Double.isNaN(meanReturn) ? "-" : String.format(Locale.ROOT, "%.1f", meanReturn), steps, stepsPerSecond,
          version < 0 ? "-" : Long.toString(version), Double.isNaN(lag) ? "-" : String.format(Locale.ROOT, "%.1f", lag));
    }
  }

  /// Shows the newest status, if it is time to.
  public synchronized void show(Status status, long nowMs) {
    if (nowMs - lastMs < (interactive ? REWRITE_MS : PLAIN_MS)) {
      return;
    }
    lastMs = nowMs;
    if (interactive) {
      shown = status.text();
      out.print(CLEAR + shown);
      out.flush();
    } else {
      out.println(status.text());
    }
  }

  /// Prints a line of something else to `where`, above the status.
  public synchronized void println(PrintStream where, String line) {
    if (interactive && !shown.isEmpty()) {
      out.print(CLEAR);
      out.flush();
      where.println(line);
      where.flush();
      out.print(shown);
      out.flush();
    } else {
      where.println(line);
    }
  }

  /// Leaves the last status standing, so that what follows starts on a line of its own.
  public synchronized void end(Status last) {
    out.println(interactive ? CLEAR + last.text() : last.text());
    shown = "";
  }
}
