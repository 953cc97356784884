// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

import io.tributary.cli.Host;
import io.tributary.cli.UsageException;
import io.tributary.cli.home.Cluster;
import io.tributary.cli.home.Home;
import io.tributary.cli.settings.KafkaProperties;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.Presets;
import io.tributary.cli.settings.RunSettings;
import io.tributary.cli.settings.Setting;
import io.tributary.runs.Connection;
import io.tributary.schemas.RunNames;

/// How a command reaches Kafka, and the settings it takes.
public final class ConnectionOptions {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionOptions.class);
  /// Variables that are options, not settings, and those the launcher reads.
  private static final List<String> NOT_SETTINGS = List.of(
      "TRIBUTARY_BOOTSTRAP_SERVERS", "TRIBUTARY_PREFIX", "TRIBUTARY_HOME", "TRIBUTARY_OPTS", "TRIBUTARY_MAKE_AOT", "TRIBUTARY_BUILD_SECONDS",
      BrokerCommand.USERS_VARIABLE,
      // Those of docker-compose.yml.
      "TRIBUTARY_IMAGE", "TRIBUTARY_KAFKA_IMAGE", "TRIBUTARY_KAFKA_PORT", "TRIBUTARY_STREAM_PORT", "TRIBUTARY_TRAIN_PORT", "TRIBUTARY_CLUSTER_ID",
      "TRIBUTARY_RUN", "TRIBUTARY_PRESET");

  private static final String KAFKA = "kafka.";

  @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT",
      description = "Kafka to use. Without it: the broker that runs in this home, or one in this process.")
  private String bootstrapServers;

  @Option(names = "--prefix", paramLabel = "TEXT", description = "Put before every name on the cluster, where it requires one.")
  private String prefix;

  @Option(names = "--kafka-properties", paramLabel = "FILE",
      description = "Settings of Kafka's clients under their own names (security.protocol=…), one a line; for passwords, so that they need not be typed.")
  private Path kafkaProperties;

  @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "0",
      description = "How long broker and run may take to appear; 0: fail within 15 seconds, saying what is missing.")
  private int waitSeconds;

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "A setting of docs/settings.md, several times; kafka.* goes to Kafka's clients.")
  private List<String> sets = new ArrayList<>();

  Duration waiting() {
    if (waitSeconds < 0 || waitSeconds > 86_400) {
      throw new UsageException("--wait is " + waitSeconds + "; expected 0 to 86400 seconds; nothing was started");
    }
    return Duration.ofSeconds(waitSeconds);
  }

  /// Layers on top of `base`: variables, then `--set`.
  Layers over(Layers base, Host host) {
    return withFile(base, host).variables(host.variables(), known(), ConnectionOptions::unknown).sets(sets);
  }

  private Layers withFile(Layers base, Host host) {
    commandConfig(host).ifPresent(file -> base.kafka(KafkaProperties.read(host.directory().resolve(file))));
    return base;
  }

  /// File of settings of Kafka's clients, if one was named.
  Optional<String> commandConfig(Host host) {
    return Optional.ofNullable(kafkaProperties != null ? kafkaProperties.toString() : host.variables().get(KafkaProperties.VARIABLE));
  }

  /// The presets that came along.
  static Presets presets(Host host) {
    return new Presets(host.installation().resolve("presets"));
  }

  /// What was given by `--set`, but for Kafka's clients.
  List<String> setsForRuns() {
    return sets.stream().filter(assignment -> !assignment.strip().startsWith(KAFKA)).toList();
  }

  /// For commands whose other settings are not about the connection.
  Connection kafkaConnection(Host host, Cluster cluster, String command) {
    Layers layers = new Layers().variables(host.variables(), known(), ConnectionOptions::unknown)
        .sets(sets.stream().filter(assignment -> assignment.strip().startsWith(KAFKA)).toList())
        .requireOnly(key -> key.startsWith(KAFKA), command, "kafka.* settings");
    return connection(host, cluster, new TreeMap<>(RunSettings.of(layers).kafka()));
  }

  static List<Setting> known() {
    return Setting.of(RunSettings.defaults());
  }

  private static void unknown(String variable) {
    if (!NOT_SETTINGS.contains(variable)) {
      LOG.warn("environment variable {} names no setting of docs/settings.md; it is ignored", variable);
    }
  }

  /// The cluster that was named, else whatever `otherwise` gives.
  Cluster cluster(Host host, Home home, Otherwise otherwise) throws InterruptedException {
    prefix(host); // what was typed is checked before anything starts
    Optional<String> named = bootstrapServers(host);
    return named.isPresent() ? Cluster.at(named.get()) : otherwise.cluster(home);
  }

  /// Where a cluster comes from when none was named.
  interface Otherwise {
    Cluster cluster(Home home) throws InterruptedException;
  }

  /// Put before every name on the cluster.
  ///
  /// @throws UsageException where no name can begin so
  String prefix(Host host) {
    String chosen = prefix != null ? prefix : host.variables().getOrDefault("TRIBUTARY_PREFIX", "");
    try {
      return new RunNames(chosen, "run").prefix();
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + " (from " + (prefix != null ? "--prefix" : "environment variable TRIBUTARY_PREFIX")
          + "); nothing was started", impossible);
    }
  }

  /// Address that was named, if any was.
  Optional<String> bootstrapServers(Host host) {
    return Optional.ofNullable(bootstrapServers != null ? bootstrapServers : host.variables().get("TRIBUTARY_BOOTSTRAP_SERVERS"));
  }

  /// How to talk to it.
  Connection connection(Host host, Cluster cluster, Map<String, String> kafka) {
    String chosen = prefix(host);
    return new Connection(cluster.bootstrapServers(), chosen, kafka);
  }

  /// For commands that only look: of all settings those of Kafka's clients are the only ones that concern them.
  Connection lookingConnection(Host host, Cluster cluster, String command) {
    Layers layers = over(new Layers(), host).requireOnly(key -> key.startsWith("kafka."), command, "kafka.* settings");
    return connection(host, cluster, new TreeMap<>(RunSettings.of(layers).kafka()));
  }
}
