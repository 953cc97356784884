// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.tributary.env.evaluate.BootstrapInterval;
import io.tributary.env.evaluate.Sample;

/// Two presets on the same seeds: differences run by run, since a seed's luck is the same in both.
///
/// A run that did not reach the mark counts with all the steps it trained, which it needed at least.
public final class PairedSeeds {
  private final String preset;
  private final String codeVersion;
  private final Map<Long, JsonNode> runs = new LinkedHashMap<>();

  private PairedSeeds(JsonNode report) {
    preset = report.path("preset").asText();
    codeVersion = report.path("codeVersion").asText();
    for (JsonNode run : report.path("runs")) {
      if (run.path("status").asText().equals(SeedRun.Status.FINISHED.label())) {
        runs.put(run.path("seed").asLong(), run);
      }
    }
  }

  /// Reads what `run --seeds … --json FILE` wrote.
  ///
  /// @throws IllegalArgumentException where it is no such file, or no run in it finished
  public static PairedSeeds read(Path file) {
    JsonNode report;
    try {
      report = new ObjectMapper().readTree(file.toFile());
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(file + " cannot be read (" + unreadable.getMessage() + "); expected what --seeds wrote with --json", unreadable);
    }
    PairedSeeds other = new PairedSeeds(report);
    if (other.runs.isEmpty()) {
      throw new IllegalArgumentException(file + " holds no finished run; expected what --seeds wrote with --json");
    }
    return other;
  }

  /// What stands under the table of `report`: this minus the other, by seed.
  public List<String> lines(SeedsReport report) {
    List<SeedRun> both = report.finished().stream().filter(run -> runs.containsKey(run.seed())).toList();
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "  against  %s (code %s), this minus that, paired by %d seeds: mean and %s95 %% bootstrap interval", preset, codeVersion,
        both.size(), BootstrapInterval.isApproximate(both.size()) ? "approximate " : ""));
    if (!both.isEmpty()) {
      differences(both).forEach((what, sample) -> lines.add(line(what, sample)));
    }
    return lines;
  }

  private Map<String, Sample> differences(List<SeedRun> both) {
    Map<String, Sample> differences = new LinkedHashMap<>();
    differences.put("greedy return", sample(both, run -> run.greedy() - other(run).at("/evaluation/greedy/meanReturn").asDouble()));
    differences.put("sampled return", sample(both, run -> run.sampled() - other(run).at("/evaluation/sampled/meanReturn").asDouble()));
    differences.put("height of the curve", sample(both, run -> run.height() - other(run).path("curveHeight").asDouble()));
    differences.put("steps to mark", sample(both, run -> (run.reached() == null ? run.evaluated().stepsTrained() : run.reached().steps()) - steps(other(run))));
    return differences;
  }

  private JsonNode other(SeedRun run) {
    return runs.get(run.seed());
  }

  private static double steps(JsonNode run) {
    JsonNode steps = run.path("stepsToMark");
    return steps.isNumber() ? steps.asDouble() : run.at("/evaluation/stepsTrained").asDouble();
  }

  private static Sample sample(List<SeedRun> runs, java.util.function.ToDoubleFunction<SeedRun> what) {
    return new Sample(runs.stream().mapToDouble(what).toArray());
  }

  private static String line(String what, Sample sample) {
    BootstrapInterval interval = BootstrapInterval.of(sample, Sample::mean, SeedsReport.BOOTSTRAP_SEED);
    return String.format(Locale.ROOT, "           %-20s %,.1f (%,.1f to %,.1f)", what, sample.mean(), interval.low(), interval.high());
  }
}
