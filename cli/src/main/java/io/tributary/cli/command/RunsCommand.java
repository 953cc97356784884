// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.home.Home;
import io.tributary.cli.report.Accounts;
import io.tributary.cli.report.Counting;
import io.tributary.cli.report.Summary;
import io.tributary.runs.Connection;
import io.tributary.runs.Deletion;
import io.tributary.runs.Policies;
import io.tributary.runs.Refusal;
import io.tributary.runs.Role;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.Runs;
import io.tributary.schemas.PolicySnapshot;

/// `tributary runs`.
@Command(name = "runs", description = "List the runs there are, with their newest version; or count one run's steps, each where it lies; or delete one.",
    footer = {"", "Example: tributary runs", "         tributary runs cartpole-1", "         tributary runs --delete cartpole-1 --yes"})
public final class RunsCommand implements Subcommand {
  @Mixin
  private LookOptions options;

  @Parameters(paramLabel = "RUN", arity = "0..1", description = "Only this run, with what became of every step it published.")
  private String only;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the list as JSON.")
  private Path json;

  @Option(names = "--delete", description = "Delete RUN: its topics, its groups, its folder in this home. Says what, and does it with --yes.")
  private boolean delete;

  @Option(names = "--yes", description = "With --delete: do it.")
  private boolean yes;

  @Option(names = "--force", description = "With --delete: although parts of the run seem to work.")
  private boolean force;

  @Override
  public int run(Host host) throws InterruptedException {
    if ((yes || force) && !delete) {
      throw new UsageException((yes ? "--yes" : "--force") + " is given without --delete; expected runs --delete RUN; nothing was deleted");
    }
    if (delete) {
      return delete(host);
    }
    return options.look(host, "runs", (cluster, connection) -> {
      List<Map<String, Object>> rows = new ArrayList<>();
      if (only != null) {
        Run run = Runs.open(connection, only, Duration.ZERO);
        try {
          rows.add(counted(host, run));
        } catch (RuntimeException failed) {
          throw Refusal.of(run, Role.LOOK, failed).map(RuntimeException.class::cast).orElse(failed);
        }
      } else {
        for (String name : Runs.names(connection)) {
          rows.add(row(host, connection, name));
        }
      }
      if (rows.isEmpty()) {
        host.out().println("no runs on " + connection.bootstrapServers() + "; tributary demo makes one");
      }
      if (json != null) {
        Summary.write(Map.of("runs", rows), host.directory().resolve(json));
      }
      return Exit.DONE;
    });
  }

  private int delete(Host host) throws InterruptedException {
    if (only == null) {
      throw new UsageException("--delete names no run; expected runs --delete RUN; nothing was deleted");
    }
    Names.requireRun(only);
    Home home = options.common().home(host);
    return options.look(host, "runs", (cluster, connection) -> {
      Deletion deletion = Deletion.of(connection, only);
      host.out().println("run " + only + " at " + connection.bootstrapServers() + ": topics " + String.join(", ", deletion.topics()) + "; groups "
          + String.join(", ", deletion.groups()) + "; folder " + home.run(only));
      if (!deletion.signsOfLife().isEmpty() && !force) {
        throw new RunException("run " + only + ": " + String.join("; ", deletion.signsOfLife()) + "; expected no part of it to work; nothing was deleted"
            + " (stop its parts, or --force deletes it all the same)");
      }
      List<String> whatIfs = whatIfs(connection, only);
      if (!whatIfs.isEmpty() && !force) {
        throw new RunException("run " + only + ": what was learned in " + String.join(", ", whatIfs) + " was learned from its trajectories, so that without them"
            + " neither can be replayed or traced; expected no what-if of it; nothing was deleted (delete those first, or --force deletes it all the same)");
      }
      if (!yes) {
        throw new UsageException("runs --delete " + only + " would delete all that for ever; expected --yes; nothing was deleted");
      }
      deletion.run();
      home.deleteRun(only);
      host.out().println("run " + only + " is deleted; the broker frees its space within a minute or so");
      return Exit.DONE;
    });
  }

  /// Runs that learned from another one's trajectories. Who cannot be opened names nobody.
  private static List<String> whatIfs(Connection connection, String run) {
    List<String> found = new ArrayList<>();
    for (String name : Runs.names(connection)) {
      try {
        if (!name.equals(run) && Runs.open(connection, name, Duration.ZERO).spec().trajectoriesOf().equals(run)) {
          found.add(name);
        }
      } catch (RunException broken) {
        continue;
      }
    }
    return found;
  }

  private static Map<String, Object> counted(Host host, Run run) throws InterruptedException {
    Map<String, Object> row = row(host, run.connection(), run.name());
    if (run.spec().isWhatIf()) {
      host.out().println("  its trajectories are those of run " + run.spec().trajectoriesOf() + "; nothing of its own is published, so there is nothing to count");
      return row;
    }
    Accounts counts = new Counting(run).accounts();
    host.out().printf("  published %,d = in trajectories %,d + rejected %,d + open %,d + pending %,d + evaluated %,d: %s; trained %,d%n",
        counts.published(), counts.inTrajectories(), counts.rejected(), counts.open(), counts.pending(), counts.evaluated(),
        counts.addUp() ? "adds up" : "does not add up (parts that are working meanwhile move steps while they are counted)", counts.trained());
    row.put("stepsPublished", counts.published());
    row.put("stepsInTrajectories", counts.inTrajectories());
    row.put("stepsRejected", counts.rejected());
    row.put("stepsOpen", counts.open());
    row.put("stepsPending", counts.pending());
    row.put("stepsEvaluated", counts.evaluated());
    return row;
  }

  private static Map<String, Object> row(Host host, Connection connection, String name) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("run", name);
    try {
      Run run = Runs.open(connection, name, Duration.ZERO);
      Optional<PolicySnapshot> newest = Policies.newest(run);
      row.put("environment", run.spec().environment());
      row.put("whatIfOf", run.spec().isWhatIf() ? run.spec().trajectoriesOf() : null);
      row.put("created", Instant.ofEpochMilli(run.spec().createdMs()).toString());
      row.put("seed", run.spec().seed());
      row.put("version", newest.map(PolicySnapshot::version).orElse(null));
      row.put("stepsTrained", newest.map(PolicySnapshot::stepsTrained).orElse(0L));
      host.out().printf("%-24s %-16s created %s  seed %d  version %s  %,d steps trained%s%n", name, run.spec().environment(), row.get("created"),
          run.spec().seed(), newest.map(snapshot -> Long.toString(snapshot.version())).orElse("none"),
          newest.map(PolicySnapshot::stepsTrained).orElse(0L), run.spec().isWhatIf() ? "  what-if of " + run.spec().trajectoriesOf() + " (off-policy)" : "");
    } catch (RunException broken) {
      row.put("broken", broken.getMessage());
      host.out().printf("%-24s cannot be opened: %s%n", name, broken.getMessage());
    }
    return row;
  }
}
