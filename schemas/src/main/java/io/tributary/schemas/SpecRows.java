// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.List;

import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.learning.Metric;
import io.tributary.rl.learning.Metrics;
import io.tributary.rl.learning.StopReason;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.Exploration;
import io.tributary.schemas.GenericCodec.Mapping;

/// Run specs, revisions of settings and metrics as rows.
final class SpecRows {
  static final Mapping<RunSpec> RUN_SPEC = new Mapping<>() {
    @Override
    public void fill(Row row, RunSpec spec) {
      row.put("run", spec.run())
          .put("environment", spec.environment())
          .put("gamma", spec.gamma())
          .put("lambda", spec.lambda())
          .put("bootstrapRewardToGo", spec.bootstrapRewardToGo())
          .put("partitions", spec.partitions())
          .put("clusterId", spec.clusterId())
          .put("seed", spec.seed())
          .put("retentionMs", spec.retentionMs())
          .put("abandonAfterMs", spec.abandonAfterMs())
          .put("forgetAfterMs", spec.forgetAfterMs())
          .putTexts("settings", spec.settings())
          .put("createdMs", spec.createdMs())
          .put("trajectoriesOf", spec.trajectoriesOf());
      fillSpace(row, "observationSpace", spec.spaces().observation());
      fillSpace(row, "actionSpace", spec.spaces().action());
      fillArchitecture(row, spec.architecture());
      row.put("segmenting", switch (spec.segmenting()) {
        case Segmenting.MaxSteps(int steps) -> row.child("segmenting", "MaxSteps").put("steps", steps).record();
        case Segmenting.CompleteEpisodes() -> row.child("segmenting", "CompleteEpisodes").record();
      });
      OutcomeJoin join = spec.outcomes();
      row.put("outcomes", join == null ? null
          : row.child("outcomes", "OutcomeJoin").put("withinMs", join.withinMs()).put("standIn", join.standIn()).record());
    }

    @Override
    public RunSpec read(Row row) {
      OutcomeJoin join = row.get("outcomes") == null ? null
          : new OutcomeJoin(row.row("outcomes").int64("withinMs"), (Double) row.row("outcomes").get("standIn"));
      return new RunSpec(row.text("run"), row.text("environment"), new Spaces(space(row.row("observationSpace")), space(row.row("actionSpace"))),
          architecture(row.row("architecture")), row.float64("gamma"), row.float64("lambda"), segmenting(row.row("segmenting")),
          row.bool("bootstrapRewardToGo"), row.int32("partitions"), row.text("clusterId"), row.int64("seed"), row.int64("retentionMs"),
          row.int64("abandonAfterMs"), row.int64("forgetAfterMs"), join, row.texts("settings"), row.int64("createdMs"),
          row.text("trajectoriesOf"));
    }
  };

  static final Mapping<SettingsRevision> REVISION = new Mapping<>() {
    @Override
    public void fill(Row row, SettingsRevision revision) {
      row.put("revision", revision.revision())
          .putTexts("settings", revision.settings())
          .put("codeVersion", revision.codeVersion())
          .put("createdMs", revision.createdMs());
    }

    @Override
    public SettingsRevision read(Row row) {
      return new SettingsRevision(row.int32("revision"), row.texts("settings"), row.text("codeVersion"), row.int64("createdMs"));
    }
  };

  static final Mapping<VersionMetrics> METRICS = new Mapping<>() {
    @Override
    public void fill(Row row, VersionMetrics metrics) {
      row.put("version", metrics.version()).put("stopReason", metrics.stopReason().label()).put("createdMs", metrics.createdMs());
      metrics.metrics().forEach((metric, figure) -> row.put(metric.field(), figure));
    }

    @Override
    public VersionMetrics read(Row row) {
      Metrics metrics = new Metrics();
      for (Metric metric : Metric.values()) {
        if (row.get(metric.field()) instanceof Double figure) {
          metrics.put(metric, figure);
        }
      }
      return new VersionMetrics(row.int64("version"), metrics, StopReason.of(row.text("stopReason")), row.int64("createdMs"));
    }
  };

  private SpecRows() {}

  private static void fillSpace(Row row, String column, Space space) {
    row.put(column, switch (space) {
      case Space.Discrete(int n) -> row.child(column, "Discrete").put("n", n).record();
      case Space.MultiDiscrete(var sizes) -> row.child(column, "MultiDiscrete").put("sizes", sizes).record();
      case Space.Box(var shape, var low, var high, boolean pixels) -> row.child(column, "Box")
          .put("shape", shape).put("low", low).put("high", high).put("pixels", pixels).record();
    });
  }

  private static Space space(Row row) {
    return switch (row.name()) {
      case "Discrete" -> new Space.Discrete(row.int32("n"));
      case "MultiDiscrete" -> new Space.MultiDiscrete(row.items("sizes"));
      case "Box" -> new Space.Box(row.items("shape"), row.items("low"), row.items("high"), row.bool("pixels"));
      default -> throw new IllegalArgumentException("unknown space " + row.name());
    };
  }

  private static void fillArchitecture(Row row, Architecture architecture) {
    row.put("architecture", row.child("architecture")
        .put("hidden", architecture.hidden())
        .put("activation", architecture.activation())
        .put("initialLogStd", architecture.initialLogStd())
        .put("normaliseObservations", architecture.normaliseObservations())
        .put("exploration", label(architecture.exploration()))
        .record());
  }

  private static Architecture architecture(Row row) {
    List<Integer> hidden = row.items("hidden");
    return new Architecture(hidden, row.text("activation"), row.float64("initialLogStd"), row.bool("normaliseObservations"),
        exploration(row.text("exploration")));
  }

  private static String label(Exploration exploration) {
    return switch (exploration) {
      case INDEPENDENT -> "independent";
      case STATE_DEPENDENT -> "state-dependent";
    };
  }

  private static Exploration exploration(String label) {
    for (Exploration exploration : Exploration.values()) {
      if (label(exploration).equals(label)) {
        return exploration;
      }
    }
    throw new IllegalArgumentException("architecture.exploration is '" + label + "'; expected independent or state-dependent");
  }

  private static Segmenting segmenting(Row row) {
    return switch (row.name()) {
      case "MaxSteps" -> new Segmenting.MaxSteps(row.int32("steps"));
      case "CompleteEpisodes" -> new Segmenting.CompleteEpisodes();
      default -> throw new IllegalArgumentException("unknown segmenting " + row.name());
    };
  }
}
