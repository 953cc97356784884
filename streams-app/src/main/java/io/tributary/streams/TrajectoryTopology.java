// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Topic;
import io.tributary.schemas.Topics;

/// The shape: steps → assemble → trajectories, with rejected and episodes aside.
///
/// ```
/// <run>.steps ──▶ assemble ──▶ <run>.trajectories
///                   │ │ └────▶ <run>.episodes
///       environments  └──────▶ <run>.rejected
///         open-steps
/// ```
/// Names are part of the state on the cluster: a changelog is called after its store. They never change; a golden file keeps them.
public final class TrajectoryTopology {
  static final String STEPS = "steps";
  static final String ASSEMBLE = "assemble";
  static final String TRAJECTORIES = "trajectories";
  static final String REJECTED = "rejected";
  static final String EPISODES = "episodes";
  /// Header rows, one for each environment.
  static final String ENVIRONMENTS = Topics.ENVIRONMENTS_STORE;
  /// Slots of open steps.
  static final String OPEN_STEPS = Topics.OPEN_STEPS_STORE;

  private TrajectoryTopology() {}

  /// @param pace makes each stream thread's own
  static Topology of(RunSpec spec, Topics topics, StreamProgress progress, Supplier<CommitPace> pace) {
    var rules = AssemblyRules.of(spec, topics);
    // A header changes with every record and is small: cached, one change in a transaction reaches the changelog. Slots are written once.
    // In this order in every JVM: Set.of has another one in each, and the frozen shape names the stores in order.
    Set<StoreBuilder<?>> stores = new LinkedHashSet<>(List.of(
        store(ENVIRONMENTS, topics.changelogConfig()).withCachingEnabled(), store(OPEN_STEPS, topics.changelogConfig())));
    Topology topology = new Topology();
    topology.addSource(AutoOffsetReset.none(), STEPS, (record, partitionTime) -> Math.max(0, record.timestamp()),
        new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.steps().name());
    topology.addProcessor(ASSEMBLE, AssembleProcessor.supplier(rules, topics.steps().value(), progress, pace, stores), STEPS);
    addSink(topology, TRAJECTORIES, topics.trajectories());
    addSink(topology, REJECTED, topics.rejected());
    addSink(topology, EPISODES, topics.episodes());
    return topology;
  }

  private static StoreBuilder<KeyValueStore<byte[], byte[]>> store(String name, Map<String, String> changelog) {
    return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
        .withLoggingEnabled(changelog);
  }

  private static <T> void addSink(Topology topology, String name, Topic<String, T> topic) {
    topology.addSink(name, topic.name(), new ByteArraySerializer(), Placed.serializer(topic.value()), Placed.partitioner(), ASSEMBLE);
  }
}
