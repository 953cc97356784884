// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A node's place in its cluster: which node it is, and where the controllers of all nodes listen.
///
/// @param node this node's id, 1 or more
/// @param clusterId of the cluster; empty: the node keeps the one of its data, or makes one up
/// @param controllerPorts the controller's port on 127.0.0.1 of each node by its id
record Membership(int node, Optional<String> clusterId, SortedMap<Integer, Integer> controllerPorts) {
  static final int ALONE = 1;

  /// @throws IllegalArgumentException where the node is not among the nodes
  Membership {
    controllerPorts = Collections.unmodifiableSortedMap(new TreeMap<>(controllerPorts));
    if (!controllerPorts.containsKey(node)) {
      throw new IllegalArgumentException("broker.node is " + node + "; expected one of " + controllerPorts.keySet());
    }
  }

  /// The only node there is.
  static Membership alone(int controllerPort) {
    return new Membership(ALONE, Optional.empty(), new TreeMap<>(java.util.Map.of(ALONE, controllerPort)));
  }

  boolean isAlone() {
    return controllerPorts.size() == 1;
  }

  /// As `controller.quorum.voters` has it: `1@127.0.0.1:4000,2@127.0.0.1:4001`.
  String voters() {
    return controllerPorts.entrySet().stream().map(each -> each.getKey() + "@" + BrokerSockets.HOST + ":" + each.getValue())
        .collect(Collectors.joining(","));
  }

  /// All but the node's own id in one line: `clusterId voters`.
  String line() {
    return clusterId.orElseThrow() + " " + voters();
  }

  /// @throws IllegalArgumentException where it is no such line
  static Membership parse(int node, String line) {
    String[] words = line.split(" ");
    if (words.length != 2) {
      throw new IllegalArgumentException("broker membership is '" + line + "'; expected a cluster id and voters");
    }
    SortedMap<Integer, Integer> ports = new TreeMap<>();
    for (String voter : words[1].split(",")) {
      ports.put(Integer.parseInt(voter.substring(0, voter.indexOf('@'))), Integer.parseInt(voter.substring(voter.lastIndexOf(':') + 1)));
    }
    return new Membership(node, Optional.of(words[0]), ports);
  }
}
