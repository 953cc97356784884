// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.runs.Connection;
import io.tributary.runs.Refusal;
import io.tributary.runs.Role;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.Topic;
import io.tributary.schemas.Topics;
import io.tributary.streams.LostSteps.Plan;

/// Decides where the topology begins to read, before it starts. Kafka's own rule, to jump to one end of the topic where a group has no
/// offset, would assemble everything a second time or skip it in silence.
///
/// A partition without a committed offset begins at 0 if nothing was made from it yet: its outputs and changelogs are empty. If they are not,
/// the offset was lost, and so is the knowledge which steps have been assembled; if steps were deleted before they were read, those are lost.
/// Both stop the part with the range of steps, unless the loss is accepted: then the range is passed over and recorded ([LostSteps]).
final class StartOffsets {
  private static final Logger LOG = LoggerFactory.getLogger(StartOffsets.class);
  private static final int ATTEMPTS = 3;
  /// A member that was killed is forgotten after its session; the rest is for the broker to notice.
  private static final long FORGOTTEN_MS = StreamsProperties.SESSION_TIMEOUT_MS + 2_500;
  private static final long ASK_AGAIN_NS = 100_000_000;

  private final Run run;
  private final Admin admin;
  private final String group;
  private final StreamGroup members;

  StartOffsets(Run run, Admin admin, StreamGroup members) {
    this.run = run;
    this.admin = admin;
    this.members = members;
    this.group = run.topics().applicationId();
  }

  /// A range of steps that will not be assembled, and why.
  ///
  /// @param deleted whether its records are gone, rather than of unknown fate
  record Loss(TopicPartition partition, long from, long until, boolean deleted, String reason) {
    static final String DELETED = "deleted before they were assembled";

    @Override
    public String toString() {
      return partition + " offsets " + from + " to " + (until - 1) + ": " + reason;
    }
  }

  /// Commits where to begin wherever that is not settled.
  ///
  /// @param acceptLoss whether to skip steps that can no longer be assembled
  /// @return what is passed over, and what became of it
  /// @throws RunException naming the steps, where some would have to be skipped and that was not accepted
  List<String> settle(boolean acceptLoss) {
    if (plan(acceptLoss).begin().isEmpty()) {
      return List.of();
    }
    for (int attempt = 1;; attempt++) {
      Optional<List<String>> done = commit(acceptLoss, attempt);
      if (done.isPresent()) {
        done.get().forEach(loss -> LOG.warn("run {}: loss accepted, {}", run.name(), loss));
        return done.get();
      }
    }
  }

  private Plan plan(boolean acceptLoss) {
    List<Loss> losses = new ArrayList<>();
    Map<TopicPartition, OffsetAndMetadata> begin = begin(losses);
    if (!losses.isEmpty() && !acceptLoss) {
      throw new RunException("run " + run.name() + ": " + losses.stream().map(Loss::toString).collect(Collectors.joining("; "))
          + "; expected the group " + group + " to know how far it came; nothing was started (--accept-loss passes over these steps for ever, and"
          + " those that are still there and in no output go to " + run.topics().rejected() + " as lost)");
    }
    return new Plan(losses, begin);
  }

  /// What is lost may still be in the hands of another instance that works: it would be assembled and rejected. Kafka itself lets the offsets of a
  /// group with members be committed.
  Plan requireNobodyWorks(Plan plan) {
    long deadline = System.nanoTime() + FORGOTTEN_MS * 1_000_000;
    while (!plan.losses().isEmpty() && size() != 0) {
      if (System.nanoTime() > deadline) {
        throw new RunException("run " + run.name() + ": the group " + group + " has members, topologies that work, or cannot be asked; expected none while a"
            + " loss is accepted, since they may hold steps that are given up; nothing was started, and nothing was skipped (stop them, then start again)");
      }
      LockSupport.parkNanos(ASK_AGAIN_NS);
    }
    return plan;
  }

  /// Of the group; −1 where nobody says.
  private int size() {
    try {
      return members.size().orElse(-1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("run " + run.name() + ": interrupted while asking who works; nothing was started", e);
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> begin(List<Loss> losses) {
    // Outputs first: whoever wrote one had committed an offset before, so an instance that starts beside this one is not taken for a loss.
    Map<Integer, String> made = made();
    Map<TopicPartition, OffsetAndMetadata> committed = answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> firsts = offsets(run.topics().steps().name(), OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(run.topics().steps().name(), OffsetSpec.latest());
    Map<TopicPartition, OffsetAndMetadata> begin = new HashMap<>();
    firsts.forEach((partition, first) -> {
      OffsetAndMetadata known = committed.get(partition);
      long end = ends.get(partition);
      if (known == null) {
        String outputs = made.get(partition.partition());
        if (outputs != null) {
          losses.add(new Loss(partition, first, end, false, "the group has no offset, but " + outputs + " is not empty"));
        } else if (first > 0) {
          losses.add(new Loss(partition, 0, first, true, Loss.DELETED));
        }
        begin.put(partition, new OffsetAndMetadata(outputs != null ? end : first));
      } else if (known.offset() < first) {
        losses.add(new Loss(partition, known.offset(), first, true, Loss.DELETED));
        begin.put(partition, new OffsetAndMetadata(first));
      } else if (known.offset() > end) {
        throw new RunException("run " + run.name() + ": the group " + group + " has read " + partition + " up to " + known.offset()
            + " but the topic ends at " + end + "; expected the topic it read; nothing was started");
      }
    });
    return begin;
  }

  /// For each partition the name of an output or changelog that something was ever written to.
  private Map<Integer, String> made() {
    Topics topics = run.topics();
    List<String> outputs = new ArrayList<>(List.of(topics.trajectories().name(), topics.rejected().name(), topics.episodes().name()));
    var existing = answer(admin.listTopics().names());
    topics.changelogs().stream().map(Topic::name).filter(existing::contains).forEach(outputs::add);
    Map<Integer, String> made = new HashMap<>();
    for (String output : outputs) {
      offsets(output, OffsetSpec.latest()).forEach((partition, end) -> {
        if (end > 0) {
          made.putIfAbsent(partition.partition(), output);
        }
      });
    }
    return made;
  }

  private Map<TopicPartition, Long> offsets(String topic, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (int partition = 0; partition < run.topics().steps().partitions(); partition++) {
      wanted.put(new TopicPartition(topic, partition), spec);
    }
    Map<TopicPartition, Long> offsets = new HashMap<>();
    Map<TopicPartition, ListOffsetsResultInfo> found = answer(admin.listOffsets(wanted).all());
    found.forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  /// Empty where another instance was faster, which may have settled them meanwhile.
  private Optional<List<String>> commit(boolean acceptLoss, int attempt) {
    try {
      return Optional.of(new LostSteps(run).settle(() -> requireNobodyWorks(plan(acceptLoss))));
    } catch (KafkaException refused) {
      Refusal.of(run, Role.STREAM, refused).ifPresent(lacking -> {
        throw lacking;
      });
      if (attempt == ATTEMPTS) {
        throw new RunException("run " + run.name() + ": it could not be recorded where the group " + group + " begins (" + refused.getMessage()
            + "); expected brokers that commit, and nobody else who starts the same again and again; nothing was started, and nothing was skipped", refused);
      }
    }
    return Optional.empty();
  }

  private <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(Connection.API_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("run " + run.name() + ": interrupted while asking how far the group " + group + " came; nothing was started", e);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      throw new RunException("run " + run.name() + ": " + run.connection().bootstrapServers() + " did not say how far the group " + group
          + " came (" + cause.getClass().getSimpleName() + ": " + cause.getMessage() + "); nothing was started", cause);
    }
  }
}
