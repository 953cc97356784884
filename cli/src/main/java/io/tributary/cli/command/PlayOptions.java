// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.UsageException;
import io.tributary.cli.home.Cluster;
import io.tributary.cli.home.Home;
import io.tributary.cli.monitor.Observation;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.report.PairedSeeds;
import io.tributary.cli.report.SeedsReport;
import io.tributary.cli.report.SeedsTable;
import io.tributary.cli.report.Summary;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.Environment;
import io.tributary.env.EnvironmentProvider;
import io.tributary.rl.kernel.Kernel;
import io.tributary.runs.Connection;

/// Playing a whole run in one process, as `demo` and `run` do.
public final class PlayOptions {
  @Mixin
  private CommonOptions common;

  @Mixin
  private ConnectionOptions connection;

  @Mixin
  private HttpOptions http;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of every random number in the run.")
  private Long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the summary as JSON.")
  private Path json;

  /// How a run gets its name once the cluster is known.
  interface Naming {
    String name(Home home, Connection connection);
  }

  /// Settings from a preset, variables, `--set` and `--seed`.
  RunSettings settings(Host host, Layers base) {
    return RunSettings.of(http.over(connection.over(base, host)).option("seed", seed, "--seed"));
  }

  /// Plays, reports, and returns the exit status: {@link Exit#FAILED} where `mustSolve` and it was not.
  int play(Host host, String command, RunSettings settings, Naming naming, boolean mustSolve) throws InterruptedException {
    Kernel kernel = checked(settings);
    try (Observation shown = Observation.begin(host, settings.http(), command)) {
      Home home = common.home(host);
      host.out().println("starting: Kafka, topology, trainer and producer in this process");
      CompletableFuture<Void> warm = Warmup.begin(settings, kernel, Names.environment(settings.environment())::create);
      try (Cluster cluster = connection.cluster(host, home, at -> Cluster.of(at, command, 0))) {
        Connection to = connection.connection(host, cluster, settings.kafka());
        OneRun.Played played = new OneRun(host, home, cluster, to, kernel, shown).play(settings, naming.name(home, to), warm);
        Summary summary = played.outcome().summary();
        if (json != null) {
          Summary.write(summary.json(), host.directory().resolve(json));
        }
        SummaryText.print(host, summary, played.outcome().stopped(), played.folder());
        boolean failed = mustSolve && !summary.solved();
        return failed ? Exit.FAILED : Exit.DONE;
      }
    }
  }

  /// Plays once for each seed, reports, and returns the exit status: {@link Exit#FAILED} where some run has no result.
  int playSeeds(Host host, RunSettings settings, String preset, Naming naming, Seeds seeds, PairedSeeds against) throws InterruptedException {
    requireNoSeed(settings);
    Kernel kernel = checked(settings);
    try (Observation shown = Observation.begin(host, settings.http(), "run")) {
      Home home = common.home(host);
      host.out().println("starting: Kafka in this process, then " + seeds.numbers().size() + " runs, one after the other");
      CompletableFuture<Void> warm = Warmup.begin(settings, kernel, Names.environment(settings.environment())::create);
      try (Cluster cluster = connection.cluster(host, home, at -> Cluster.of(at, "run", 0))) {
        Connection to = connection.connection(host, cluster, settings.kafka());
        String stem = naming.name(home, to);
        SeedRuns runs = new SeedRuns(host, home, cluster, to, kernel, settings, shown);
        SeedsReport report = runs.play(preset, stem, seeds, warm);
        Summary.write(report.json(), runs.file(stem));
        if (json != null) {
          Summary.write(report.json(), host.directory().resolve(json));
        }
        host.out().println();
        SeedsTable.lines(report).forEach(host.out()::println);
        if (against != null) {
          against.lines(report).forEach(host.out()::println);
        }
        return report.complete() ? Exit.DONE : Exit.FAILED;
      }
    }
  }

  /// Refuses what cannot be played before anything starts; the arithmetic it is played with.
  private Kernel checked(RunSettings settings) {
    connection.waiting();
    EnvironmentProvider environment = Names.environment(settings.environment());
    requireRegression(settings, environment);
    return Parts.kernel(settings.kernel());
  }

  private static void requireRegression(RunSettings settings, EnvironmentProvider environment) {
    try (Environment sample = environment.create()) {
      Parts.requireRegression(settings, sample.spaces());
    }
  }

  private void requireNoSeed(RunSettings settings) {
    if (seed != null) {
      throw new UsageException("--seed is " + seed + " with --seeds; expected one of the two; nothing was started");
    }
    if (settings.rollout().seed().isPresent()) {
      throw new UsageException("rollout.seed is " + settings.rollout().seed().getAsLong() + " with --seeds; expected none, because every run would play "
          + "the same episodes; nothing was started");
    }
  }
}
