// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.report.Summary;
import io.tributary.replay.lineage.Coordinates;
import io.tributary.replay.lineage.EventLineage;
import io.tributary.replay.lineage.VersionLineage;
import io.tributary.runs.Run;

/// `tributary lineage RUN VERSION`, `tributary lineage RUN --event TOPIC-PARTITION@OFFSET`.
@Command(name = "lineage", description = "Say which events a policy version was learned from, or which versions an event was learned by.",
    footer = {"", "Of a version: its parents, settings, code and the events of its own batch; all batches before it made it, too. Of an event: the trajectory that",
        "holds it and the one version that took that; or that it was rejected, evaluated, or is still open or pending. Secrets are never shown.", "",
        "Example: tributary lineage cartpole-1 57 --provenance model.json", "         tributary lineage cartpole-1 --event cartpole-1.steps-0@1234"})
public final class LineageCommand implements Subcommand {
  @Mixin
  private LookOptions options;

  @Parameters(index = "0", paramLabel = "RUN", description = "The run.")
  private String run;

  @Parameters(index = "1", paramLabel = "VERSION", arity = "0..1", description = "The version.")
  private Long version;

  @Option(names = "--event", paramLabel = "TOPIC-P@OFFSET", description = "A record of the run's steps or trajectories, as tail writes it.")
  private String event;

  @Option(names = "--provenance", paramLabel = "FILE", description = "Also write the version's provenance, as Tribuo's ModelProvenance has it, as JSON.")
  private Path provenance;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write everything as JSON.")
  private Path json;

  @Override
  public int run(Host host) throws InterruptedException {
    if ((version == null) == (event == null)) {
      throw new UsageException("lineage was given " + (version == null ? "neither VERSION nor --event" : "both VERSION and --event") + "; expected one of them; nothing was read");
    }
    if (event != null && provenance != null) {
      throw new UsageException("--provenance stands with --event; expected VERSION: only a version has a provenance; nothing was read");
    }
    Coordinates at = event == null ? null : coordinates();
    return options.look(host, "lineage", run, (cluster, open) -> {
      if (at != null) {
        EventLineage lineage = EventLineage.of(open, at);
        lineage.lines().forEach(host.out()::println);
        write(host, json, lineage.json());
      } else {
        of(host, open);
      }
      return Exit.DONE;
    });
  }

  private void of(Host host, Run open) {
    VersionLineage lineage = VersionLineage.of(open, version);
    lineage.lines().forEach(host.out()::println);
    write(host, json, json == null ? null : lineage.json());
    write(host, provenance, provenance == null ? null : Map.of("modelProvenance", lineage.provenance()));
  }

  private Coordinates coordinates() {
    try {
      return Coordinates.parse(event);
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + "; nothing was read", impossible);
    }
  }

  private static void write(Host host, Path file, Map<String, Object> content) {
    if (file != null) {
      Summary.write(content, host.directory().resolve(file));
    }
  }
}
