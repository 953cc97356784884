// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.runs.Causes;
import io.tributary.runs.Run;

/// What the brokers believe of the topology's group, where that may differ from the truth after one of them was killed.
///
/// A broker that comes back knows the members it had written down last. One that joined later is fenced by its own forgotten predecessor; and
/// a static member that joins again is given what it had before, be that nothing, without anybody sharing the partitions out anew.
final class StreamGroup {
  private static final Logger LOG = LoggerFactory.getLogger(StreamGroup.class);
  private static final long ANSWER_MS = 5_000;

  private final Run run;
  private final String ownMembers;

  StreamGroup(Run run, StreamSettings settings) {
    this.run = run;
    // Kafka Streams appends the number of the thread.
    ownMembers = StreamsProperties.groupInstanceId(run, settings) + "-";
  }

  /// Whether this instance should see to it that the partitions are shared out anew: somebody is to have one that nobody has, or it has none
  /// itself though there are enough. Of several instances only the first takes care of partitions that nobody has.
  boolean isSharedOutWrongly() throws InterruptedException {
    Optional<Group> group = describe();
    return group.isPresent() && group.get().state() == GroupState.STABLE && isSharedOutWrongly(group.get().members());
  }

  private boolean isSharedOutWrongly(Collection<MemberDescription> members) {
    List<MemberDescription> own = own(members);
    Set<TopicPartition> held = new HashSet<>();
    members.forEach(member -> held.addAll(member.assignment().topicPartitions()));
    boolean first = members.stream().map(StreamGroup::name).min(String::compareTo).orElse("").startsWith(ownMembers);
    boolean idle = !own.isEmpty() && own.stream().allMatch(member -> member.assignment().topicPartitions().isEmpty());
    int partitions = run.spec().partitions();
    return held.size() < partitions && first || idle && members.size() <= partitions;
  }

  private List<MemberDescription> own(Collection<MemberDescription> members) {
    return members.stream().filter(member -> name(member).startsWith(ownMembers)).toList();
  }

  private static String name(MemberDescription member) {
    return member.groupInstanceId().orElse("");
  }

  /// @param state of it; a group that nobody ever joined is dead
  /// @param members of it
  private record Group(GroupState state, Collection<MemberDescription> members) {}

  /// How many members it has: topologies of the run that work, or did until a session ago. Empty where the brokers do not answer.
  OptionalInt size() throws InterruptedException {
    Optional<Group> group = describe();
    return group.isEmpty() ? OptionalInt.empty() : OptionalInt.of(group.get().members().size());
  }

  /// Empty where the brokers do not answer, do not know yet, or have no address at the moment.
  private Optional<Group> describe() throws InterruptedException {
    String group = run.topics().applicationId();
    try (Admin admin = Admin.create(run.connection().properties(run.clientId("stream", "group")))) {
      var found = admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get(ANSWER_MS, TimeUnit.MILLISECONDS);
      return Optional.of(new Group(found.groupState(), found.members()));
    } catch (ExecutionException | TimeoutException | KafkaException away) {
      if (away.getCause() instanceof GroupIdNotFoundException) {
        return Optional.of(new Group(GroupState.DEAD, List.of()));
      }
      LOG.debug("group {}: {}", group, Causes.deepest(away));
      return Optional.empty();
    }
  }
}
