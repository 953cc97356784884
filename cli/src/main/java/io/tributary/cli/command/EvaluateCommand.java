// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.look.Snapshots;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.report.Summary;
import io.tributary.env.EnvironmentProvider;
import io.tributary.env.evaluate.Evaluation;
import io.tributary.env.evaluate.EvaluationResult;
import io.tributary.env.evaluate.EvaluationSettings;
import io.tributary.schemas.PolicySnapshot;

/// `tributary evaluate RUN`.
@Command(name = "evaluate", description = "Play fresh episodes here with one version of a run's policy; mean return with a 95 %% interval.",
    footer = {"", "Nothing is published and nothing is learned. Equal seeds are equal episodes, whatever the policy.", "",
        "Example: tributary evaluate cartpole-1 --episodes 200 --sampled"})
public final class EvaluateCommand implements Subcommand {
  @Mixin
  private LookOptions options;

  @Parameters(paramLabel = "RUN", description = "The run.")
  private String run;

  @Option(names = "--version", paramLabel = "V", description = "Version to play; the newest unless told.")
  private Long version;

  @Option(names = "--episodes", paramLabel = "N", defaultValue = "100", description = "How many (default: ${DEFAULT-VALUE}).")
  private int episodes;

  @ArgGroup
  private Choosing choosing = new Choosing();

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of the episodes (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the result as JSON.")
  private Path json;

  /// How actions are chosen: one of the two.
  static final class Choosing {
    @Option(names = "--greedy", description = "Take the most probable action (the default).")
    private boolean greedy;

    @Option(names = "--sampled", description = "Sample actions, as in training.")
    private boolean sampled;
  }

  @Override
  public int run(Host host) throws InterruptedException {
    EvaluationSettings settings = settings();
    return options.look(host, "evaluate", run, (cluster, open) -> {
      PolicySnapshot snapshot = Snapshots.toPlay(open, Optional.ofNullable(version));
      EnvironmentProvider environment = Names.environment(open.spec().environment());
      EvaluationResult result =
          Evaluation.play(environment::create, open.spec().architecture(), Parts.kernel("auto"), snapshot.policy(), settings);
      host.out().printf(Locale.ROOT, "%s version %d, %d %s episodes of %s: mean return %.1f ± %.1f (95 %%), from %.1f to %.1f, mean length %.1f%n",
          run, snapshot.version(), settings.episodes(), settings.greedy() ? "greedy" : "sampled", open.spec().environment(), result.mean(),
          result.halfWidth95(), min(result), max(result), result.meanLength());
      if (json != null) {
        Summary.write(tree(snapshot, settings, result), host.directory().resolve(json));
      }
      return Exit.DONE;
    });
  }

  private EvaluationSettings settings() {
    try {
      return new EvaluationSettings(episodes, choosing.greedy || !choosing.sampled, seed, EvaluationSettings.defaults().parallel());
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + "; nothing was played", impossible);
    }
  }

  private static double min(EvaluationResult result) {
    return java.util.Arrays.stream(result.returns()).min().orElseThrow();
  }

  private static double max(EvaluationResult result) {
    return java.util.Arrays.stream(result.returns()).max().orElseThrow();
  }

  private Map<String, Object> tree(PolicySnapshot snapshot, EvaluationSettings settings, EvaluationResult result) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run", run);
    tree.put("policyVersion", snapshot.version());
    tree.put("episodes", settings.episodes());
    tree.put("greedy", settings.greedy());
    tree.put("seed", seed);
    tree.put("meanReturn", result.mean());
    tree.put("halfWidth95", result.halfWidth95());
    tree.put("meanLength", result.meanLength());
    tree.put("returns", result.returns());
    return tree;
  }
}
