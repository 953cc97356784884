// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.report.PairedSeeds;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.Presets.Preset;
import io.tributary.cli.settings.RunSettings;
import io.tributary.runs.Runs;

/// `tributary run PRESET`.
@Command(name = "run", description = "Run a preset in this process until it is solved, its budget is spent or Ctrl-C; or go on with an earlier run.",
    footer = {"", "With --seeds the preset is played once for each seed, each time as a new run NAME-s<seed>, one after the other; each final snapshot",
        "plays 100 fresh episodes greedily and 100 sampled. All runs are reported, those that failed too, with bootstrap intervals (called",
        "approximate below 10 runs). The status is then 0 where every run has a result, be the mark reached or not, and 1 otherwise.", "",
        "Example: tributary run standard --run evening --set budget.steps=0", "         tributary run my.yaml", "         tributary run cartpole --seeds 1..5 --json seeds.json",
        "         tributary run cartpole --set algorithm=a2c --seeds 1..5 --against seeds.json"})
public final class RunCommand implements Subcommand {
  @Mixin
  private PlayOptions options;

  @Parameters(paramLabel = "PRESET", description = "A file of presets/, such as cartpole, pendulum or standard, or the path of a YAML file.")
  private String preset;

  @Option(names = "--run", paramLabel = "NAME", description = "Name of the run; one that exists goes on. Without it: a new one called after the preset.")
  private String name;

  @Option(names = "--seeds", paramLabel = "SEEDS", description = "Play once for each of these seeds: 1..5, or 3,7,9.")
  private String seeds;

  @Option(names = "--against", paramLabel = "FILE", description = "With --seeds: also compare, seed by seed, with what an earlier --seeds wrote by --json.")
  private Path against;

  @Override
  public int run(Host host) throws InterruptedException {
    if (name != null) {
      Names.requireRun(name);
    }
    Preset chosen = ConnectionOptions.presets(host).read(preset);
    Seeds many = seeds == null ? null : Seeds.parse(seeds);
    if (against != null && many == null) {
      throw new UsageException("--against is given without --seeds; expected both, because runs are compared seed by seed; nothing was started");
    }
    PairedSeeds other = against == null ? null : earlier(host.directory().resolve(against));
    RunSettings settings = options.settings(host, new Layers().preset(chosen));
    String stem = chosen.name().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    PlayOptions.Naming naming = (home, connection) -> name != null ? name : home.reserve(stem, Runs.names(connection));
    return many != null ? options.playSeeds(host, settings, chosen.name(), naming, many, other) : options.play(host, "run", settings, naming, false);
  }

  private static PairedSeeds earlier(Path file) {
    try {
      return PairedSeeds.read(file);
    } catch (IllegalArgumentException impossible) {
      throw new UsageException("--against: " + impossible.getMessage() + "; nothing was started", impossible);
    }
  }
}
