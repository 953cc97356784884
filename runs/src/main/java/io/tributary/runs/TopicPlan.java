// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.kafka.clients.admin.NewTopic;

import io.tributary.schemas.Topic;
import io.tributary.schemas.Topics;

/// A topic as it is to be on the cluster.
///
/// @param name in full
/// @param partitions it has for as long as the run exists
/// @param replicationFactor −1 for the cluster's own default
/// @param config settings that differ from the cluster's own, sorted
public record TopicPlan(String name, int partitions, short replicationFactor, Map<String, String> config) {
  private static final String MIN_INSYNC_REPLICAS = "min.insync.replicas";

  public TopicPlan {
    config = java.util.Collections.unmodifiableMap(new TreeMap<>(config));
  }

  /// All topics of a run, in the order of the flow.
  ///
  /// @param replicationFactor −1 for the cluster's own default
  /// @param minInsyncReplicas 0 for the cluster's own default
  public static List<TopicPlan> of(Topics topics, short replicationFactor, int minInsyncReplicas) {
    List<TopicPlan> plans = new ArrayList<>();
    for (Topic<?, ?> topic : topics.all()) {
      plans.add(of(topic.name(), topic.partitions(), replicationFactor, minInsyncReplicas, topic.config()));
    }
    return plans;
  }

  /// One topic.
  public static TopicPlan of(String name, int partitions, short replicationFactor, int minInsyncReplicas, Map<String, String> config) {
    Map<String, String> all = new TreeMap<>(config);
    if (minInsyncReplicas > 0) {
      all.put(MIN_INSYNC_REPLICAS, Integer.toString(minInsyncReplicas));
    }
    return new TopicPlan(name, partitions, replicationFactor, all);
  }

  /// What Kafka's admin client is asked for.
  public NewTopic newTopic() {
    return new NewTopic(name, partitions, replicationFactor).configs(config);
  }

  /// Arguments of `kafka-topics.sh` that make it.
  public String arguments() {
    StringBuilder arguments = new StringBuilder("--create --topic " + name + " --partitions " + partitions);
    if (replicationFactor > 0) {
      arguments.append(" --replication-factor ").append(replicationFactor);
    }
    config.forEach((key, value) -> arguments.append(" --config ").append(key).append('=').append(value));
    return arguments.toString();
  }
}
