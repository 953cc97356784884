// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.time.Duration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.home.Cluster;
import io.tributary.cli.home.Home;
import io.tributary.cli.monitor.Observation;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.kafka.BrokerFault;
import io.tributary.kafka.BrokerSettings;
import io.tributary.monitoring.HttpSettings;
import io.tributary.runs.Connection;
import io.tributary.runs.RunException;

/// `tributary broker`.
@Command(name = "broker", description = "Run this home's Kafka broker until Ctrl-C; other commands find it by themselves.",
    footer = {"", "Example: tributary broker --port 9092"})
public final class BrokerCommand implements Subcommand {
  @Mixin
  private CommonOptions common;

  @Mixin
  private HttpOptions http;

  @Option(names = "--port", paramLabel = "PORT", defaultValue = "0", description = "Port on 127.0.0.1; 0 (the default) for any free one.")
  private int port;

  @Option(names = "--disk-limit-mb", paramLabel = "MIB",
      description = "Refuse producers while all records together take so much; 20480 unless given. The rest of a run goes on.")
  private Integer diskLimitMb;

  @Override
  public int run(Host host) throws InterruptedException {
    if (port < 0 || port > 65_535) {
      throw new UsageException("--port is " + port + "; expected 0 to 65535; nothing was started");
    }
    HttpSettings answers = RunSettings.of(http.over(new Layers().variables(host.variables(), ConnectionOptions.known(), unknown -> {}))).http();
    Home home = common.home(host);
    try (var _ = host.shutdown().watched(); Observation shown = Observation.begin(host, answers, "broker"); Cluster cluster = Cluster.of(home, "broker", settings())) {
      if (cluster.owner().isPresent()) {
        throw new RunException("a broker of " + home.root() + " already answers at " + cluster.bootstrapServers() + ", in " + cluster.owner().get()
            + "; expected none; nothing was started");
      }
      shown.broker(Connection.to(cluster.bootstrapServers()), cluster);
      host.out().println("broker at " + cluster.bootstrapServers() + ", data in " + home.kafka() + "; Ctrl-C stops it");
      while (!host.shutdown().await(Duration.ofMillis(200))) {
        for (BrokerFault fault : cluster.embedded().orElseThrow().faults()) {
          if (fault.fatal()) {
            throw new RunException(fault.describe());
          }
        }
      }
    }
    return Exit.DONE;
  }

  private BrokerSettings settings() {
    BrokerSettings settings = BrokerSettings.defaults().withPort(port);
    try {
      return diskLimitMb == null ? settings : settings.withDiskLimitMb(diskLimitMb);
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + " (--disk-limit-mb); nothing was started", impossible);
    }
  }
}
