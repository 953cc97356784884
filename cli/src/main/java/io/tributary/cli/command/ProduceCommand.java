// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.settings.RunSettings;
import io.tributary.runs.Role;

/// `tributary produce RUN`.
@Command(name = "produce", description = "Act in a run's environments with its newest policy and publish every step.",
    footer = {"", "Example: tributary produce night --wait 60 --set rollout.environments=32"})
public final class ProduceCommand implements Subcommand {
  @Mixin
  private PartOptions options;

  @Option(names = "--instance", paramLabel = "N", description = "Number among the run's producers, so that no two play the same episodes; "
      + "without it the first that no other producer of this home has.")
  private Integer instance;

  @Override
  public int run(Host host) throws InterruptedException {
    if (instance != null && (instance < 0 || instance > ProducerNumber.MOST)) {
      throw new UsageException("--instance is " + instance + "; expected 0 to " + ProducerNumber.MOST + "; nothing was started");
    }
    ProducerNumber[] number = new ProducerNumber[1];
    try {
      return options.play(host, "produce", Role.PRODUCE, List.of("rollout.", "kernel", "kafka."), layers -> layers, (run, layers) -> {
        number[0] = instance != null ? ProducerNumber.of(instance) : ProducerNumber.free(options.home(host), run.name());
        RunSettings settings = RunSettings.of(number[0].over(layers));
        return Parts.producer(run, settings, Parts.kernel(settings.kernel()));
      });
    } finally {
      if (number[0] != null) {
        number[0].close();
      }
    }
  }
}
