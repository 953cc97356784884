// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import picocli.CommandLine.Mixin;

import io.tributary.cli.Host;
import io.tributary.cli.home.Cluster;
import io.tributary.runs.Connection;
import io.tributary.runs.Refusal;
import io.tributary.runs.Role;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;

/// Shared by the commands that look into runs: on the cluster that was named, beside the process that runs this home's broker, or on the
/// data it left.
public final class LookOptions {
  @Mixin
  private CommonOptions common;

  @Mixin
  private ConnectionOptions connection;

  /// What is done with an open connection.
  interface Look {
    int at(Cluster cluster, Connection connection) throws InterruptedException;
  }

  /// What is done with an open run.
  interface LookAtRun {
    int at(Cluster cluster, Run run) throws InterruptedException;
  }

  int look(Host host, String command, Look look) throws InterruptedException {
    connection.waiting();
    try (Cluster cluster = connection.cluster(host, common.home(host), home -> Cluster.existing(home, command))) {
      return look.at(cluster, connection.lookingConnection(host, cluster, command));
    }
  }

  int look(Host host, String command, String run, LookAtRun look) throws InterruptedException {
    return look(host, command, Role.LOOK, run, look);
  }

  /// @param role whose rights are enough for it
  int look(Host host, String command, Role role, String run, LookAtRun look) throws InterruptedException {
    Names.requireRun(run);
    return look(host, command, (cluster, open) -> {
      Run opened = Runs.open(open, run, connection.waiting());
      try {
        return look.at(cluster, opened);
      } catch (RuntimeException failed) {
        throw Refusal.of(opened, role, failed).map(RuntimeException.class::cast).orElse(failed);
      }
    });
  }

  CommonOptions common() {
    return common;
  }
}
