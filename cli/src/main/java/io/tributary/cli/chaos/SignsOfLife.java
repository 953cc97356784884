// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import io.tributary.rl.experience.Steps;
import io.tributary.runs.RawTopic;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.PolicySnapshot;

/// What each process has put into the log: a kill counts only where its victim had done something since it was started.
///
/// **Assumptions.** Used by one thread. All processes are on this machine, so their clocks are one.
final class SignsOfLife implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final long ANSWER_MS = 2_000;

  private final Run run;
  private final Admin admin;
  private final List<TopicTail<byte[], byte[]>> steps = new ArrayList<>();
  private final TopicTail<Long, PolicySnapshot> policies;
  private final Map<String, Long> newestSession = new HashMap<>();
  private final Map<Integer, Map<TopicPartition, Long>> seenOffsets = new HashMap<>();
  private final Map<Integer, Long> topologyMovedMs = new HashMap<>();
  private long trainerSession = -1;
  private long version = -1;
  private long stepAppendedMs = -1;
  private long versionAppendedMs = -1;

  SignsOfLife(Run run) {
    this.run = run;
    admin = Admin.create(run.connection().properties(run.clientId("chaos", "admin")));
    for (int partition = 0; partition < run.topics().steps().partitions(); partition++) {
      steps.add(RawTopic.open(run.connection(), run.topics().steps(), partition));
    }
    policies = TopicTail.open(run.connection(), run.topics().policies(), 0, run.clientId("chaos", "policies"));
  }

  /// Newest version that was seen.
  long version() {
    return version;
  }

  /// Takes in what is new.
  void look() throws InterruptedException {
    steps.forEach(tail -> tail.poll(POLL).forEach(this::published));
    policies.poll(POLL).forEach(this::learned);
    committed();
  }

  private void published(Read<byte[], byte[]> read) {
    stepAppendedMs = Math.max(stepAppendedMs, read.timestampMs());
    try {
      Steps record = run.topics().steps().value().decode(read.value());
      String environment = record.first().environment();
      int slash = environment.indexOf('/');
      newestSession.merge(slash < 0 ? environment : environment.substring(0, slash), record.first().session(), Math::max);
    } catch (CodecException broken) {
      // The intruder's; which the topology has to deal with, not we.
      return;
    }
  }

  private void learned(Read<Long, PolicySnapshot> read) {
    version = read.value().version();
    trainerSession = read.value().trainerSession();
    versionAppendedMs = Math.max(versionAppendedMs, read.timestampMs());
  }

  /// An instance is alive where the group's offset of a partition it holds has moved while it held it.
  private void committed() throws InterruptedException {
    try {
      String group = run.topics().applicationId();
      var members = admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get(ANSWER_MS, TimeUnit.MILLISECONDS).members();
      var offsets = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get(ANSWER_MS, TimeUnit.MILLISECONDS);
      Set<Integer> present = new HashSet<>();
      for (MemberDescription member : members) {
        int instance = instance(member);
        present.add(instance);
        moved(instance, member.assignment().topicPartitions(), offsets);
      }
      seenOffsets.keySet().retainAll(present);
    } catch (ExecutionException | TimeoutException away) {
      // The broker, or the group's coordinator in it, is not there: nobody shows any life.
      seenOffsets.clear();
    }
  }

  private void moved(int instance, Set<TopicPartition> held, Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, Long> before = seenOffsets.getOrDefault(instance, Map.of());
    Map<TopicPartition, Long> now = new HashMap<>();
    for (TopicPartition partition : held) {
      OffsetAndMetadata offset = offsets.get(partition);
      if (offset != null) {
        now.put(partition, offset.offset());
        if (before.getOrDefault(partition, Long.MAX_VALUE) < offset.offset()) {
          topologyMovedMs.put(instance, System.currentTimeMillis());
        }
      }
    }
    seenOffsets.put(instance, now);
  }

  /// Static members are named `<run>.stream.<instance>-<thread>`.
  private static int instance(MemberDescription member) {
    String id = member.groupInstanceId().orElse("");
    int dash = id.lastIndexOf('-');
    int dot = id.lastIndexOf('.');
    return dot < 0 || dash < dot ? -1 : Integer.parseInt(id.substring(dot + 1, dash));
  }

  /// Whether the producer has published since `startedMs`: its session is its start.
  boolean producer(String name, long startedMs) {
    return newestSession.getOrDefault(name, -1L) >= startedMs;
  }

  /// Whether a version by a trainer that was started since is visible.
  boolean trainer(long startedMs) {
    return trainerSession >= startedMs;
  }

  /// Whether the instance has committed offsets since. A restarted process is a second away from its first commit; what moves in its name before
  /// may still be its predecessor's last request.
  boolean topology(int instance, long startedMs) {
    return topologyMovedMs.getOrDefault(instance, -1L) >= startedMs + 500;
  }

  /// Whether steps were acknowledged and a version was committed since.
  boolean broker(long startedMs) {
    return stepAppendedMs >= startedMs && versionAppendedMs >= startedMs;
  }

  @Override
  public void close() {
    steps.forEach(TopicTail::close);
    policies.close();
    admin.close(Duration.ofSeconds(2));
  }
}
