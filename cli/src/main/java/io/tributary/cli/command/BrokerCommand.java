// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
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
    footer = {"", "Example: tributary broker --port 9092", "         tributary broker --users users.properties"})
public final class BrokerCommand implements Subcommand {
  static final String USERS_VARIABLE = "TRIBUTARY_BROKER_USERS";

  @Mixin
  private CommonOptions common;

  @Mixin
  private HttpOptions http;

  @Option(names = "--port", paramLabel = "PORT", defaultValue = "0", description = "Port on 127.0.0.1; 0 (the default) for any free one.")
  private int port;

  @Option(names = "--users", paramLabel = "FILE", description = "Only these users may come in, a line name=password each (chmod 600); admin, who must be among "
      + "them, may do everything and grants the others their rights (create --dry-run prints them). A home that was secured once stays so.")
  private Path users;
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
    try (var _ = host.shutdown().watched(); Observation shown = Observation.begin(host, answers, "broker"); Cluster cluster = Cluster.of(home, "broker", settings(host))) {
      if (cluster.owner().isPresent()) {
        throw new RunException("a broker of " + home.root() + " already answers at " + cluster.bootstrapServers() + ", in " + cluster.owner().get()
            + "; expected none; nothing was started");
      }
      boolean secured = cluster.embedded().orElseThrow().secured();
      if (!secured) {
        shown.broker(Connection.to(cluster.bootstrapServers()), cluster);
      }
      host.out().println("broker at " + cluster.bootstrapServers() + ", data in " + home.kafka()
          + (secured ? ", for users who log in (SASL_PLAINTEXT, SCRAM-SHA-512)" : "") + "; Ctrl-C stops it");
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

  private BrokerSettings settings(Host host) {
    BrokerSettings settings = BrokerSettings.defaults().withPort(port);
    String file = users != null ? users.toString() : host.variables().get(USERS_VARIABLE);
    BrokerSettings open = file == null ? settings : settings.withUsers(host.directory().resolve(file));
    try {
      return diskLimitMb == null ? open : open.withDiskLimitMb(diskLimitMb);
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + " (--disk-limit-mb); nothing was started", impossible);
    }
  }
}
