// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Settings → Kafka's broker properties: the one place that decides how our broker differs from Kafka's defaults, and why.
final class BrokerProperties {
  static final String BROKER_LISTENER = "BROKER";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  /// What makes the node the node that [KraftNode] starts.
  static final Set<String> OWNED = new TreeSet<>(Set.of(
      "node.id", "broker.id", "process.roles", "listeners", "advertised.listeners", "listener.security.protocol.map",
      "controller.listener.names", "inter.broker.listener.name", "controller.quorum.voters",
      "controller.quorum.bootstrap.servers", "log.dir", "log.dirs", "metadata.log.dir", "authorizer.class.name", "super.users",
      "allow.everyone.if.no.acl.found", "sasl.mechanism.inter.broker.protocol", "sasl.mechanism.controller.protocol", "sasl.enabled.mechanisms",
      "sasl.jaas.config", "principal.builder.class"));

  private BrokerProperties() {}

  static Map<String, Object> of(
      BrokerSettings settings, Path logDirectory, BrokerSockets sockets, Membership membership, Optional<BrokerSecurity> security) {
    Map<String, Object> properties = new HashMap<>();
    properties.putAll(limits(settings));
    properties.putAll(anywhere());
    properties.putAll(membership.isAlone() ? oneNode() : replicated(membership.controllerPorts().size()));
    properties.putAll(settings.kafka());
    properties.putAll(identity(logDirectory, sockets.brokerPort(), membership));
    security.ifPresent(secured -> properties.putAll(secured(sockets, secured)));
    return properties;
  }

  /// What any Kafka that we start must have, be it a container's; beside it only sizes and the number of nodes differ.
  static Map<String, String> anywhere() {
    Map<String, String> properties = new TreeMap<>(quickReactions());
    properties.putAll(promises());
    return properties;
  }

  /// Voters are static, so that the controller's port may be another one at each start on the same data: a dynamic quorum would
  /// keep the first start's address in its log.
  private static Map<String, String> identity(Path logDirectory, int brokerPort, Membership membership) {
    String host = BrokerSockets.HOST;
    String listeners = BROKER_LISTENER + "://" + host + ":" + brokerPort;
    return Map.of(
        "node.id", Integer.toString(membership.node()),
        "process.roles", "broker,controller",
        "listeners", listeners + "," + CONTROLLER_LISTENER + "://" + host + ":" + membership.controllerPorts().get(membership.node()),
        "advertised.listeners", listeners,
        "listener.security.protocol.map", BROKER_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT",
        "controller.listener.names", CONTROLLER_LISTENER,
        "inter.broker.listener.name", BROKER_LISTENER,
        "controller.quorum.voters", membership.voters(),
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
  static Map<String, String> oneNode() {
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
        "broker.session.timeout.ms", "30000");
  }

  /// Every record on as many nodes as there are, up to three, and acknowledged by all but one of them: then any one may be lost.
  private static Map<String, String> replicated(int nodes) {
    String copies = Integer.toString(Math.min(nodes, 3));
    String inSync = Integer.toString(Math.min(nodes, 3) - 1);
    Map<String, String> properties = new HashMap<>();
    properties.put("default.replication.factor", copies);
    properties.put("min.insync.replicas", inSync);
    properties.put("offsets.topic.replication.factor", copies);
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("transaction.state.log.replication.factor", copies);
    properties.put("transaction.state.log.min.isr", inSync);
    properties.put("transaction.state.log.num.partitions", "1");
    properties.put("share.coordinator.state.topic.replication.factor", copies);
    properties.put("share.coordinator.state.topic.min.isr", inSync);
    properties.put("share.coordinator.state.topic.num.partitions", "1");
    // The others take over this long after a node's last sign; its data cannot be written until then.
    properties.put("broker.session.timeout.ms", "5000");
    properties.put("broker.heartbeat.interval.ms", "500");
    // Several brokers on one small machine: a controller that was not given a processor for a second has not gone.
    properties.put("controller.quorum.election.timeout.ms", "3000");
    properties.put("controller.quorum.fetch.timeout.ms", "5000");
    return properties;
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
        // A transaction that begins before the last one's markers are written is tried again by the broker, by default 20 ms later: that
        // was most of what a small batch's transactions took.
        "add.partitions.to.txn.retry.backoff.ms", "1",
        // A dead process's open transaction hides committed data behind it: look for expired ones often.
        "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
  }

  /// What our parts and their promises rest on.
  private static Map<String, String> promises() {
    return Map.of(
        // A mistyped topic must fail, not appear.
        "auto.create.topics.enable", "false",
        // Group offsets are kept for ever: a run may rest for months and then resume.
        "offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE),
        // A whole policy is one record. Each topic sets its own, lower limit.
        "message.max.bytes", Integer.toString(64 << 20));
  }

  private static Map<String, String> limits(BrokerSettings settings) {
    return Map.of(
        "num.io.threads", Integer.toString(settings.ioThreads()),
        "num.network.threads", Integer.toString(settings.networkThreads()),
        "background.threads", Integer.toString(settings.backgroundThreads()),
        // The default allocates 128 MiB of heap for compacting; our compacted topics are small.
        "log.cleaner.dedupe.buffer.size", "2097152",
        // Segments that size retention can drop without waiting for Kafka's gigabyte.
        "log.segment.bytes", Integer.toString(128 << 20),
        // A rack is what every client may see of a node: it says where producers will be stopped.
        "broker.rack", DiskLimit.rack(settings.diskLimitMb()),
        "server.max.startup.time.ms", Integer.toString(settings.startTimeoutMs()));
  }
}
