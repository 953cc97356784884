// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Settings → Kafka's broker properties: the one place that decides how our broker differs from Kafka's defaults, and why.
final class BrokerProperties {
  static final String BROKER_LISTENER = "BROKER";
  static final String CONTROLLER_LISTENER = "CONTROLLER";
  static final int NODE_ID = 1;

  /// What makes the node the node that [KraftNode] starts.
  static final Set<String> OWNED = new TreeSet<>(Set.of(
      "node.id", "broker.id", "process.roles", "listeners", "advertised.listeners", "listener.security.protocol.map",
      "controller.listener.names", "inter.broker.listener.name", "controller.quorum.voters",
      "controller.quorum.bootstrap.servers", "log.dir", "log.dirs", "metadata.log.dir", "authorizer.class.name", "super.users",
      "allow.everyone.if.no.acl.found", "sasl.mechanism.inter.broker.protocol", "sasl.mechanism.controller.protocol", "sasl.enabled.mechanisms",
      "sasl.jaas.config", "principal.builder.class"));

  private BrokerProperties() {}

  static Map<String, Object> of(BrokerSettings settings, Path logDirectory, BrokerSockets sockets, Optional<BrokerSecurity> security) {
    Map<String, Object> properties = new HashMap<>();
    properties.putAll(limits(settings));
    properties.putAll(oneNode());
    properties.putAll(quickReactions());
    properties.putAll(settings.kafka());
    properties.putAll(identity(logDirectory, sockets.brokerPort(), sockets.controllerPort()));
    security.ifPresent(secured -> properties.putAll(secured(sockets, secured)));
    return properties;
  }

  /// Voters are static, so that the controller's port may be another one at each start on the same data: a dynamic quorum would
  /// keep the first start's address in its log.
  private static Map<String, String> identity(Path logDirectory, int brokerPort, int controllerPort) {
    String host = BrokerSockets.HOST;
    String listeners = BROKER_LISTENER + "://" + host + ":" + brokerPort;
    return Map.of(
        "node.id", Integer.toString(NODE_ID),
        "process.roles", "broker,controller",
        "listeners", listeners + "," + CONTROLLER_LISTENER + "://" + host + ":" + controllerPort,
        "advertised.listeners", listeners,
        "listener.security.protocol.map", BROKER_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT",
        "controller.listener.names", CONTROLLER_LISTENER,
        "inter.broker.listener.name", BROKER_LISTENER,
        "controller.quorum.voters", NODE_ID + "@" + host + ":" + controllerPort,
        "log.dirs", logDirectory.toString());
  }

  /// A third listener, for the broker's words to itself: they are a super user's, and no user's password is to open that door.
  private static Map<String, String> secured(BrokerSockets sockets, BrokerSecurity security) {
    String internal = BrokerSecurity.INTERNAL_LISTENER + "://" + sockets.internalAddress();
    String users = BROKER_LISTENER + "://" + BrokerSockets.HOST + ":" + sockets.brokerPort();
    Map<String, String> properties = new HashMap<>(security.properties());
    properties.put("listeners",
        users + "," + internal + "," + CONTROLLER_LISTENER + "://" + BrokerSockets.HOST + ":" + sockets.controllerPort());
    properties.put("advertised.listeners", users + "," + internal);
    properties.put("listener.security.protocol.map", Stream.of(BROKER_LISTENER, BrokerSecurity.INTERNAL_LISTENER, CONTROLLER_LISTENER)
        .map(listener -> listener + ":SASL_PLAINTEXT").collect(Collectors.joining(",")));
    properties.put("inter.broker.listener.name", BrokerSecurity.INTERNAL_LISTENER);
    return properties;
  }

  /// With one node, Kafka's three replicas of its inner topics would never come about, and clients would hang without a word.
  private static Map<String, String> oneNode() {
    return Map.of(
        "offsets.topic.replication.factor", "1",
        "offsets.topic.num.partitions", "1",
        "transaction.state.log.replication.factor", "1",
        "transaction.state.log.min.isr", "1",
        "transaction.state.log.num.partitions", "1",
        "share.coordinator.state.topic.replication.factor", "1",
        "share.coordinator.state.topic.min.isr", "1",
        "share.coordinator.state.topic.num.partitions", "1",
        // Fencing a stalled broker has no use where no other could take over. Costs nothing after a crash: see NodeTime.
        "broker.session.timeout.ms", "30000",
        // A mistyped topic must fail, not appear.
        "auto.create.topics.enable", "false");
  }

  /// Nobody is to wait for members, heartbeats or clean-ups that Kafka spaces out for large clusters.
  private static Map<String, String> quickReactions() {
    return Map.of(
        "group.initial.rebalance.delay.ms", "0",
        "group.streams.initial.rebalance.delay.ms", "0",
        "group.streams.heartbeat.interval.ms", "500",
        "group.streams.min.heartbeat.interval.ms", "500",
        // The topology asks for a session of 6 s; the chaos tests for less.
        "group.min.session.timeout.ms", "1000",
        // A dead process's open transaction hides committed data behind it: look for expired ones often.
        "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
  }

  private static Map<String, String> limits(BrokerSettings settings) {
    return Map.of(
        "num.io.threads", Integer.toString(settings.ioThreads()),
        "num.network.threads", Integer.toString(settings.networkThreads()),
        "background.threads", Integer.toString(settings.backgroundThreads()),
        // The default allocates 128 MiB of heap for compacting; our compacted topics are small.
        "log.cleaner.dedupe.buffer.size", "2097152",
        // Group offsets are kept for ever: a run may rest for months and then resume.
        "offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE),
        // A whole policy is one record. Each topic sets its own, lower limit.
        "message.max.bytes", Integer.toString(64 << 20),
        // Segments that size retention can drop without waiting for Kafka's gigabyte.
        "log.segment.bytes", Integer.toString(128 << 20),
        "server.max.startup.time.ms", Integer.toString(settings.startTimeoutMs()));
  }
}
