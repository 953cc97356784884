// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.tributary.env.evaluate.EvaluationResult;
import io.tributary.env.evaluate.Sample;

/// What fresh episodes said of one version of a policy, for people and for programs.
///
/// @param run its name
/// @param environment what was played
/// @param version that played
/// @param stepsTrained steps it was learned from
/// @param seed of the episodes
/// @param results by how actions were chosen: `greedy`, `sampled`, in this order where there are both
public record Evaluated(String run, String environment, long version, long stepsTrained, long seed, Map<String, EvaluationResult> results) {
  public static final String GREEDY = "greedy";
  public static final String SAMPLED = "sampled";

  public Evaluated {
    results = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(results));
  }

  /// A few lines with a table.
  public List<String> lines() {
    int episodes = results.values().iterator().next().returns().length;
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%s version %d (%,d steps trained): %d fresh episodes of %s, evaluation seed %d", run, version, stepsTrained, episodes,
        environment, seed));
    lines.add(String.format(Locale.ROOT, "  %-8s %10s  %-23s %10s %10s %10s %10s", "", "mean", "95 % interval", "median", "min", "max", "length"));
    results.forEach((acting, result) -> {
      Sample returns = result.sample();
      String interval = String.format(Locale.ROOT, "%.2f to %.2f", returns.mean() - returns.halfWidth95(), returns.mean() + returns.halfWidth95());
      lines.add(String.format(Locale.ROOT, "  %-8s %10.2f  %-23s %10.2f %10.2f %10.2f %10.1f", acting, returns.mean(), interval, returns.median(),
          returns.min(), returns.max(), result.meanLength()));
    });
    return lines;
  }

  /// Names and values as `--json` has them.
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run);
    json.put("environment", environment);
    json.put("policyVersion", version);
    json.put("stepsTrained", stepsTrained);
    json.put("evaluationSeed", seed);
    results.forEach((acting, result) -> json.put(acting, json(result)));
    return json;
  }

  private static Map<String, Object> json(EvaluationResult result) {
    Sample returns = result.sample();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("episodes", returns.size());
    json.put("meanReturn", returns.mean());
    json.put("interval95", List.of(returns.mean() - returns.halfWidth95(), returns.mean() + returns.halfWidth95()));
    json.put("median", returns.median());
    json.put("min", returns.min());
    json.put("max", returns.max());
    json.put("meanLength", result.meanLength());
    json.put("returns", result.returns());
    json.put("lengths", result.lengths());
    return json;
  }
}
