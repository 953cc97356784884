// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.List;

import io.tributary.cli.Subcommand;

/// The commands of this module, in the order of the help.
public final class BuiltIn {
  private BuiltIn() {}

  public static List<Subcommand> commands() {
    return List.of(new DemoCommand(), new RunCommand(), new BrokerCommand(), new CreateCommand(), new ProduceCommand(), new StreamCommand(),
        new TrainCommand(), new HealthCommand(), new RunsCommand(), new SnapshotsCommand(), new TailCommand(), new AuditCommand(), new RejectedCommand(),
        new ReplayCommand(), new EvaluateCommand(), new WatchCommand(), new BenchCommand(), new ChaosCommand(), new LessonCommand());
  }
}
