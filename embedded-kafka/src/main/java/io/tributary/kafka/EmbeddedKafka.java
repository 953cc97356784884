// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A real Kafka broker in this JVM: one KRaft node, on loopback only.
///
/// **Assumptions** The caller closes it, after its clients; no shutdown hook is installed, since hooks run in no order. Kafka's exit
/// procedures, which are one per JVM, are free to be taken over. `slf4j` has a binding; log4j's core is not needed.
///
/// **Guarantees**
/// - After [#start] the broker answers at [#bootstrapServers]; if it cannot be started nothing is left behind, neither
///   thread nor socket nor lock.
/// - With a data directory, records, group offsets, transactions and [#clusterId] survive a stop, a crash of the process and a start on
///   another port. A temporary directory is deleted after broker and controller have stopped.
/// - Two brokers never share a data directory.
/// - With a file of users (or where the directory was served with one before) clients prove who they are and may do what access rules grant:
///   at first only `admin` may do anything. Users and rights survive as records do.
/// - No fault ends the JVM. Each one is logged, kept in [#faults], and told to the listeners of [#onFault].
///
/// **Example**
/// ```java
/// var settings = BrokerSettings.defaults().withDataDirectory(Path.of(".tributary/broker")).withPort(9092);
/// try (EmbeddedKafka broker = EmbeddedKafka.start(settings)) {
///   broker.onFault(fault -> System.err.println(fault.describe()));
///   Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
/// }
/// ```
public final class EmbeddedKafka implements AutoCloseable {
  private final BrokerFaults faults;
  private final DataDirectory data;
  private final int port;
  private final KraftNode node;
  private final boolean secured;
  private final Duration stopLimit;
  private boolean closed;

  private EmbeddedKafka(BrokerSettings settings, BrokerFaults faults, DataDirectory data, int port, KraftNode node, boolean secured) {
    this.faults = faults;
    this.data = data;
    this.port = port;
    this.node = node;
    this.secured = secured;
    this.stopLimit = Duration.ofMillis(settings.stopTimeoutMs());
  }

  /// Starts a broker and returns when it answers (about 2 s in a fresh JVM, 0.3 s later).
  ///
  /// @throws BrokerException if the port is taken, the directory is in use or unusable, or Kafka refuses to start
  public static EmbeddedKafka start(BrokerSettings settings) {
    return start(settings, new BrokerFaults());
  }

  static EmbeddedKafka start(BrokerSettings settings, BrokerFaults faults) {
    Optional<BrokerSecurity> security = BrokerSecurity.of(settings);
    BrokerSockets sockets = BrokerSockets.bind(settings.port(), 0, security.isPresent());
    return start(settings, faults, sockets, Membership.alone(sockets.controllerPort()), security);
  }

  /// Starts one node; it answers when as many of its cluster's controllers are up as can decide.
  static EmbeddedKafka start(BrokerSettings settings, BrokerFaults faults, BrokerSockets sockets, Membership membership) {
    if (BrokerSecurity.of(settings).isPresent()) {
      sockets.close();
      throw new BrokerException("broker.users is set for a cluster of several nodes; expected one node, because only that can be secured here; "
          + "no broker was started");
    }
    return start(settings, faults, sockets, membership, Optional.empty());
  }

  private static EmbeddedKafka start(
      BrokerSettings settings, BrokerFaults faults, BrokerSockets sockets, Membership membership, Optional<BrokerSecurity> security) {
    try {
      return begin(settings, faults, sockets, membership, security);
    } catch (RuntimeException e) {
      sockets.close();
      throw e;
    }
  }

  private static EmbeddedKafka begin(
      BrokerSettings settings, BrokerFaults faults, BrokerSockets sockets, Membership membership, Optional<BrokerSecurity> security) {
    DataDirectory data = DataDirectory.open(settings);
    ExitGuard.watch(faults);
    try {
      if (security.isPresent()) {
        security.get().mark(data.root());
      }
      data.formatOnce(membership);
      var properties = BrokerProperties.of(settings, data.log(), sockets, membership, security);
      KraftNode node = KraftNode.start(properties, faults, sockets.factory(), membership.isAlone());
      if (security.isPresent()) {
        settle(security.get(), sockets, node, faults);
      }
      return new EmbeddedKafka(settings, faults, data, sockets.brokerPort(), node, security.isPresent());
    } catch (Exception e) {
      ExitGuard.unwatch(faults);
      data.close();
      throw new BrokerException("the broker at " + BrokerSockets.HOST + ":" + sockets.brokerPort() + " on " + data.root()
          + " did not start: " + e.getMessage() + "; everything it had begun is stopped again", e);
    }
  }

  private static void settle(BrokerSecurity security, BrokerSockets sockets, KraftNode node, BrokerFaults faults) throws InterruptedException {
    try {
      security.settle(sockets.internalAddress());
    } catch (BrokerException | InterruptedException e) {
      node.stop(Duration.ZERO, faults);
      throw e;
    }
  }

  /// Whether clients must prove who they are (SASL_PLAINTEXT with SCRAM-SHA-512) and may only do what access rules grant.
  public boolean secured() {
    return secured;
  }

  /// Where clients connect: `127.0.0.1:port`.
  public String bootstrapServers() {
    return BrokerSockets.HOST + ":" + port;
  }

  /// The cluster's id, given when the data directory was first used.
  public String clusterId() {
    return node.clusterId();
  }

  /// The directory the broker keeps its data in; deleted by [#close] if the settings named none.
  public Path dataDirectory() {
    return data.root();
  }

  /// The first hundred faults so far, oldest first; empty for a healthy broker.
  public List<BrokerFault> faults() {
    return faults.kept();
  }

  /// Tells the listener of every fault, past and to come. It is called on Kafka's threads, so it must be quick and must not close the
  /// broker itself.
  public void onFault(Consumer<BrokerFault> listener) {
    faults.add(listener);
  }

  /// Stops the broker, then the controller, then frees the data directory. A stop that outlasts its limit is reported as a fault, and
  /// the directory then stays locked until this process ends. Closing again does nothing.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (stopped()) {
      ExitGuard.unwatch(faults);
      data.close();
    }
  }

  /// On a thread of its own, because no limit reaches every wait inside Kafka.
  private boolean stopped() {
    Thread stopping = Thread.ofPlatform().daemon().name("broker-stop").start(() -> node.stop(stopLimit.dividedBy(2), faults));
    try {
      if (stopping.join(stopLimit)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    faults.report(new BrokerFault("stop", "not stopped within " + stopLimit.toMillis() + " ms; " + data.root()
        + " stays locked until this process ends", true, Optional.empty()));
    return false;
  }
}
