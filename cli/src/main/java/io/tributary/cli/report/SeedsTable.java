// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

import io.tributary.env.evaluate.BootstrapInterval;
import io.tributary.env.evaluate.EvaluationSettings;
import io.tributary.env.evaluate.Sample;

/// A {@link SeedsReport} for people.
public final class SeedsTable {
  private static final String EPISODES = EvaluationSettings.defaults().episodes() + " fresh";

  private SeedsTable() {}

  /// Every run, then what they say together.
  public static List<String> lines(SeedsReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(heading(report));
    lines.add(String.format(Locale.ROOT, "  %6s  %-12s %12s %9s   %14s %9s   %-20s %-20s %s", "seed", "", "steps", "seconds", "steps to mark", "seconds",
        "greedy", "sampled", Double.isNaN(report.mark()) ? "" : "mark"));
    report.runs().forEach(run -> lines.add(line(run, report.mark())));
    lines.addAll(together(report));
    return lines;
  }

  private static String heading(SeedsReport report) {
    String mark = Double.isNaN(report.mark()) ? "no mark" : "mark " + number(report.mark());
    return report.name() + ": preset " + report.preset() + " (" + report.settings().get("algorithm") + " on " + report.settings().get("environment")
        + "), seeds " + report.seeds() + ", budget " + String.format(Locale.ROOT, "%,d", Long.parseLong(report.settings().get("budget.steps"))) + " steps, "
        + mark + ", code " + report.codeVersion();
  }

  private static String line(SeedRun run, double mark) {
    if (!run.isFinished()) {
      return String.format(Locale.ROOT, "  %6d  %-12s %s", run.seed(), run.status().label(), run.reason());
    }
    String steps = run.reached() == null ? "-" : String.format(Locale.ROOT, "%,d", run.reached().steps());
    String seconds = run.reached() == null ? "-" : String.format(Locale.ROOT, "%.1f", run.reached().seconds());
    String verdict = Double.isNaN(mark) ? "" : run.passed(mark) ? "passed" : "missed";
    return String.format(Locale.ROOT, "  %6d  %-12s %,12d %9.1f   %14s %9s   %-20s %-20s %s", run.seed(), run.status().label(),
        run.evaluated().stepsTrained(), run.summary().wallSeconds(), steps, seconds, mean(run, Evaluated.GREEDY), mean(run, Evaluated.SAMPLED), verdict);
  }

  private static String mean(SeedRun run, String acting) {
    Sample returns = run.evaluated().results().get(acting).sample();
    return String.format(Locale.ROOT, "%.2f ± %.2f", returns.mean(), returns.halfWidth95());
  }

  private static List<String> together(SeedsReport report) {
    List<String> lines = new ArrayList<>();
    int finished = report.finished().size();
    if (finished < report.runs().size()) {
      lines.add("  " + (report.runs().size() - finished) + " of " + report.runs().size() + " runs have no result: they count as not passed, and the figures "
          + "below are of the others");
    }
    if (finished > 0) {
      lines.add(estimates("greedy", report.sample(SeedRun::greedy)));
      lines.add(estimates("sampled", report.sample(SeedRun::sampled)));
    }
    if (!Double.isNaN(report.mark())) {
      lines.add("  passed   " + report.passed() + " of " + report.runs().size() + " (mean return of " + EPISODES + " greedy episodes of the final snapshot at "
          + "least " + number(report.mark()) + ")");
      lines.add("  to mark  reached by " + report.reached() + " of " + report.runs().size() + "; median " + median(report.medianToMark(LearningCurve.Point::steps), "%,.0f steps")
          + ", " + median(report.medianToMark(LearningCurve.Point::seconds), "%.1f s") + " (from a run's creation until the mean of its last "
          + LearningCurve.WINDOW + " training episodes first was at least the mark; steps of finished episodes)");
    }
    return lines;
  }

  private static String estimates(String acting, Sample sample) {
    boolean approximate = BootstrapInterval.isApproximate(sample.size());
    List<String> said = SeedsReport.estimates(sample).stream().map(estimate -> String.format(Locale.ROOT, "%s %.2f (%.2f to %.2f)", estimate.name(),
        estimate.value(), estimate.interval().low(), estimate.interval().high())).toList();
    return String.format(Locale.ROOT, "  %-8s %s: %s95 %% bootstrap intervals over %d runs", acting, String.join(", ", said), approximate ? "approximate " : "",
        sample.size());
  }

  private static String median(OptionalDouble median, String format) {
    return median.isPresent() ? String.format(Locale.ROOT, format, median.getAsDouble()) : "not reached";
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
