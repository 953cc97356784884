// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

import io.tributary.cli.look.Scan;
import io.tributary.rl.experience.Purpose;
import io.tributary.runs.RawTopic;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.Episode;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.Topic;
import io.tributary.streams.StepCounts;

/// Counts a run's steps, each kind where it lies, by reading whole topics.
///
/// **Assumptions.** The run's parts have stopped or are idle; otherwise the counts belong to slightly different moments.
public final class Counting {
  private static final int LONGEST_S = 60;

  private final Run run;

  public Counting(Run run) {
    this.run = run;
  }

  /// All counts, read side by side.
  public Accounts accounts() throws InterruptedException {
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        return accounts(readers);
      } catch (InterruptedException | RuntimeException failed) {
        // Closing waits for the readers, and those of a silent broker would keep it waiting.
        readers.shutdownNow();
        throw failed;
      }
    }
  }

  private Accounts accounts(ExecutorService readers) throws InterruptedException {
    Future<Long> published = readers.submit(() -> sum(run.topics().steps(), steps -> steps.count()));
    Future<Long> pending = readers.submit(() -> StepCounts.pending(run));
    Future<Long> inTrajectories = readers.submit(() -> sum(run.topics().trajectories(), trajectory -> trajectory.count()));
    Future<Long> rejected = readers.submit(() -> sum(run.topics().rejected(), Counting::known));
    Future<Long> evaluated = readers.submit(() -> sum(run.topics().episodes(), Counting::evaluated));
    Future<Long> trained = readers.submit(this::trained);
    Future<Long> stillOpen = readers.submit(() -> StepCounts.open(run));
    return new Accounts(answer(published), answer(inTrajectories), answer(rejected), answer(stillOpen), answer(pending), answer(evaluated),
        answer(trained));
  }

  private <T> T answer(Future<T> count) throws InterruptedException {
    try {
      return count.get(LONGEST_S, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException told ? told : new RunException("run " + run.name() + ": counting failed: " + failed.getCause(), failed);
    } catch (TimeoutException late) {
      throw new RunException("run " + run.name() + ": its topics were not read within " + LONGEST_S + " s; expected the broker to answer; "
          + "the run itself is kept", late);
    }
  }

  private static long known(RejectedStep step) {
    return Math.max(0, step.count());
  }

  private static long evaluated(Episode episode) {
    return episode.purpose() == Purpose.EVALUATE ? episode.length() : 0;
  }

  private long trained() {
    try (TopicTail<Long, PolicySnapshot> tail = TopicTail.open(run.connection(), run.topics().policies(), 0, run.clientId("count", "policies"))) {
      return tail.seekToLast().map(read -> read.value().stepsTrained()).orElse(0L);
    }
  }

  private <V> long sum(Topic<String, V> topic, ToLongFunction<V> steps) {
    long[] sum = new long[1];
    Scan.all(run, topic, read -> sum[0] += read.value() == null ? 0 : countable(topic, steps, read.value()));
    return sum[0];
  }

  /// A record that cannot be decoded holds no countable steps; the topology rejects it with count −1.
  private static <V> long countable(Topic<String, V> topic, ToLongFunction<V> steps, byte[] value) {
    try {
      return steps.applyAsLong(topic.value().decode(value));
    } catch (CodecException malformed) {
      return 0;
    }
  }

  /// The topology's committed offset of each steps partition; absent where it has committed none.
  ///
  /// @throws RunException if the broker does not answer within `limit`
  public static Map<Integer, Long> committed(Run run, Duration limit) {
    Map<Integer, Long> offsets = new HashMap<>();
    try (Admin admin = Admin.create(run.connection().properties(run.clientId("count", "offsets")))) {
      Map<TopicPartition, OffsetAndMetadata> group =
          admin.listConsumerGroupOffsets(run.topics().applicationId()).partitionsToOffsetAndMetadata().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      group.forEach((partition, offset) -> {
        if (offset != null && partition.topic().equals(run.topics().steps().name())) {
          offsets.put(partition.partition(), offset.offset());
        }
      });
      return offsets;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RunException("run " + run.name() + ": interrupted while reading the topology's offsets", interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof GroupIdNotFoundException) {
        return offsets;
      }
      throw new RunException("run " + run.name() + ": the offsets of group " + run.topics().applicationId() + " cannot be read ("
          + failed.getCause().getMessage() + "); expected the broker to answer", failed);
    } catch (TimeoutException late) {
      throw new RunException("run " + run.name() + ": the offsets of group " + run.topics().applicationId() + " were not read within "
          + limit.toMillis() + " ms; expected the broker to answer", late);
    }
  }

  /// Whether the topology has committed past every record of `steps`.
  public static boolean caughtUp(Run run, List<TopicTail<byte[], byte[]>> steps, Map<Integer, Long> committed) {
    for (int partition = 0; partition < steps.size(); partition++) {
      if (committed.getOrDefault(partition, 0L) < steps.get(partition).highWatermark()) {
        return false;
      }
    }
    return true;
  }

  /// Readers of all partitions of a topic, in order.
  public static List<TopicTail<byte[], byte[]>> readers(Run run, Topic<?, ?> topic) {
    List<TopicTail<byte[], byte[]>> readers = new ArrayList<>();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      readers.add(RawTopic.open(run.connection(), topic, partition));
    }
    return readers;
  }
}
