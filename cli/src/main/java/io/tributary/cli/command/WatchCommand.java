// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

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
import io.tributary.cli.watch.Screen;
import io.tributary.cli.watch.WatchedEnvironment;
import io.tributary.env.EnvironmentProvider;
import io.tributary.env.evaluate.Evaluation;
import io.tributary.env.evaluate.EvaluationResult;
import io.tributary.env.evaluate.EvaluationSettings;
import io.tributary.runs.Run;
import io.tributary.schemas.PolicySnapshot;

/// `tributary watch RUN`: the episodes that `evaluate` plays with the same seed, one after the other and to be seen.
@Command(name = "watch", description = "Play fresh episodes here with one version of a run's policy, and draw them in the terminal.",
    footer = {"", "The episodes are those that evaluate plays with the same seed. Ctrl-C leaves. Where the output is no terminal, only the last",
        "picture of each episode is printed, without a pause.", "", "Example: tributary watch cartpole-1 --episodes 2 --speed 2"})
public final class WatchCommand implements Subcommand {
  private static final double FRAMES_PER_SECOND = 30;
  private static final double SLOWEST = 0.01;
  private static final double FASTEST = 100;

  @Mixin
  private LookOptions options;

  @Parameters(paramLabel = "RUN", description = "The run.")
  private String run;

  @Option(names = "--version", paramLabel = "V", description = "Version to play; the newest unless told.")
  private Long version;

  @Option(names = "--sampled", description = "Sample actions, as in training, instead of taking the most probable one.")
  private boolean sampled;

  @Option(names = "--episodes", paramLabel = "N", defaultValue = "3", description = "How many (default: ${DEFAULT-VALUE}).")
  private int episodes;

  @Option(names = "--speed", paramLabel = "X", defaultValue = "1",
      description = "Times 30 pictures a second, one a step, 0.01 to 100 (default: ${DEFAULT-VALUE}).")
  private double speed;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of the episodes (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public int run(Host host) throws InterruptedException {
    EvaluationSettings settings = settings();
    return options.look(host, "watch", run, (cluster, open) -> {
      PolicySnapshot snapshot = Snapshots.toPlay(open, Optional.ofNullable(version));
      play(host, open, snapshot, settings);
      return Exit.DONE;
    });
  }

  private EvaluationSettings settings() {
    if (!(speed >= SLOWEST && speed <= FASTEST)) {
      throw new UsageException("--speed is " + speed + "; expected " + SLOWEST + " to " + FASTEST + "; nothing was played");
    }
    try {
      return new EvaluationSettings(episodes, !sampled, seed, 1);
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + "; nothing was played", impossible);
    }
  }

  private void play(Host host, Run open, PolicySnapshot snapshot, EvaluationSettings settings) {
    EnvironmentProvider environment = Names.environment(open.spec().environment());
    AtomicInteger begun = new AtomicInteger();
    try (var watched = host.shutdown().watched();
        Screen screen = new Screen(host.out(), host.interactive(), open.name() + " version " + snapshot.version(), episodes, FRAMES_PER_SECOND * speed,
            host.shutdown()::await)) {
      EvaluationResult result = Evaluation.play(() -> new WatchedEnvironment(environment.create(), begun.getAndIncrement(), screen),
          open.spec().architecture(), Parts.kernel("auto"), snapshot.policy(), settings);
      host.out().printf(Locale.ROOT, "%d %s episodes: mean return %.2f%n", episodes, sampled ? "sampled" : "greedy", result.mean());
    } catch (Screen.Left left) {
      host.out().println("left in episode " + begun.get() + " of " + episodes);
    }
  }
}
