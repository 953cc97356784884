// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.monitor;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tributary.cli.CodeVersion;
import io.tributary.cli.Host;
import io.tributary.cli.home.Cluster;
import io.tributary.kafka.BrokerFault;
import io.tributary.monitoring.Health.Kind;
import io.tributary.monitoring.HttpSettings;
import io.tributary.monitoring.Meters;
import io.tributary.monitoring.Monitoring;
import io.tributary.runs.Connection;
import io.tributary.runs.KafkaWatch;
import io.tributary.runs.Part;

/// What this process shows over HTTP of itself and of the parts that work in it; of nothing, where no port was asked for.
///
/// **Guarantees.** A port that cannot be had is known before anything else is started. From then on the process lives, and is not ready until
/// what it is there for works.
///
/// **Example.** `try (var shown = Observation.begin(host, http, "train")) { … shown.parts(…); part.start(); shown.started(); part.await(); }`
public final class Observation implements AutoCloseable {
  private static final String BEGINNING = "start";

  private final Host host;
  private final String command;
  private final Optional<Monitoring> monitoring;
  private final List<AutoCloseable> shown = new ArrayList<>();
  private List<Part> parts = List.of();
  private volatile String waitsFor = "starting: it waits for Kafka and the run";

  private Observation(Host host, String command, Optional<Monitoring> monitoring) {
    this.host = host;
    this.command = command;
    this.monitoring = monitoring;
    monitoring.ifPresent(there -> there.health().check(BEGINNING, Kind.READY, () -> Optional.ofNullable(waitsFor)));
  }

  /// Listens where the settings say, and tells the user where that is.
  ///
  /// @param command what the process does
  /// @throws io.tributary.monitoring.MonitoringException where that address cannot be had
  public static Observation begin(Host host, HttpSettings http, String command) {
    if (http.port().isEmpty()) {
      return new Observation(host, command, Optional.empty());
    }
    Monitoring monitoring = Monitoring.start(http, labels("", command));
    host.out().println("health and metrics at " + monitoring.address());
    return new Observation(host, command, Optional.of(monitoring));
  }

  private static Map<String, String> labels(String run, String process) {
    return Map.of("run", run, "process", process);
  }

  /// Where it listens; empty where it does not.
  public Optional<URI> address() {
    return monitoring.map(Monitoring::address);
  }

  /// Shows the parts of a run from now on, and no others; they have not started yet.
  ///
  /// @param to how they talk to Kafka
  /// @param cluster which may run in this process
  public void parts(Connection to, String run, List<? extends Part> now, Cluster cluster) {
    if (monitoring.isEmpty()) {
      return;
    }
    forget();
    waitsFor = "starting: " + String.join(", ", now.stream().map(Part::name).toList());
    Meters meters = monitoring.get().relabel(labels(run, now.size() == 1 ? PartMeters.process(now.getFirst()) : command));
    common(meters, to, cluster, run + "." + command + ".watch");
    for (Part part : now) {
      shown.add(monitoring.get().health().check(part.name(), Kind.READY, part::hindrance));
      PartMeters.add(meters, part);
    }
    parts = List.copyOf(now);
  }

  /// Shows the broker in this process, which works.
  public void broker(Connection to, Cluster cluster) {
    if (monitoring.isPresent()) {
      common(monitoring.get().meters(), to, cluster, "tributary.broker.watch");
      started();
    }
  }

  private void common(Meters meters, Connection to, Cluster cluster, String client) {
    meters.gauge("tributary_build_info", "1, with the code's version as a label.", Map.of("version", CodeVersion.of(host.installation())), () -> 1);
    KafkaWatch kafka = KafkaWatch.start(to, client, KafkaWatch.PATIENCE);
    shown.add(kafka);
    shown.add(monitoring.orElseThrow().health().check("kafka", Kind.READY, kafka::silence));
    meters.gauge("tributary_kafka_silent_seconds", "Time since Kafka last answered; it is asked every second.", kafka::silentSeconds);
    cluster.embedded().ifPresent(broker -> {
      shown.add(monitoring.orElseThrow().health().check("broker", Kind.LIVE,
          () -> broker.faults().stream().filter(BrokerFault::fatal).findFirst().map(BrokerFault::describe)));
      meters.gauge("tributary_broker_faults", "Faults of the broker in this process, at most 100 of them.", () -> broker.faults().size());
    });
  }

  /// The parts work from now on: one that stops by itself means that the process does not live.
  public void started() {
    for (Part part : parts) {
      monitoring.ifPresent(there -> shown.add(there.health().check(part.name(), Kind.LIVE, () -> death(part))));
    }
    waitsFor = null;
  }

  private static Optional<String> death(Part part) {
    return part.isRunning() ? Optional.empty() : part.hindrance().or(() -> Optional.of(part.name() + " has stopped"));
  }

  private void forget() {
    for (AutoCloseable one : shown.reversed()) {
      try {
        one.close();
      } catch (Exception failed) {
        throw new IllegalStateException("what was shown before cannot be taken away", failed);
      }
    }
    shown.clear();
    parts = List.of();
  }

  @Override
  public void close() {
    forget();
    monitoring.ifPresent(Monitoring::close);
  }
}
