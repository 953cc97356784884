// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

import io.tributary.cli.Host;
import io.tributary.cli.report.Accounts;
import io.tributary.cli.report.Summary;

/// A finished run in a few lines for people.
final class SummaryText {
  private SummaryText() {}

  static void print(Host host, Summary s, boolean stopped, Path folder) {
    PrintStream out = host.out();
    Accounts counts = s.counts();
    out.println();
    out.println(outcome(s, stopped));
    out.printf(Locale.ROOT, "  steps    published %,d = in trajectories %,d + rejected %,d + open %,d%s%s; trained %,d%n", counts.published(),
        counts.inTrajectories(), counts.rejected(), counts.open(), unlessNone(" + pending %,d", counts.pending()),
        unlessNone(" + evaluation %,d", counts.evaluated()), counts.trained());
    out.printf(Locale.ROOT, "  versions %d, %s steps/s, lag %s (most %s), first version after %s s, %.1f s in all%n", s.policyVersion(),
        number("%,.0f", s.stepsPerSecond()), number("%.2f", s.lag().mean()), number("%.0f", s.lag().max()), number("%.1f", s.startupSeconds()),
        s.wallSeconds());
    out.println("  kept in  " + shown(host, folder) + ": curve.svg, curve.csv, summary.json, log.txt");
    out.println("Next:");
    out.println("  ./tributary evaluate " + s.run() + "                      play it: mean return with a 95 % interval");
    out.println("  ./tributary snapshots " + s.run() + "                     every version, what it was learned from, its hashes");
    out.println("  ./tributary tail " + s.run() + " trajectories --limit 3   what was learned from");
  }

  private static String outcome(Summary s, boolean stopped) {
    String mean = number("%.1f", s.meanReturn());
    if (s.solved()) {
      return String.format(Locale.ROOT, "%s: solved after %,d steps, %.1f s (mean return of the last 100 episodes %s)", s.run(), s.counts().trained(),
          s.secondsToSolve(), mean);
    }
    return String.format(Locale.ROOT, "%s: %s after %,d steps, %.1f s (mean return of the last 100 episodes %s)", s.run(),
        stopped ? "stopped" : "budget spent, not solved,", s.counts().trained(), s.wallSeconds(), mean);
  }

  private static Path shown(Host host, Path folder) {
    Path absolute = folder.toAbsolutePath();
    return absolute.startsWith(host.directory()) ? host.directory().relativize(absolute) : absolute;
  }

  private static String unlessNone(String format, long count) {
    return count == 0 ? "" : String.format(Locale.ROOT, format, count);
  }

  private static String number(String format, Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }
}
