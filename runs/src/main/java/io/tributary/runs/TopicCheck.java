// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Compares topics as they are with topics as they are to be.
final class TopicCheck {
  private final Admin admin;

  TopicCheck(Admin admin) {
    this.admin = admin;
  }

  /// What is otherwise than planned, a sentence each; empty where all is as it should be.
  List<String> differences(List<TopicPlan> plans) {
    List<String> names = plans.stream().map(TopicPlan::name).toList();
    Map<String, KafkaFuture<TopicDescription>> topics = admin.describeTopics(names).topicNameValues();
    List<TopicPlan> present = new ArrayList<>();
    List<String> differences = new ArrayList<>();
    for (TopicPlan plan : plans) {
      try {
        shape(plan, answer(topics.get(plan.name())), differences);
        present.add(plan);
      } catch (UnknownTopicOrPartitionException absent) {
        differences.add("topic " + plan.name() + " does not exist; expected what kafka-topics.sh " + plan.arguments() + " makes");
      }
    }
    settings(present, differences);
    return differences;
  }

  private static void shape(TopicPlan plan, TopicDescription topic, List<String> differences) {
    if (topic.partitions().size() != plan.partitions()) {
      differences.add("topic " + plan.name() + " has " + topic.partitions().size() + " partitions; expected " + plan.partitions());
    }
    int fewest = topic.partitions().stream().mapToInt(partition -> partition.replicas().size()).min().orElse(0);
    if (plan.replicationFactor() > fewest) {
      differences.add("topic " + plan.name() + " has " + fewest + " replicas; expected " + plan.replicationFactor());
    }
  }

  private void settings(List<TopicPlan> plans, List<String> differences) {
    Map<ConfigResource, TopicPlan> resources =
        plans.stream().collect(Collectors.toMap(plan -> new ConfigResource(ConfigResource.Type.TOPIC, plan.name()), plan -> plan));
    Map<ConfigResource, Config> configs = answer(admin.describeConfigs(resources.keySet()).all());
    for (TopicPlan plan : plans) {
      Config is = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, plan.name()));
      plan.config().forEach((key, expected) -> {
        ConfigEntry entry = is.get(key);
        String value = entry == null ? "nothing" : entry.value();
        if (!expected.equals(value)) {
          differences.add("topic " + plan.name() + " has " + key + " " + value + "; expected " + expected);
        }
      });
    }
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(Connection.API_TIMEOUT_MS + 2_000L, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted while topics were checked; nothing was written", interrupted);
    } catch (TimeoutException late) {
      throw new KafkaException("topics were not described in time", late);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(failed.getCause());
    }
  }
}
