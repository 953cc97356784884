// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.apache.kafka.common.Uuid;

/// Several brokers that hold copies of each other's data, each a child JVM: a cluster that outlives the loss of one of its nodes.
///
/// **Assumptions** As for [BrokerProcess]. The settings' port is 0: each node takes a free one.
///
/// **Guarantees**
/// - After [#start] every node answers. Topics made with replication factor −1 or 3 have `min.insync.replicas` 2, so what is acknowledged with
///   `acks=all` is on two nodes at least, and any one may be killed.
/// - A node that was killed can be started again on its data and its address, and takes up what it missed.
///
/// **Example**
/// ```java
/// try (BrokerCluster cluster = BrokerCluster.start(3, BrokerSettings.defaults())) {
///   cluster.kill(2);      // the other two go on
///   cluster.restart(2);
/// }
/// ```
public final class BrokerCluster implements AutoCloseable {
  private final List<BrokerProcess> nodes = new ArrayList<>();
  private final SortedMap<Integer, Integer> controllerPorts = new TreeMap<>();
  private final String clusterId = Uuid.randomUuid().toString();

  private BrokerCluster() {}

  /// Starts so many nodes and returns when all of them answer.
  ///
  /// @param nodes 3, or 5 to 9 in odd numbers: controllers decide by majority
  /// @param settings of each node; a data directory gets a folder for each
  /// @throws BrokerException if a node does not start within the settings' start time-out
  public static BrokerCluster start(int nodes, BrokerSettings settings) {
    if (nodes < 3 || nodes > 9 || nodes % 2 == 0) {
      throw new IllegalArgumentException("broker.nodes is " + nodes + "; expected 3, 5, 7 or 9");
    }
    if (settings.port() != 0) {
      throw new IllegalArgumentException("broker.port is " + settings.port() + "; expected 0, because nodes cannot share a port");
    }
    BrokerCluster cluster = new BrokerCluster();
    try {
      cluster.launch(nodes, settings);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /// All side by side: a node answers only once a majority of the controllers is up.
  private void launch(int count, BrokerSettings settings) {
    for (int node = 1; node <= count; node++) {
      Optional<Path> folder = settings.dataDirectory().isPresent() ? Optional.of(settings.dataDirectory().get().resolve("node-" + node)) : Optional.empty();
      BrokerProcess process = BrokerProcess.of(folder.map(settings::withDataDirectory).orElse(settings));
      nodes.add(process);
      process.begin(BrokerArguments.ofNode(node, 0));
    }
    for (int node = 1; node <= count; node++) {
      controllerPorts.put(node, node(node).awaitBound());
    }
    for (int node = 1; node <= count; node++) {
      node(node).tell(membership(node));
    }
    nodes.forEach(BrokerProcess::awaitReady);
  }

  private String membership(int node) {
    return new Membership(node, Optional.of(clusterId), controllerPorts).line();
  }

  /// Where clients connect: all nodes, `127.0.0.1:port` each, the same through restarts.
  public String bootstrapServers() {
    return nodes.stream().map(BrokerProcess::bootstrapServers).collect(Collectors.joining(","));
  }

  /// The cluster's id.
  public String clusterId() {
    return clusterId;
  }

  /// How many nodes the cluster has, running or not.
  public int size() {
    return nodes.size();
  }

  /// Whether a node's process runs.
  ///
  /// @param node 1 or more
  public boolean isAlive(int node) {
    return node(node).isAlive();
  }

  /// Ends a node at once with SIGKILL.
  public void kill(int node) {
    node(node).kill();
  }

  /// Starts a node again on its data and address, after stopping it if it runs; returns when it answers.
  ///
  /// @throws BrokerException if it does not within the settings' start time-out
  public void restart(int node) {
    BrokerProcess process = node(node);
    process.stop();
    process.begin(BrokerArguments.ofNode(node, controllerPorts.get(node)));
    var _ = process.awaitBound();
    process.tell(membership(node));
    process.awaitReady();
  }

  /// Stops all nodes side by side, by SIGKILL those that take too long, and deletes temporary data directories.
  @Override
  public void close() {
    // One after the other each would wait for the quorum that the ones before it have left.
    List<Thread> closing = nodes.stream().map(node -> Thread.ofPlatform().name("cluster-close").start(node::close)).toList();
    for (Thread thread : closing) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private BrokerProcess node(int node) {
    if (node < 1 || node > nodes.size()) {
      throw new IllegalArgumentException("broker.node is " + node + "; expected 1 to " + nodes.size());
    }
    return nodes.get(node - 1);
  }
}
