// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Logs;
import io.tributary.cli.home.Cluster;
import io.tributary.cli.home.Home;
import io.tributary.cli.pipeline.Loop;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.pipeline.Pipeline;
import io.tributary.cli.report.CurvePicture;
import io.tributary.cli.report.Summary;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.EnvironmentProvider;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernel;
import io.tributary.runs.Connection;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.Runs;

/// Playing a whole run in one process, as `demo` and `run` do.
public final class PlayOptions {
  @Mixin
  private CommonOptions common;

  @Mixin
  private ConnectionOptions connection;

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
    return RunSettings.of(connection.over(base, host).option("seed", seed, "--seed"));
  }

  /// Plays, reports, and returns the exit status: {@link Exit#FAILED} where `mustSolve` and it was not.
  int play(Host host, String command, RunSettings settings, Naming naming, boolean mustSolve) throws InterruptedException {
    connection.waiting();
    EnvironmentProvider environment = Names.environment(settings.environment());
    Kernel kernel = Parts.kernel(settings.kernel());
    Home home = common.home(host);
    host.out().println("starting: Kafka, topology, trainer and producer in this process");
    CompletableFuture<Void> warm = Warmup.begin(settings, kernel, environment::create);
    try (Cluster cluster = connection.cluster(host, home, at -> Cluster.of(at, command, 0))) {
      Connection to = connection.connection(host, cluster, settings.kafka());
      String name = naming.name(home, to);
      Path folder = home.makeRun(name);
      Logs.alsoTo(folder.resolve("log.txt"));
      Run run = create(settings, environment, name, to, host);
      host.out().println("run " + name + ": learning " + run.spec().environment() + " with seed " + run.spec().seed() + " through Kafka at "
          + cluster.bootstrapServers() + " (" + kernel.name() + " kernel)");
      double mark = settings.budget().solvedReturn() != null ? settings.budget().solvedReturn() : orNaN(environment.solvedReturn());
      Loop loop = new Loop(host, run, settings, mark);
      warm.join();
      Pipeline pipeline = new Pipeline(run, settings, kernel);
      cluster.onLoss(what -> pipeline.fail(new RunException(what + "; expected it to go on; run " + name + " stops and can go "
          + "on later (tributary run " + settings.environment() + " --run " + name + ")")));
      Loop.Outcome outcome = loop.play(pipeline, kernel);
      report(host, outcome, folder, mark, name);
      boolean failed = mustSolve && !outcome.summary().solved();
      return failed ? Exit.FAILED : Exit.DONE;
    }
  }

  private static Run create(RunSettings settings, EnvironmentProvider environment, String name, Connection to, Host host) {
    try (var sample = environment.create()) {
      Spaces spaces = sample.spaces();
      return Runs.create(to, settings.spec(name, spaces, host.clock().millis()), settings.replicationFactor());
    }
  }

  private static double orNaN(OptionalDouble maybe) {
    return maybe.orElse(Double.NaN);
  }

  private void report(Host host, Loop.Outcome outcome, Path folder, double mark, String name) {
    Summary summary = outcome.summary();
    Path curve = folder.resolve("curve.svg");
    try {
      String title = name + ": " + summary.environment() + ", seed " + summary.seed();
      Files.writeString(curve, new CurvePicture(title, outcome.watch().curve().points(), mark).svg());
      Files.writeString(folder.resolve("curve.csv"), outcome.watch().curve().csv());
    } catch (IOException failed) {
      throw new RunException("the learning curve cannot be written to " + folder + " (" + failed + "); the run itself is kept", failed);
    }
    Summary.write(summary.json(), folder.resolve("summary.json"));
    if (json != null) {
      Summary.write(summary.json(), host.directory().resolve(json));
    }
    SummaryText.print(host, summary, outcome.stopped(), folder);
  }
}
