// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.bench.Profiles;
import io.tributary.cli.bench.WithoutKafka;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.report.Evaluated;
import io.tributary.cli.report.Summary;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.Presets;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.evaluate.Sample;
import io.tributary.kafka.BrokerProcess;
import io.tributary.kafka.BrokerSettings;
import io.tributary.rl.kernel.Kernel;

/// `tributary bench`.
@Command(name = "bench", description = "Measure steps a second through Kafka and without it, and processor time by part.",
    footer = {"", "It uses a broker of its own, in its own process, on temporary data. Setting A: 8 environments x 128 steps; B: 64 x 32.", "",
        "With --in-process it learns a preset without any Kafka and evaluates the result, to try settings quickly; nothing is kept.", "",
        "Example: tributary bench --setting B --json bench.json", "         tributary bench --profile latency", "         tributary bench --in-process cartpole --seeds 1..3 --set learner.epochs=10"})
public final class BenchCommand implements Subcommand {
  @SuppressWarnings("unused") // for --help and --verbose
  @Mixin
  private CommonOptions common;

  @Option(names = "--setting", paramLabel = "A|B", defaultValue = "B", description = "Which published setting (default: ${DEFAULT-VALUE}).")
  private String setting;

  @Option(names = "--profile", paramLabel = "PROFILE", defaultValue = "THROUGHPUT",
      description = "throughput; latency: from events to policy; events: one step a record; replay; scale: partitions, producers, environments, steps (default: throughput).")
  private Profiles.Profile profile;

  @Option(names = "--in-process", paramLabel = "PRESET", description = "Learn this preset without Kafka instead.")
  private String inProcess;

  @Option(names = "--seeds", paramLabel = "SEEDS", defaultValue = "1", description = "With --in-process: 1..5, or 3,7,9 (default: ${DEFAULT-VALUE}).")
  private String seeds;

  @Option(names = "--steps", paramLabel = "N", description = "Steps to train each way (default: 2000000, with --in-process the preset's budget).")
  private Long steps;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of docs/settings.md, several times.")
  private List<String> sets = new ArrayList<>();

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures as JSON.")
  private Path json;

  @Override
  public int run(Host host) throws InterruptedException {
    return inProcess != null ? withoutKafka(host) : throughKafka(host);
  }

  private int withoutKafka(Host host) {
    Seeds many = Seeds.parse(seeds);
    Layers layers = new Layers().preset(ConnectionOptions.presets(host).read(inProcess)).sets(sets).option("budget.steps", steps, "--steps");
    RunSettings settings = RunSettings.of(layers);
    if (settings.budget().steps() == 0) {
      throw new UsageException("budget.steps is 0 with --in-process; expected an end; nothing was started");
    }
    if (!settings.initial().isEmpty() || !settings.rollout().demonstrator().isEmpty()) {
      throw new UsageException("--in-process with another run's policy (initial, rollout.demonstrator); expected neither, since runs are read through Kafka; "
          + "nothing was started");
    }
    WithoutKafka learning = new WithoutKafka(Names.environment(settings.environment()), Parts.kernel(settings.kernel()));
    List<WithoutKafka.Learned> all = new ArrayList<>();
    for (long seed : many.numbers()) {
      WithoutKafka.Learned learned = learning.learn(settings.seeded(seed));
      all.add(learned);
      learned.evaluated().lines().forEach(host.out()::println);
      host.out().printf(Locale.ROOT, "  %.1f s, %,.0f steps/s; mark %s%n", learned.seconds(), learned.evaluated().stepsTrained() / learned.seconds(),
          learned.stepsToMark() == null ? "not reached" : String.format(Locale.ROOT, "first reached after %,d steps", learned.stepsToMark()));
    }
    Sample greedy = new Sample(all.stream().mapToDouble(one -> one.evaluated().results().get(Evaluated.GREEDY).mean()).toArray());
    host.out().printf(Locale.ROOT, "%d seeds: greedy median %.2f, from %.2f to %.2f%n", greedy.size(), greedy.median(), greedy.min(), greedy.max());
    if (json != null) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("settings", settings.flattened());
      tree.put("runs", all.stream().map(WithoutKafka.Learned::json).toList());
      Summary.write(tree, host.directory().resolve(json));
    }
    return Exit.DONE;
  }

  private int throughKafka(Host host) throws InterruptedException {
    long trained = steps == null ? 2_000_000 : steps;
    String letter = setting.toUpperCase(Locale.ROOT);
    if (!letter.equals("A") && !letter.equals("B")) {
      throw new UsageException("--setting is '" + setting + "'; expected A or B; nothing was started");
    }
    if (trained < 100_000 || trained > 1_000_000_000) {
      throw new UsageException("--steps is " + trained + "; expected 100000 to 1000000000; nothing was started");
    }
    Presets.Preset published = ConnectionOptions.presets(host).read("bench-" + letter.toLowerCase(Locale.ROOT));
    Profiles.Work work = more -> RunSettings.of(new Layers().preset(published).sets(more).sets(sets));
    RunSettings settings = work.with(List.of());
    Kernel kernel = Parts.kernel(settings.kernel());
    host.out().printf(Locale.ROOT, "setting %s, %s kernel, profile %s%n", letter, kernel.name(), profile.name().toLowerCase(Locale.ROOT));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("setting", letter);
    tree.put("profile", profile.name().toLowerCase(Locale.ROOT));
    tree.put("steps", trained);
    tree.put("kernel", kernel.name());
    try (BrokerProcess broker = BrokerProcess.start(BrokerSettings.defaults())) {
      tree.putAll(new Profiles(host, work, trained, Names.environment(settings.environment()), kernel, broker).measure(profile));
    }
    if (json != null) {
      Summary.write(tree, host.directory().resolve(json));
    }
    return Exit.DONE;
  }
}
