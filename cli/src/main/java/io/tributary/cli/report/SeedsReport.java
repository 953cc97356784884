// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

import io.tributary.env.evaluate.BootstrapInterval;
import io.tributary.env.evaluate.Sample;

/// All seeds of one preset, and what they say together.
///
/// @param name what the runs' names begin with
/// @param preset that was played
/// @param seeds as they were asked for
/// @param settings of all runs by dotted name, but for the seed
/// @param codeVersion which code it was
/// @param kernel which arithmetic ran
/// @param mark mean return at which the task counts as solved; NaN for none
/// @param startedAt when the first run began, ISO 8601
/// @param runs every one, in the order they were played
public record SeedsReport(String name, String preset, String seeds, Map<String, String> settings, String codeVersion, String kernel, double mark,
    String startedAt, List<SeedRun> runs) {
  /// Of the bootstrap's resamples; any would do, so it is always the same.
  static final long BOOTSTRAP_SEED = 0;

  public SeedsReport {
    settings = new java.util.TreeMap<>(settings);
    settings.remove("seed");
    runs = List.copyOf(runs);
  }

  /// Those with a result.
  public List<SeedRun> finished() {
    return runs.stream().filter(SeedRun::isFinished).toList();
  }

  /// Whether there is a result of every run.
  public boolean complete() {
    return finished().size() == runs.size();
  }

  /// Runs whose greedy mean is at least the mark.
  public long passed() {
    return runs.stream().filter(run -> run.passed(mark)).count();
  }

  /// Runs whose training reached the mark.
  public long reached() {
    return runs.stream().filter(run -> run.reached() != null).count();
  }

  /// The median over *all* runs of what it took to reach the mark, a run that did not reach it having taken longer than any other; empty where
  /// that is the median.
  public OptionalDouble medianToMark(ToDoubleFunction<LearningCurve.Point> what) {
    double[] taken = runs.stream().filter(run -> run.reached() != null).mapToDouble(run -> what.applyAsDouble(run.reached())).sorted().toArray();
    int upper = runs.size() / 2;
    int lower = (runs.size() - 1) / 2;
    return upper < taken.length ? OptionalDouble.of((taken[lower] + taken[upper]) / 2) : OptionalDouble.empty();
  }

  /// One number for each run with a result; at least one must have one.
  public Sample sample(ToDoubleFunction<SeedRun> what) {
    return new Sample(finished().stream().mapToDouble(what).toArray());
  }

  /// A statistic of a sample and its interval.
  ///
  /// @param name of the statistic
  /// @param value of the sample
  /// @param interval by the bootstrap
  public record Estimate(String name, double value, BootstrapInterval interval) {}

  /// Mean and median, and from ten values up the interquartile mean first.
  public static List<Estimate> estimates(Sample sample) {
    Estimate mean = estimate("mean", sample, Sample::mean);
    Estimate median = estimate("median", sample, Sample::median);
    return BootstrapInterval.isApproximate(sample.size()) ? List.of(median, mean)
        : List.of(estimate("interquartile mean", sample, Sample::interquartileMean), median, mean);
  }

  private static Estimate estimate(String name, Sample sample, ToDoubleFunction<Sample> statistic) {
    return new Estimate(name, statistic.applyAsDouble(sample), BootstrapInterval.of(sample, statistic, BOOTSTRAP_SEED));
  }

  /// Names and values as `--json` has them.
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("preset", preset);
    json.put("seeds", seeds);
    json.put("codeVersion", codeVersion);
    json.put("kernel", kernel);
    json.put("startedAt", startedAt);
    json.put("mark", Double.isNaN(mark) ? null : (Double) mark);
    json.put("runsAsked", runs.size());
    json.put("runsFinished", finished().size());
    json.put("runsPassed", Double.isNaN(mark) ? null : (Long) passed());
    json.put("runsReachedMark", reached());
    json.put("medianStepsToMark", orNull(medianToMark(LearningCurve.Point::steps)));
    json.put("medianSecondsToMark", orNull(medianToMark(LearningCurve.Point::seconds)));
    if (!finished().isEmpty()) {
      json.put(Evaluated.GREEDY, json(sample(SeedRun::greedy)));
      json.put(Evaluated.SAMPLED, json(sample(SeedRun::sampled)));
    }
    json.put("settings", settings);
    json.put("runs", runs.stream().map(run -> run.json(mark)).toList());
    return json;
  }

  private static Map<String, Object> json(Sample sample) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("values", sample.values());
    json.put("intervalsApproximate", BootstrapInterval.isApproximate(sample.size()));
    json.put("bootstrapResamples", BootstrapInterval.RESAMPLES);
    json.put("bootstrapSeed", BOOTSTRAP_SEED);
    for (Estimate estimate : estimates(sample)) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("value", estimate.value());
      one.put("interval95", List.of(estimate.interval().low(), estimate.interval().high()));
      json.put(estimate.name().replace("interquartile mean", "interquartileMean"), one);
    }
    return json;
  }

  private static Double orNull(OptionalDouble maybe) {
    return maybe.isPresent() ? (Double) maybe.getAsDouble() : null;
  }
}
