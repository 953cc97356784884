// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.replay;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.cli.settings.Setting;
import io.tributary.runs.Run;
import io.tributary.schemas.RunSpec;

/// The settings of a what-if: those of the run whose log is replayed, with some laid over.
///
/// What the log has fixed stays: how was acted, when segments close, which targets they got.
///
/// @param origin whose log is replayed
/// @param sets `key=value`, as typed
public record OtherSettings(Run origin, List<String> sets) {
  private static final List<String> CHANGEABLE = List.of("algorithm", "learner.", "batch.", "tribuo.", "policy.", "seed", "initial", "kernel");
  private static final String ALGORITHM = "algorithm";
  private static final String LEARNER = "learner.";
  private static final String BATCH = "batch.";

  public OtherSettings {
    sets = List.copyOf(sets);
  }

  /// All settings, over those of one revision.
  ///
  /// @throws UsageException for a setting that a what-if cannot change, an unknown name or an impossible value
  public RunSettings over(Map<String, String> revision) {
    Map<String, String> base = new TreeMap<>(revision);
    String before = base.getOrDefault(ALGORITHM, RunSettings.defaults().algorithm());
    if (new Layers().sets(sets).get(ALGORITHM).filter(other -> !other.value().equals(before)).isPresent()) {
      // Another algorithm starts from its own row.
      base.keySet().removeIf(key -> key.startsWith(LEARNER));
    }
    return RunSettings.of(new Layers().spec(origin.name(), base, Setting.of(RunSettings.defaults())).sets(sets)
        .requireOnly(key -> CHANGEABLE.stream().anyMatch(key::startsWith), "replay --set", String.join(", ", CHANGEABLE)));
  }

  /// Whether batches are cut anew.
  public boolean regroups() {
    return sets.stream().anyMatch(assignment -> assignment.strip().startsWith(BATCH) && !assignment.strip().startsWith("batch.maxVersionLag"));
  }

  /// The spec of the new run.
  public RunSpec spec(String name, long nowMs) {
    RunSpec spec = origin.spec();
    RunSettings settings = over(spec.settings());
    return new RunSpec(name, spec.environment(), spec.spaces(), settings.policy(), spec.gamma(), spec.lambda(), spec.segmenting(), spec.bootstrapRewardToGo(),
        spec.partitions(), "", settings.seed(), spec.retentionMs(), spec.abandonAfterMs(), spec.forgetAfterMs(), spec.outcomes(), settings.flattened(), nowMs,
        origin.name());
  }
}
