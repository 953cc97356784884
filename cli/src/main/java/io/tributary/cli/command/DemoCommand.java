// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.Presets;
import io.tributary.cli.settings.RunSettings;
import io.tributary.runs.Runs;

/// `tributary demo`.
@Command(name = "demo", description = "Learn a task from nothing, through Kafka, in this process: broker, producers, topology and trainer.",
    footer = {"", "It is always a new run (cartpole-1, cartpole-2, …). It ends with status 0 when the mean return of the last 100 training",
        "episodes reaches the task's mark, and with 1 when the budget is spent before.", "",
        "Example: tributary demo --seed 1 --json out.json"})
public final class DemoCommand implements Subcommand {
  @Mixin
  private PlayOptions options;

  @Option(names = "--env", paramLabel = "NAME", defaultValue = "cartpole", description = "What to learn (default: ${DEFAULT-VALUE}).")
  private String environment;

  @Override
  public int run(Host host) throws InterruptedException {
    Names.environment(environment);
    Presets presets = ConnectionOptions.presets(host);
    Layers layers = new Layers();
    if (presets.has(environment)) {
      layers.preset(presets.read(environment));
    }
    RunSettings settings = options.settings(host, layers.option("environment", environment, "--env"));
    return options.play(host, "demo", settings, (home, connection) -> home.reserve(settings.environment(), Runs.names(connection)), true);
  }
}
