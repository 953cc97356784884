// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.time.Duration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.home.Cluster;
import io.tributary.cli.pipeline.Created;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.runs.Connection;
import io.tributary.runs.Run;

/// `tributary create RUN`.
@Command(name = "create", description = "Create a run: its topics and the spec that all its parts read.",
    footer = {"", "Example: tributary create night --preset cartpole --bootstrap-servers kafka:9092"})
public final class CreateCommand implements Subcommand {
  @Mixin
  private CommonOptions common;

  @Mixin
  private ConnectionOptions connection;

  @Parameters(paramLabel = "RUN", description = "Its name: 1 to 60 of a-z, 0-9 and -.")
  private String run;

  @Option(names = "--preset", paramLabel = "PRESET", defaultValue = "cartpole",
      description = "One of presets/, or the path of a YAML file (default: ${DEFAULT-VALUE}).")
  private String preset;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of every random number in the run.")
  private Long seed;

  @Override
  public int run(Host host) throws InterruptedException {
    Names.requireRun(run);
    Layers base = new Layers().preset(ConnectionOptions.presets(host).read(preset));
    RunSettings settings = RunSettings.of(connection.over(base, host).option("seed", seed, "--seed"));
    var environment = Names.environment(settings.environment());
    Duration wait = connection.waiting();
    try (Cluster cluster = connection.cluster(host, common.home(host), home -> Cluster.joined(home, "create", wait))) {
      Connection to = connection.connection(host, cluster, settings.kafka());
      Waiting.forBroker(to, wait);
      Run made = Created.of(to, settings, run, environment, host.clock().millis()).run();
      host.out().println("run " + made.name() + " at " + cluster.bootstrapServers() + ": " + made.spec().environment() + ", seed " + made.spec().seed()
          + ", " + made.spec().partitions() + (made.spec().partitions() == 1 ? " partition" : " partitions"));
      return Exit.DONE;
    }
  }
}
