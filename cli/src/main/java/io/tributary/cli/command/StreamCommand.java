// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.runs.Role;

/// `tributary stream RUN`.
@Command(name = "stream", description = "Turn a run's steps into trajectories with reward-to-go and advantages.",
    footer = {"", "Example: tributary stream night --wait 60"})
public final class StreamCommand implements Subcommand {
  @Mixin
  private PartOptions options;

  @Option(names = "--instance", paramLabel = "N",
      description = "Number of this process among those that share the work; of two with the same number the later one wins.")
  private Integer instance;

  @Option(names = "--accept-loss",
      description = "Start although some steps were deleted before they could be assembled: they are skipped for ever.")
  private boolean acceptLoss;

  @Override
  public int run(Host host) throws InterruptedException {
    return options.play(host, "stream", Role.STREAM, List.of("stream.", "kafka."),
        this::mine, (run, layers) -> Parts.stream(run, RunSettings.of(layers)));
  }

  private Layers mine(Layers layers) {
    return layers.option("stream.instance", instance, "--instance").option("stream.acceptLoss", acceptLoss ? Boolean.TRUE : null, "--accept-loss");
  }
}
