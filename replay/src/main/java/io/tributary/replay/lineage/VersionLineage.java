// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay.lineage;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.tributary.replay.Replay;
import io.tributary.runs.Policies;
import io.tributary.runs.Redaction;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.Specs;
import io.tributary.schemas.AgentHashes;
import io.tributary.schemas.Checkpoint;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.SettingsRevision;
import io.tributary.trainer.ExpiredTrajectoriesException;
import io.tributary.trainer.KafkaTrajectoryLog;
import io.tributary.trainer.RecordedBatch;
import io.tributary.tribuo.provenance.PolicyProvenance;
import io.tributary.tribuo.provenance.VersionFacts;

/// Where a version comes from: its parents, settings and code, and the events its batch was made of.
public final class VersionLineage {
  private static final String MODEL = "io.tributary.rl.policy.NetworkPolicy";

  private final Run run;
  private final Run origin;
  private final PolicySnapshot snapshot;
  private final SettingsRevision revision;
  private final Map<String, String> changes;
  private final BatchSources sources;
  private final String expired;

  private VersionLineage(Run run, Run origin, PolicySnapshot snapshot, SettingsRevision revision, Map<String, String> changes, BatchSources sources, String expired) {
    this.run = run;
    this.origin = origin;
    this.snapshot = snapshot;
    this.revision = revision;
    this.changes = changes;
    this.sources = sources;
    this.expired = expired;
  }

  /// Reads it.
  ///
  /// @throws RunException where there is no such version
  public static VersionLineage of(Run run, long version) {
    Run origin = Replay.trajectoriesOf(run);
    PolicySnapshot snapshot = Policies.version(run, version);
    List<SettingsRevision> revisions = new ArrayList<>(Specs.revisions(run));
    revisions.addFirst(new SettingsRevision(0, run.spec().settings(), "", run.spec().createdMs()));
    int at = snapshot.settingsRevision();
    SettingsRevision revision = revisions.stream().filter(candidate -> candidate.revision() == at).findFirst().orElseThrow(() -> new RunException(
        "run " + run.name() + " version " + version + " was made under settings revision " + at + ", which is not in " + run.topics().spec()));
    Map<String, String> before = revisions.stream().filter(candidate -> candidate.revision() < at).reduce((first, second) -> second)
        .map(SettingsRevision::settings).orElse(revision.settings());
    try (KafkaTrajectoryLog log = new KafkaTrajectoryLog(origin)) {
      BatchSources sources = new BatchSources(origin, RecordedBatch.read(snapshot, log));
      return new VersionLineage(run, origin, snapshot, revision, changes(before, revision.settings()), sources, null);
    } catch (ExpiredTrajectoriesException gone) {
      return new VersionLineage(run, origin, snapshot, revision, changes(before, revision.settings()), null, gone.getMessage());
    }
  }

  static Map<String, String> changes(Map<String, String> before, Map<String, String> after) {
    Map<String, String> safeBefore = Redaction.redacted(before);
    Map<String, String> safeAfter = Redaction.redacted(after);
    Map<String, String> changes = new TreeMap<>();
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys) {
      if (!java.util.Objects.equals(before.get(key), after.get(key))) {
        changes.put(key, safeBefore.getOrDefault(key, "absent") + " → " + safeAfter.getOrDefault(key, "absent"));
      }
    }
    return changes;
  }

  static String time(long ms) {
    return Instant.ofEpochMilli(ms).toString();
  }

  /// Tribuo's `ModelProvenance` of the version, as names, texts, numbers and lists.
  public Object provenance() {
    AgentHashes hashes = snapshot.hashes();
    return PolicyProvenance.json(new VersionFacts(MODEL, run.name(), run.spec().environment(), snapshot.version(), snapshot.parent(),
        Instant.ofEpochMilli(snapshot.createdMs()).atOffset(ZoneOffset.UTC), snapshot.trainerSession(), snapshot.stepsTrained(),
        Map.of("parameters", hashes.parameters(), "statistics", hashes.statistics(), "moments", hashes.moments()), run.spec().clusterId(),
        origin.topics().trajectories().name(), ranges(), sources == null ? 0 : sources.trajectories(), sources == null ? 0 : sources.steps(),
        snapshot.skipped().size(), run.spec().spaces().observationSize(), run.spec().spaces().actionSize(), revision.revision(),
        Redaction.redacted(revision.settings()), revision.codeVersion()));
  }

  private List<String> ranges() {
    return snapshot.ranges().stream().map(range -> range.partition() + ":[" + range.from() + "," + range.until() + ")").toList();
  }

  private List<String> skipped() {
    return snapshot.skipped().stream().map(entry -> origin.topics().trajectories() + "-" + entry.partition() + "@" + entry.offset() + " (" + entry.steps()
        + " steps): " + entry.reason()).toList();
  }

  /// For programs; the provenance beside it.
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run.name());
    json.put("version", snapshot.version());
    json.put("parent", snapshot.parent());
    json.put("ancestors", snapshot.version());
    json.put("nearestKeptCheckpoint", snapshot.version() / Checkpoint.KEPT_EVERY * Checkpoint.KEPT_EVERY);
    json.put("beginsWith", run.initial().isEmpty() ? "seed " + run.spec().seed() : run.initial());
    json.put("trajectoriesOf", origin.name());
    json.put("offPolicy", run.spec().isWhatIf());
    json.put("created", time(snapshot.createdMs()));
    json.put("trainerSession", time(snapshot.trainerSession()));
    json.put("codeVersion", revision.codeVersion().isEmpty() ? null : revision.codeVersion());
    json.put("stepsTrained", snapshot.stepsTrained());
    json.put("epochsDone", snapshot.epochsDone());
    json.put("stopReason", snapshot.stopReason().label());
    json.put("hashes", Map.of("parameters", snapshot.hashes().parameters(), "statistics", snapshot.hashes().statistics(), "moments", snapshot.hashes().moments()));
    json.put("settingsRevision", revision.revision());
    json.put("settingsChanged", changes);
    json.put("settings", Redaction.redacted(revision.settings()));
    json.put("ranges", ranges());
    json.put("skipped", skipped());
    json.put("expired", expired);
    json.put("sources", sources == null ? null : sources.json());
    json.put("provenance", provenance());
    return json;
  }

  /// For people.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    long version = snapshot.version();
    lines.add("run " + run.name() + " version " + version + (run.spec().isWhatIf() ? ", a what-if of run " + origin.name() + " (off-policy)" : ""));
    lines.add("parents      " + (version == 0 ? "none: " : version + " ← " + snapshot.parent() + (version > 2 ? " ← … ← 0, " : version == 2 ? " ← 0, " : ", "))
        + "from " + (run.initial().isEmpty() ? "the spec's seed " + run.spec().seed() : run.initial()) + "; a replay begins at version "
        + version / Checkpoint.KEPT_EVERY * Checkpoint.KEPT_EVERY);
    lines.add("made         " + time(snapshot.createdMs()) + " by the trainer of " + time(snapshot.trainerSession()) + ", " + snapshot.epochsDone() + " epochs, "
        + snapshot.stopReason().label() + ", " + snapshot.stepsTrained() + " steps trained so far");
    lines.add("settings     revision " + revision.revision() + (revision.revision() == 0 ? " (the spec's own)" : ", code " + revision.codeVersion()
        + "; changed: " + (changes.isEmpty() ? "nothing" : changes)));
    lines.add("trajectories " + origin.topics().trajectories() + " " + String.join(" ", ranges()));
    skipped().forEach(entry -> lines.add("skipped      " + entry));
    if (expired != null) {
      lines.add("expired      " + expired);
    } else {
      sources.summary().forEach((name, value) -> lines.add("  " + name + " " + (value == null ? "unknown" : value)));
    }
    lines.add("hashes       parameters " + snapshot.hashes().parameters());
    lines.add("             statistics " + snapshot.hashes().statistics());
    lines.add("             moments    " + snapshot.hashes().moments());
    return lines;
  }
}
