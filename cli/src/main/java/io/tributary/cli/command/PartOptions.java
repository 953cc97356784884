// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Logs;
import io.tributary.cli.home.Cluster;
import io.tributary.cli.home.Home;
import io.tributary.cli.monitor.Observation;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.runs.Connection;
import io.tributary.runs.Part;
import io.tributary.runs.Refusal;
import io.tributary.runs.Role;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.Runs;

/// One part of a run as a process of its own: its settings are those the run was created with, then environment variables and `--set`.
public final class PartOptions {
  private static final String HTTP = "http.";

  @Mixin
  private CommonOptions common;

  @Mixin
  private ConnectionOptions connection;

  @Mixin
  private HttpOptions http;

  @Parameters(index = "0", paramLabel = "RUN", description = "The run.")
  private String run;

  Home home(Host host) {
    return common.home(host);
  }

  /// Makes the part from the settings that the layers hold.
  interface Making {
    Part part(Run run, Layers layers);
  }

  /// Runs the part until it is done, fails, or the process is asked to stop.
  ///
  /// @param role whose rights it needs
  /// @param mine beginnings of the names of settings the part may change
  /// @param own the command's own options, laid over everything else
  int play(Host host, String command, Role role, List<String> mine, UnaryOperator<Layers> own, Making making) throws InterruptedException {
    Names.requireRun(run);
    var wait = connection.waiting();
    // Before anything is waited for: what was typed is checked against the defaults.
    RunSettings.of(connection.over(new Layers(), host));
    Layers typed = mineOnly(own.apply(http.over(connection.over(new Layers(), host))), command, mine);
    RunSettings settings = RunSettings.of(typed);
    Map<String, String> kafka = settings.kafka();
    Home home = common.home(host);
    try (Observation shown = Observation.begin(host, settings.http(), command);
        Cluster cluster = connection.cluster(host, home, at -> Cluster.joined(at, command, wait))) {
      Connection to = connection.connection(host, cluster, kafka);
      Run open = Runs.open(to, run, wait);
      Refusal.requireRights(open, role);
      Layers layers = new Layers().spec(run, open.spec().settings(), ConnectionOptions.known());
      var _ = Logs.alsoTo(home.makeRun(run).resolve(command + ".log"));
      try {
        Part part = making.part(open, mineOnly(own.apply(http.over(connection.over(layers, host))), command, mine));
        shown.parts(to, run, List.of(part), cluster);
        return play(host, cluster, open, part, shown);
      } catch (RuntimeException failed) {
        throw Refusal.of(open, role, failed).map(RuntimeException.class::cast).orElse(failed);
      }
    }
  }

  private static Layers mineOnly(Layers layers, String command, List<String> mine) {
    return layers.requireOnly(key -> key.startsWith(HTTP) || mine.stream().anyMatch(key::startsWith), command, String.join(", ", mine.stream().map(name -> name + "*").toList()));
  }

  private static int play(Host host, Cluster cluster, Run run, Part part, Observation shown) throws InterruptedException {
    AtomicReference<String> lost = new AtomicReference<>();
    try (part; var _ = host.shutdown().onRequest(part::close)) {
      cluster.onLoss(what -> {
        lost.compareAndSet(null, what);
        // Not on the thread that tells it, which may be the broker's own.
        Thread.ofPlatform().daemon().name("broker-lost").start(part::close);
      });
      part.start();
      shown.started();
      host.out().println(part.name() + " of run " + run.name() + " works at " + cluster.bootstrapServers() + "; Ctrl-C stops it");
      part.await();
    } catch (RuntimeException failed) {
      throw lost.get() == null ? failed : lost(lost.get(), part, run, failed);
    }
    if (lost.get() != null && !host.shutdown().requested()) {
      throw lost(lost.get(), part, run, null);
    }
    host.out().println(part.name() + " of run " + run.name() + " has stopped");
    return Exit.DONE;
  }

  private static RunException lost(String what, Part part, Run run, Throwable cause) {
    return new RunException(what + "; expected it to go on; " + part.name() + " of run " + run.name() + " stops", cause);
  }
}
