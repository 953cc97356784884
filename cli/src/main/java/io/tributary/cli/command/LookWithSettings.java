// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.List;

import picocli.CommandLine.Mixin;

import io.tributary.cli.Host;
import io.tributary.cli.home.Cluster;
import io.tributary.runs.Runs;

/// Like {@link LookOptions}, for a command that looks into a run and takes settings for what it makes of it.
public final class LookWithSettings {
  @Mixin
  private CommonOptions common;

  @Mixin
  private ConnectionOptions connection;

  /// What was given by `--set`, but for Kafka's clients.
  List<String> sets() {
    return connection.setsForRuns();
  }

  int look(Host host, String command, String run, LookOptions.LookAtRun look) throws InterruptedException {
    Names.requireRun(run);
    var wait = connection.waiting();
    try (Cluster cluster = connection.cluster(host, common.home(host), home -> Cluster.existing(home, command))) {
      return look.at(cluster, Runs.open(connection.kafkaConnection(host, cluster, command), run, wait));
    }
  }
}
