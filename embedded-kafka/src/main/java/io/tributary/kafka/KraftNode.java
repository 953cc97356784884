// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/// Kafka's own server classes, put together as its `KafkaRaftServer` does, with our sockets and our fault handlers.
final class KraftNode {
  private static final Logger LOG = LoggerFactory.getLogger(KraftNode.class);

  private final String clusterId;
  private final NodeTime time;
  private final RegisteredFirst shared;
  private final ControllerServer controller;
  private final BrokerServer broker;
  private DiskLimit disk;

  private KraftNode(String clusterId, NodeTime time, RegisteredFirst shared, ControllerServer controller, BrokerServer broker) {
    this.clusterId = clusterId;
    this.time = time;
    this.shared = shared;
    this.controller = controller;
    this.broker = broker;
  }

  /// Starts the node on a formatted directory; when it returns, the broker answers. If that fails, what had begun is stopped.
  ///
  /// @param alone whether it has no other nodes: only then may it take the broker it knows of for gone
  static KraftNode start(Map<String, Object> properties, BrokerFaults faults, ServerSocketFactory sockets, boolean alone) {
    KafkaConfig config = new KafkaConfig(properties, false);
    var directories = KafkaRaftServer.initializeLogDirs(config, LOG, "");
    var voters = CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(config.quorumConfig().voters()));
    NodeTime time = new NodeTime(Duration.ofMillis(config.brokerSessionTimeoutMs()));
    if (!alone) {
      time.started();
    }
    RegisteredFirst shared = new RegisteredFirst(config, directories._1(), time, voters, faults, sockets, config.serverMaxStartupTimeMs());
    KraftNode node = new KraftNode(
        directories._1().clusterId().orElseThrow(),
        time,
        shared,
        new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2()),
        new BrokerServer(shared));
    try {
      node.start();
      node.disk = DiskLimit.watch(Path.of(config.logDirs().get(0)), DiskLimit.ofMb(settings(properties)),
          () -> CollectionConverters.asJavaCollection(node.broker.logManager().allLogs()));
      return node;
    } catch (RuntimeException | Error e) {
      node.stop(Duration.ZERO, faults);
      throw e;
    }
  }

  private static Map<String, String> settings(Map<String, Object> properties) {
    Map<String, String> settings = new HashMap<>();
    properties.forEach((name, value) -> settings.put(name, String.valueOf(value)));
    return settings;
  }

  String clusterId() {
    return clusterId;
  }

  /// The controller comes first: it passes its endpoints to the Raft manager, which the broker would start without them.
  private void start() {
    controller.startup();
    shared.starts(() -> broker.lifecycleManager() == null ? RegisteredFirst.NOT_REGISTERED : broker.lifecycleManager().brokerEpoch());
    try {
      broker.startup();
    } finally {
      shared.started();
    }
    time.started();
  }

  /// The broker goes first: it says farewell to the controller. Both are stopped, whatever happens to the first.
  ///
  /// @param farewell how long the broker may wait for the controller's answer
  void stop(Duration farewell, BrokerFaults faults) {
    if (disk != null) {
      disk.close();
    }
    stopPart("broker stop", () -> broker.shutdown(farewell), faults);
    stopPart("controller stop", controller::shutdown, faults);
  }

  private static void stopPart(String part, Runnable stop, BrokerFaults faults) {
    try {
      stop.run();
    } catch (RuntimeException e) {
      faults.report(new BrokerFault(part, "failed half-way", false, Optional.of(e)));
    }
  }
}
