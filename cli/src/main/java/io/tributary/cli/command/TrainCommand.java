// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tributary.cli.CodeVersion;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.runs.Role;

/// `tributary train RUN`.
@Command(name = "train", description = "Learn from a run's trajectories and publish every version of its policy, exactly once.",
    footer = {"", "Of two trainers of one run the later one wins; the earlier ends with status 3.", "", "Example: tributary train night --wait 60"})
public final class TrainCommand implements Subcommand {
  @Mixin
  private PartOptions options;

  @Option(names = "--accept-loss",
      description = "Begin although some trajectories were deleted before they were learned from: the next snapshot says which.")
  private boolean acceptLoss;

  @Override
  public int run(Host host) throws InterruptedException {
    return options.play(host, "train", Role.TRAIN, List.of("trainer.", "batch.", "learner.", "budget.", "kernel", "kafka."), layers -> withoutEnd(layers).option("trainer.acceptLoss", acceptLoss ? Boolean.TRUE : null, "--accept-loss"),
        (run, layers) -> {
          RunSettings settings = RunSettings.of(layers);
          return Parts.trainer(run, settings, Parts.kernel(settings.kernel()), CodeVersion.of(host.installation()));
        });
  }

  /// The budget ends a run that is played in one process; a trainer of its own goes on until it is told otherwise.
  private static Layers withoutEnd(Layers layers) {
    return layers.chosen("budget.steps") ? layers : layers.option("budget.steps", 0, "train");
  }
}
