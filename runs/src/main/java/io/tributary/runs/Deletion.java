// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import io.tributary.schemas.RunNames;
import io.tributary.schemas.Topics;

/// Deletes a run from a cluster: its topics, what Kafka Streams keeps behind its topology, its groups.
///
/// **Guarantees.** Only what carries the run's names goes; a topic that merely begins like them stays. The spec goes last, so that a deletion that was
/// broken off leaves a run that is still listed and can be deleted again. A run whose spec cannot be read can be deleted too.
///
/// **Limit.** A trainer that waits for trajectories leaves no sign of life on the cluster; it ends by itself once its topics are gone.
///
/// **Example.** `Deletion deletion = Deletion.of(connection, "night"); if (deletion.signsOfLife().isEmpty()) { deletion.run(); }`
public final class Deletion {
  private static final long LOOK_AGAIN_MS = 1_000;
  private static final long LONGEST_MS = 30_000;
  private static final long ASK_AGAIN_MS = 50;

  private final Connection connection;
  private final RunNames names;
  private final List<String> topics;
  private final List<String> groups;
  private final List<String> signsOfLife;

  private Deletion(Connection connection, RunNames names, List<String> topics, List<String> groups, List<String> signsOfLife) {
    this.connection = connection;
    this.names = names;
    this.topics = List.copyOf(topics);
    this.groups = List.copyOf(groups);
    this.signsOfLife = List.copyOf(signsOfLife);
  }

  /// Looks what there is to delete, for about a second; nothing is changed.
  ///
  /// @throws RunException where nothing on the cluster belongs to such a run
  public static Deletion of(Connection connection, String run) {
    RunNames names = new RunNames(connection.prefix(), run);
    try (Admin admin = Runs.admin(connection)) {
      List<String> topics = topics(connection, admin, names);
      Map<String, Integer> members = new HashMap<>();
      for (String group : List.of(names.applicationId(), names.trainerGroup())) {
        members(connection, admin, group).ifPresent(count -> members.put(group, count));
      }
      if (topics.isEmpty() && members.isEmpty()) {
        throw new RunException("run " + run + ": " + connection.bootstrapServers() + " has neither topics nor groups of it; expected a run that was"
            + " created; nothing was deleted");
      }
      return new Deletion(connection, names, topics, members.keySet().stream().sorted().toList(), signsOfLife(connection, admin, names, topics, members));
    } catch (KafkaException failed) {
      throw Runs.unreachable(connection, failed);
    }
  }

  /// Names of its topics, in order.
  public List<String> topics() {
    return topics;
  }

  /// Names of its consumer groups, in order.
  public List<String> groups() {
    return groups;
  }

  /// What says that parts of it work: members of its groups, an open transaction, topics that grow.
  public List<String> signsOfLife() {
    return signsOfLife;
  }

  /// Deletes it all and returns when the cluster no longer lists it.
  ///
  /// @throws RunException where that takes longer than 30 s, or is not allowed
  public void run() {
    String spec = Topics.specName(connection.prefix(), names.run());
    try (Admin admin = Runs.admin(connection)) {
      deleteTopics(admin, topics.stream().filter(topic -> !topic.equals(spec)).toList());
      deleteGroups(admin);
      deleteTopics(admin, topics.stream().filter(spec::equals).toList());
      long deadline = System.nanoTime() + LONGEST_MS * 1_000_000;
      while (!topics(connection, admin, names).isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new RunException("run " + names.run() + ": its topics are still listed " + LONGEST_MS + " ms after they were deleted; expected the brokers"
              + " to forget them; delete it again");
        }
        pause(ASK_AGAIN_MS);
      }
    } catch (KafkaException failed) {
      throw new RunException("run " + names.run() + " at " + connection.bootstrapServers() + ": deleting it failed (" + failed.getMessage()
          + "); expected brokers that delete topics and the right to; what is left can be deleted again", failed);
    }
  }

  private void deleteTopics(Admin admin, List<String> some) {
    for (String topic : some) {
      try {
        Runs.answer(connection, admin.deleteTopics(List.of(topic)).all());
      } catch (UnknownTopicOrPartitionException gone) {
        continue;
      }
    }
  }

  /// A group that still has members refuses; its offsets then mean nothing, since the topics are gone, and a new run of that name refuses them.
  private void deleteGroups(Admin admin) {
    for (String group : groups) {
      try {
        Runs.answer(connection, admin.deleteConsumerGroups(List.of(group)).all());
      } catch (GroupIdNotFoundException | GroupNotEmptyException gone) {
        continue;
      }
    }
  }

  private static List<String> topics(Connection connection, Admin admin, RunNames names) {
    return Runs.answer(connection, admin.listTopics().names()).stream().filter(names::owns).sorted().toList();
  }

  private static Optional<Integer> members(Connection connection, Admin admin, String group) {
    try {
      return Optional.of(Runs.answer(connection, admin.describeConsumerGroups(List.of(group)).describedGroups().get(group)).members().size());
    } catch (GroupIdNotFoundException absent) {
      return Optional.empty();
    }
  }

  private static List<String> signsOfLife(Connection connection, Admin admin, RunNames names, List<String> topics, Map<String, Integer> members) {
    List<String> signs = new ArrayList<>();
    members.forEach((group, count) -> {
      if (count > 0) {
        signs.add("group " + group + " has " + count + " members");
      }
    });
    if (transactionIsOpen(connection, admin, names.transactionalId())) {
      signs.add("a transaction of " + names.transactionalId() + " is open");
    }
    Map<TopicPartition, Long> before = ends(connection, admin, topics);
    pause(LOOK_AGAIN_MS);
    Map<TopicPartition, Long> after = ends(connection, admin, topics);
    after.keySet().stream().filter(partition -> !after.get(partition).equals(before.get(partition))).map(TopicPartition::topic).distinct().sorted()
        .forEach(topic -> signs.add(topic + " grows"));
    return signs;
  }

  private static boolean transactionIsOpen(Connection connection, Admin admin, String transactionalId) {
    try {
      TransactionState state = Runs.answer(connection, admin.describeTransactions(List.of(transactionalId)).description(transactionalId)).state();
      return Set.of(TransactionState.ONGOING, TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT).contains(state);
    } catch (TransactionalIdNotFoundException none) {
      return false;
    }
  }

  private static Map<TopicPartition, Long> ends(Connection connection, Admin admin, List<String> topics) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (TopicDescription topic : Runs.answer(connection, admin.describeTopics(topics).allTopicNames()).values()) {
      topic.partitions().forEach(partition -> wanted.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    Runs.answer(connection, admin.listOffsets(wanted).all()).forEach((partition, info) -> ends.put(partition, info.offset()));
    return ends;
  }

  private static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted while looking at the run; what is left can be deleted again", interrupted);
    }
  }
}
