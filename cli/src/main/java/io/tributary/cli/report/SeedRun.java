// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One seed of several, whatever became of it.
///
/// @param seed of the run
/// @param run its name
/// @param status what became of it
/// @param reason why it did not finish; empty where it did
/// @param summary of the run; null where it did not finish
/// @param reached training episode at which the mark was first reached; null where it was not
/// @param height mean height of its learning curve ({@link LearningCurve#height}); NaN where it did not finish
/// @param evaluated fresh episodes of the final snapshot; null where it did not finish
public record SeedRun(long seed, String run, Status status, String reason, Summary summary, LearningCurve.Point reached, double height,
    Evaluated evaluated) {

  /// What can become of a run.
  public enum Status {
    /// Played to its end and evaluated.
    FINISHED("finished"),
    /// It, or its evaluation, came to grief.
    FAILED("failed"),
    /// The process was asked to end.
    STOPPED("stopped"),
    /// Its turn never came.
    NOT_STARTED("not started");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    /// In words.
    public String label() {
      return label;
    }
  }

  /// A run that was played to its end.
  public static SeedRun finished(Summary summary, Optional<LearningCurve.Point> reached, double height, Evaluated evaluated) {
    return new SeedRun(summary.seed(), summary.run(), Status.FINISHED, "", summary, reached.orElse(null), height, evaluated);
  }

  /// A run that was not.
  public static SeedRun without(long seed, String run, Status status, String reason) {
    return new SeedRun(seed, run, status, reason, null, null, Double.NaN, null);
  }

  /// Whether there is a result.
  public boolean isFinished() {
    return status == Status.FINISHED;
  }

  /// Mean return of the greedy episodes.
  public double greedy() {
    return evaluated.results().get(Evaluated.GREEDY).mean();
  }

  /// Mean return of the sampled episodes.
  public double sampled() {
    return evaluated.results().get(Evaluated.SAMPLED).mean();
  }

  /// Whether the greedy episodes' mean is at least the mark; false without a result or a mark.
  public boolean passed(double mark) {
    return isFinished() && greedy() >= mark;
  }

  /// One line to read while others are played.
  public String line() {
    if (!isFinished()) {
      return "seed " + seed + ": " + status.label() + " (" + reason + ")";
    }
    return String.format(Locale.ROOT, "seed %d: %,d steps, %.1f s; version %d: greedy %.2f ± %.2f, sampled %.2f ± %.2f (95 %%)", seed,
        evaluated.stepsTrained(), summary.wallSeconds(), evaluated.version(), greedy(), evaluated.results().get(Evaluated.GREEDY).halfWidth95(), sampled(),
        evaluated.results().get(Evaluated.SAMPLED).halfWidth95());
  }

  Map<String, Object> json(double mark) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seed", seed);
    json.put("run", run);
    json.put("status", status.label());
    if (!isFinished()) {
      json.put("reason", reason);
      return json;
    }
    json.put("passed", Double.isNaN(mark) ? null : (Boolean) passed(mark));
    json.put("stepsToMark", reached == null ? null : (Long) reached.steps());
    json.put("secondsToMark", reached == null ? null : (Double) reached.seconds());
    json.put("curveHeight", Double.isNaN(height) ? null : (Double) height);
    json.put("summary", summary.json());
    json.put("evaluation", evaluated.json());
    return json;
  }
}
