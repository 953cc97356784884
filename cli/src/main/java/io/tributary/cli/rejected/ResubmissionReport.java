// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.rejected;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.tributary.cli.look.Printable;
import io.tributary.rl.experience.Steps;
import io.tributary.runs.Policies;
import io.tributary.runs.Run;
import io.tributary.runs.Specs;
import io.tributary.schemas.PolicySnapshot;

/// What became of the rejections that were to be submitted again.
public final class ResubmissionReport {
  /// Records that are named one by one for each cause, in text; JSON names up to {@link #MOST_NAMED}.
  private static final int SHOWN = 3;
  private static final int MOST_NAMED = 10_000;

  private final Run run;
  private final Map<Left, List<Named>> left = new EnumMap<>(Left.class);
  private final Map<Left, Long> leftRecords = new EnumMap<>(Left.class);
  private final List<Map<String, Object>> copies = new ArrayList<>();
  private long asked;
  private long waiting;
  private long foreign;
  private long records;
  private long steps;
  private long parts;
  private long lowestVersion = Long.MAX_VALUE;
  private long highestVersion = Steps.FOREIGN_POLICY;

  private record Named(Coordinates source, String why) {}

  ResubmissionReport(Run run) {
    this.run = run;
  }

  void asked() {
    asked++;
  }

  /// One that has to wait for the next call.
  void waiting() {
    waiting++;
  }

  /// A record of an output that is not what it should be.
  void foreign(String where) {
    foreign++;
  }

  void leave(Coordinates source, Left cause, String why) {
    leftRecords.merge(cause, 1L, Long::sum);
    List<Named> named = left.computeIfAbsent(cause, any -> new ArrayList<>());
    if (named.size() < MOST_NAMED) {
      named.add(new Named(source, why));
    }
  }

  void sent(List<Copy> part) {
    parts++;
    for (Copy copy : part) {
      records++;
      steps += copy.copy().count();
      if (copy.copy().policyVersion() > Steps.FOREIGN_POLICY) {
        lowestVersion = Math.min(lowestVersion, copy.copy().policyVersion());
        highestVersion = Math.max(highestVersion, copy.copy().policyVersion());
      }
      if (copies.size() < MOST_NAMED) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("source", place(copy.source()));
        tree.put("environment", copy.copy().first().environment());
        tree.put("session", copy.copy().first().session());
        tree.put("episode", copy.copy().first().episode());
        tree.put("firstIndex", copy.copy().first().index());
        tree.put("count", copy.copy().count());
        copies.add(tree);
      }
    }
  }

  /// Records that were sent.
  public long records() {
    return records;
  }

  /// For people.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "run %s: %,d rejected records asked for; %,d sent again, with %,d steps in %,d episodes or parts of them", run.name(),
        asked, records, steps, parts));
    if (records > 0) {
      lines.add("  as records of environments <id>" + Copy.SUFFIX + ", of a new session; the topology takes them like any others");
      offPolicy().ifPresent(line -> lines.add("  " + line));
    }
    left.forEach((cause, named) -> {
      lines.add(String.format(Locale.ROOT, "  left: %,d %s (%s)", leftRecords.get(cause), cause.words(), cause.meaning()));
      named.stream().limit(SHOWN).forEach(one -> lines.add("    " + place(one.source()) + ": " + Printable.of(one.why())));
      if (named.size() > SHOWN) {
        lines.add("    …");
      }
    });
    if (waiting > 0) {
      lines.add(String.format(Locale.ROOT, "  waiting: %,d more; at most %,d records are sent at a time: the same command again goes on, and --environment or --reason passes over what cannot be sent", waiting,
          Resubmission.MOST_RECORDS));
    }
    if (foreign > 0) {
      lines.add("  " + foreign + " records of the run's outputs could not be read; whether they hold these steps is not known (tributary audit " + run.name() + ")");
    }
    return lines;
  }

  private Optional<String> offPolicy() {
    if (lowestVersion == Long.MAX_VALUE) {
      return Optional.empty();
    }
    long newest = Policies.newest(run).map(PolicySnapshot::version).orElse(0L);
    String acted = lowestVersion == highestVersion ? "version " + lowestVersion : "versions " + lowestVersion + " to " + highestVersion;
    String lag = settings().getOrDefault("batch.maxVersionLag", "-1");
    return Optional.of("acted by " + acted + ", the newest is " + newest + ": off-policy; " + (lag.equals("-1")
        ? "the trainer learns from them whatever their lag (batch.maxVersionLag is -1)"
        : "the trainer skips what lags more than batch.maxVersionLag " + lag + ", and says so in the snapshot"));
  }

  private Map<String, String> settings() {
    var revisions = Specs.revisions(run);
    return revisions.isEmpty() ? run.spec().settings() : revisions.getLast().settings();
  }

  /// For programs: every copy and every record that was left, up to 10,000 of each kind.
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run.name());
    json.put("asked", asked);
    json.put("records", records);
    json.put("steps", steps);
    json.put("parts", parts);
    json.put("waiting", waiting);
    Map<String, Object> causes = new LinkedHashMap<>();
    left.forEach((cause, named) -> {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("records", leftRecords.get(cause));
      tree.put("named", named.stream().map(one -> Map.of("source", place(one.source()), "why", one.why())).toList());
      causes.put(cause.words(), tree);
    });
    json.put("left", causes);
    json.put("copies", copies);
    return json;
  }

  private String place(Coordinates source) {
    return run.topics().steps() + "-" + source.text();
  }
}
