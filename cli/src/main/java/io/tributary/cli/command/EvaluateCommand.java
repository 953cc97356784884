// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
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
import io.tributary.cli.report.Evaluated;
import io.tributary.cli.report.Summary;
import io.tributary.env.evaluate.Evaluation;
import io.tributary.env.evaluate.EvaluationResult;
import io.tributary.env.evaluate.EvaluationSettings;
import io.tributary.env.publish.EvaluationPublisher;
import io.tributary.rl.kernel.Kernel;
import io.tributary.runs.Run;
import io.tributary.schemas.PolicySnapshot;

/// `tributary evaluate RUN`.
@Command(name = "evaluate", description = "Play fresh episodes here with one version of a run's policy, greedily and sampled; mean return with a 95 %% interval.",
    footer = {"", "Nothing is learned, and nothing is published unless --publish is given. The episodes are those of the evaluation seed: the same for every",
        "policy, and never those of training, whatever the run's seed is. The interval is that of the normal approximation.", "",
        "Example: tributary evaluate cartpole-1 --episodes 200 --sampled"})
public final class EvaluateCommand implements Subcommand {
  @Mixin
  private LookOptions options;

  @Parameters(paramLabel = "RUN", description = "The run.")
  private String run;

  @Option(names = "--version", paramLabel = "V", description = "Version to play; the newest unless told.")
  private Long version;

  @Option(names = "--episodes", paramLabel = "N", defaultValue = "100", description = "How many of each kind (default: ${DEFAULT-VALUE}).")
  private int episodes;

  @ArgGroup
  private Choosing choosing = new Choosing();

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Evaluation seed (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--publish", description = "Also publish the steps to the run as evaluation: its topology, now or when it next runs, counts them in the "
      + "episodes topic.")
  private boolean publish;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the result as JSON.")
  private Path json;

  /// How actions are chosen: one of the two.
  static final class Choosing {
    @Option(names = "--greedy", description = "Only take the most probable action (without --greedy or --sampled: both ways).")
    private boolean greedy;

    @Option(names = "--sampled", description = "Only sample actions, as in training.")
    private boolean sampled;
  }

  @Override
  public int run(Host host) throws InterruptedException {
    EvaluationSettings settings = settings();
    return options.look(host, "evaluate", run, (cluster, open) -> {
      PolicySnapshot snapshot = Snapshots.toPlay(open, Optional.ofNullable(version));
      Kernel kernel = Parts.kernel("auto");
      Map<String, EvaluationResult> results = new LinkedHashMap<>();
      if (!choosing.sampled) {
        results.put(Evaluated.GREEDY, play(open, snapshot, kernel, settings.acting(true)));
      }
      if (!choosing.greedy) {
        results.put(Evaluated.SAMPLED, play(open, snapshot, kernel, settings.acting(false)));
      }
      Evaluated evaluated = new Evaluated(run, open.spec().environment(), snapshot.version(), snapshot.stepsTrained(), seed, results);
      evaluated.lines().forEach(host.out()::println);
      if (json != null) {
        Summary.write(evaluated.json(), host.directory().resolve(json));
      }
      return Exit.DONE;
    });
  }

  private EvaluationResult play(Run open, PolicySnapshot snapshot, Kernel kernel, EvaluationSettings settings) {
    var environment = Names.environment(open.spec().environment());
    var architecture = open.spec().architecture();
    if (!publish) {
      return Evaluation.play(environment::create, architecture, kernel, snapshot.policy(), settings);
    }
    try (EvaluationPublisher publisher = new EvaluationPublisher(open.requireLive("evaluate --publish"))) {
      EvaluationResult result = Evaluation.play(environment::create, architecture, kernel, snapshot.policy(), settings, publisher.producer(),
          publisher.session(), snapshot.version(), publisher::send);
      publisher.drain();
      return result;
    }
  }

  private EvaluationSettings settings() {
    try {
      return new EvaluationSettings(episodes, true, seed, EvaluationSettings.defaults().parallel());
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + "; nothing was played", impossible);
    }
  }
}
