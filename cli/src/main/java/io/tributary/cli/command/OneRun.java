// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import io.tributary.cli.CodeVersion;
import io.tributary.cli.Host;
import io.tributary.cli.Logs;
import io.tributary.cli.home.Cluster;
import io.tributary.cli.home.Home;
import io.tributary.cli.monitor.Observation;
import io.tributary.cli.pipeline.Created;
import io.tributary.cli.pipeline.Loop;
import io.tributary.cli.pipeline.Pipeline;
import io.tributary.cli.report.CurvePicture;
import io.tributary.cli.report.Summary;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.EnvironmentProvider;
import io.tributary.rl.kernel.Kernel;
import io.tributary.runs.Connection;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;

/// Plays one run on a cluster that is there, and keeps its curve, summary and log in its folder.
///
/// @param host the process
/// @param home whose folder it gets
/// @param cluster that is there
/// @param to how to talk to it
/// @param kernel which arithmetic runs
/// @param shown what the process shows of it
record OneRun(Host host, Home home, Cluster cluster, Connection to, Kernel kernel, Observation shown) {

  /// What was played.
  ///
  /// @param run itself
  /// @param settings it was played by
  /// @param outcome what it came to
  /// @param folder where its files are
  record Played(Run run, RunSettings settings, Loop.Outcome outcome, Path folder) {}

  /// Plays until the end.
  ///
  /// @param warm done when the parts can start
  Played play(RunSettings wanted, String name, CompletableFuture<Void> warm) throws InterruptedException {
    EnvironmentProvider environment = Names.environment(wanted.environment());
    double mark = wanted.mark(environment.solvedReturn());
    Path folder = home.makeRun(name);
    try (var _ = Logs.alsoTo(folder.resolve("log.txt"))) {
      Created created = Created.of(to, wanted, name, environment, host.clock().millis());
      Run run = created.run();
      host.out().println("run " + name + ": learning " + run.spec().environment() + " with seed " + run.spec().seed() + " through Kafka at "
          + cluster.bootstrapServers() + " (" + kernel.name() + " kernel)");
      if (!wanted.rollout().demonstrator().isEmpty()) {
        host.out().println("acting: " + created.settings().rollout().demonstrator() + "; returns are the demonstrator's until the clone is evaluated");
      }
      Loop loop = new Loop(host, run, created.settings(), mark);
      warm.join();
      Pipeline pipeline = new Pipeline(run, created.settings(), kernel, CodeVersion.of(host.installation()));
      shown.parts(to, name, pipeline.parts(), cluster);
      cluster.onLoss(what -> pipeline.fail(new RunException(what + "; expected it to go on; run " + name + " stops and can go "
          + "on later (tributary run " + wanted.environment() + " --run " + name + ")")));
      Loop.Outcome outcome = loop.play(pipeline, kernel, shown::started);
      keep(outcome, folder, mark);
      return new Played(run, created.settings(), outcome, folder);
    }
  }

  private static void keep(Loop.Outcome outcome, Path folder, double mark) {
    Summary summary = outcome.summary();
    try {
      String title = summary.run() + ": " + summary.environment() + ", seed " + summary.seed();
      Files.writeString(folder.resolve("curve.svg"), new CurvePicture(title, outcome.watch().curve().points(), mark).svg());
      Files.writeString(folder.resolve("curve.csv"), outcome.watch().curve().csv());
    } catch (IOException failed) {
      throw new RunException("the learning curve cannot be written to " + folder + " (" + failed + "); the run itself is kept", failed);
    }
    Summary.write(summary.json(), folder.resolve("summary.json"));
  }
}
