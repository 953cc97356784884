// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.bench.Measuring;
import io.tributary.cli.report.Summary;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;

/// `tributary bench`.
@Command(name = "bench", description = "Measure steps a second through Kafka and without it, and processor time by part.",
    footer = {"", "It uses a broker of its own on temporary data. Setting A: 8 environments x 128 steps; B: 64 x 32.", "",
        "Example: tributary bench --setting B --json bench.json"})
public final class BenchCommand implements Subcommand {
  @SuppressWarnings("unused") // for --help and --verbose
  @Mixin
  private CommonOptions common;

  @Option(names = "--setting", paramLabel = "A|B", defaultValue = "B", description = "Which published setting (default: ${DEFAULT-VALUE}).")
  private String setting;

  @Option(names = "--steps", paramLabel = "N", defaultValue = "1000000", description = "Steps to train each way (default: ${DEFAULT-VALUE}).")
  private long steps;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of docs/settings.md, several times.")
  private java.util.List<String> sets = new java.util.ArrayList<>();

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures as JSON.")
  private Path json;

  @Override
  public int run(Host host) throws InterruptedException {
    String letter = setting.toUpperCase(Locale.ROOT);
    if (!letter.equals("A") && !letter.equals("B")) {
      throw new UsageException("--setting is '" + setting + "'; expected A or B; nothing was started");
    }
    if (steps < 100_000 || steps > 1_000_000_000) {
      throw new UsageException("--steps is " + steps + "; expected 100000 to 1000000000; nothing was started");
    }
    Layers layers = new Layers().preset(ConnectionOptions.presets(host).read("bench-" + letter.toLowerCase(Locale.ROOT)));
    RunSettings settings = RunSettings.of(layers.sets(sets).option("budget.steps", steps, "--steps").option("budget.stopWhenSolved", false, "bench"));
    Measuring.Figures figures = new Measuring(host, settings, Names.environment(settings.environment())).measure();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("setting", letter);
    tree.put("steps", steps);
    tree.put("stepsPerSecond", Math.round(figures.stepsPerSecond()));
    tree.put("inProcessStepsPerSecond", Math.round(figures.inProcessStepsPerSecond()));
    tree.put("cpuSecondsPerMillionSteps", figures.cpuSecondsPerMillionSteps());
    tree.put("kernel", figures.kernel());
    print(host, letter, figures);
    if (json != null) {
      Summary.write(tree, host.directory().resolve(json));
    }
    return Exit.DONE;
  }

  private static void print(Host host, String letter, Measuring.Figures figures) {
    host.out().printf(Locale.ROOT, "setting %s, %s kernel%n", letter, figures.kernel());
    host.out().printf(Locale.ROOT, "  through Kafka   %,10.0f steps/s%n", figures.stepsPerSecond());
    host.out().printf(Locale.ROOT, "  in process      %,10.0f steps/s%n", figures.inProcessStepsPerSecond());
    host.out().println("  processor seconds per million steps through Kafka, start-up included:");
    figures.cpuSecondsPerMillionSteps().forEach((part, seconds) -> host.out().printf(Locale.ROOT, "    %-8s %6.2f  %s%n", part, seconds, "#".repeat(bar(seconds))));
  }

  private static int bar(double seconds) {
    return (int) Math.min(60, Math.round(seconds * 4));
  }
}
