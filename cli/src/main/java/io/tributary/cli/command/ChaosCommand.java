// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.chaos.ChaosRun;
import io.tributary.cli.chaos.ChaosSettings;
import io.tributary.cli.report.Summary;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;

/// `tributary chaos`.
@Command(name = "chaos", description = "Kill -9 every part of a learning run again and again, then prove that nothing was lost or done twice.",
    footer = {"", "It starts a broker, two topology processes, a trainer and two producers, each a process of its own on temporary data, and kills them at",
        "moments drawn from the seed; a kill counts only after its victim has committed or published something. The status is 1 where audit or",
        "replay find anything, or a process ended by itself; the logs are then kept.", "",
        "Example: tributary chaos --seed 1 --kills 50 --json chaos-1.json"})
public final class ChaosCommand implements Subcommand {
  @Mixin
  private CommonOptions common;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the kills and of the run (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--kills", paramLabel = "N", defaultValue = "50", description = "Kills that count (default: ${DEFAULT-VALUE}).")
  private int kills;

  @Option(names = "--least-of-each", paramLabel = "N", description = "Kills that each part gets at least (default: a fifth of all).")
  private Integer leastOfEach;

  @Option(names = "--longest-pause-ms", paramLabel = "MS", defaultValue = "3000",
      description = "Longest wait between a sign of life and the kill (default: ${DEFAULT-VALUE}).")
  private int longestPauseMs;

  @Option(names = "--rate", paramLabel = "N", defaultValue = "1500", description = "Steps a second of each producer (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(names = "--patience", paramLabel = "SECONDS", defaultValue = "90",
      description = "Longest wait for a part to recover (default: ${DEFAULT-VALUE}).")
  private int patienceS;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of docs/settings.md, several times.")
  private List<String> sets = new ArrayList<>();

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the result as JSON.")
  private Path json;

  @Override
  public int run(Host host) throws InterruptedException {
    ChaosSettings settings;
    try {
      settings = new ChaosSettings(seed, kills, leastOfEach == null ? kills / 5 : leastOfEach, longestPauseMs, rate, patienceS);
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + "; nothing was started", impossible);
    }
    RunSettings run = RunSettings.of(new Layers().preset(ConnectionOptions.presets(host).read("chaos")).sets(sets).option("seed", seed, "--seed"));
    Path folder = common.home(host).makeRun("chaos-" + host.clock().millis());
    host.out().println("chaos of seed " + seed + ", " + kills + " kills; logs and data in " + folder);
    Map<String, Object> result = new ChaosRun(host, settings, run, Names.environment(run.environment()), folder).play();
    ChaosRun.print(host.out(), result);
    if (json != null) {
      Summary.write(result, host.directory().resolve(json));
    }
    return result.get("holds").equals(true) ? Exit.DONE : Exit.FAILED;
  }
}
