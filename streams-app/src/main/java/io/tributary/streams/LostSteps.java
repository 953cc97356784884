// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Steps;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.OpenSlot;
import io.tributary.schemas.OpenSteps;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;
import io.tributary.schemas.Topic;
import io.tributary.streams.StartOffsets.Loss;

/// Settles where the topology begins, and writes an accepted loss to the log: every record that it will pass over goes to `rejected` as `lost`.
///
/// **Assumptions.** Where something was lost, no topology of the run works.
///
/// **Guarantees**
/// - Of several that settle at the same time one does, and the others find it done: all use one transactional id.
/// - The offsets that pass over the records become visible with the last rejections, never before one of them. Where this ends in between, it is done
///   again: what was rejected by then has its place, so nothing is rejected twice.
/// - Nothing is read while a transaction is open, so none lasts longer than sending a few MiB takes; one that a dead process left open is ended by
///   the next attempt, or by the brokers in as long as the topology's own.
/// - A record that is in an output already, or open in the changelog, is not rejected: its steps have their place.
/// - A range that retention has deleted is one rejection without steps, at the first offset that is gone; its message names the range.
/// - Memory: a bit for each offset of the lost range, and the rejections of one transaction.
final class LostSteps {
  private static final int TRANSACTION_BYTES = 4 << 20;

  private final Run run;
  private final int transactionBytes;
  private final List<ProducerRecord<byte[], byte[]>> waiting = new ArrayList<>();
  private int waitingBytes;

  LostSteps(Run run) {
    this(run, TRANSACTION_BYTES);
  }

  /// @param transactionBytes of rejections from which on a transaction is made of them
  LostSteps(Run run, int transactionBytes) {
    this.run = run;
    this.transactionBytes = transactionBytes;
  }

  /// What is to be settled.
  ///
  /// @param losses ranges of offsets that will not be assembled; none where nothing was lost
  /// @param begin where the group goes on in these partitions; empty where everything is settled
  record Plan(List<Loss> losses, Map<TopicPartition, OffsetAndMetadata> begin) {}

  /// Rejects what lies in the ranges and commits the offsets.
  ///
  /// @param plan asked for when nobody else can settle anything any more: who began before has committed or is fenced, who begins later fences us
  /// @return what was done about each range, in words
  /// @throws KafkaException where a transaction was not committed: then nothing is passed over
  List<String> settle(Supplier<Plan> plan) {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer.initTransactions();
      Plan settled = plan.get();
      if (settled.begin().isEmpty()) {
        return List.of();
      }
      // One that stands for a deleted range goes with the offsets: nothing would tell that it had been written.
      List<String> done = settled.losses().stream().sorted(Comparator.comparing(Loss::deleted))
          .map(loss -> loss + ": " + (loss.deleted() ? rejectDeleted(loss) : rejectWhatIsLeft(producer, loss))).toList();
      commit(producer, settled.begin());
      return done;
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> properties = run.connection().properties(run.clientId("stream", "loss"));
    properties.putAll(run.topics().topologyLimits().producerConfig());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, run.topics().names().lossId());
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, StreamsProperties.TRANSACTION_TIMEOUT_MS);
    properties.remove(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private String rejectDeleted(Loss loss) {
    reject(loss.partition().partition(), null, RejectedStep.of(null, null, loss.partition().partition(), loss.from(), -1, -1, RejectionReason.LOST,
        "[" + loss.partition() + "@" + loss.from() + "] offsets " + loss.from() + " to " + (loss.until() - 1) + " were " + loss.reason()
            + "; nobody knows how many steps that was; the loss was accepted", System.currentTimeMillis()));
    return "their place is taken by one rejection";
  }

  private String rejectWhatIsLeft(KafkaProducer<byte[], byte[]> producer, Loss loss) {
    BitSet placed = placed(loss);
    long[] counts = new long[2];
    int partition = loss.partition().partition();
    StepCounts.read(run, run.topics().steps().asBytes(), partition, loss.from(), read -> {
      if (read.offset() < loss.until() && !placed.get(bit(loss, read.offset()))) {
        RejectedStep rejected = rejected(read, loss);
        reject(partition, read.key(), rejected);
        counts[0]++;
        counts[1] += Math.max(0, rejected.count());
        if (waitingBytes >= transactionBytes) {
          commit(producer, Map.of());
        }
      }
    });
    return counts[0] + " records with " + counts[1] + " steps are rejected as lost, the others have their place";
  }

  private RejectedStep rejected(Read<byte[], byte[]> read, Loss loss) {
    Steps steps = decoded(read.value());
    return RejectedStep.of(read.key(), read.value(), read.partition(), read.offset(), steps == null ? -1 : steps.first().index(),
        steps == null ? -1 : steps.count(), RejectionReason.LOST, "[" + loss.partition() + "@" + read.offset() + (steps == null ? "" : " " + steps.first())
            + "] " + loss.reason() + "; expected to know whether it had been assembled; the loss was accepted and the record goes to "
            + run.topics().rejected(), read.timestampMs());
  }

  private Steps decoded(byte[] value) {
    try {
      return value == null ? null : run.topics().steps().value().decode(value);
    } catch (CodecException undecodable) {
      return null;
    }
  }

  /// Offsets of the range, from its beginning, that are in an output or open.
  private BitSet placed(Loss loss) {
    BitSet placed = new BitSet();
    int partition = loss.partition().partition();
    all(run.topics().trajectories(), partition, read -> read.value().sources().forEach(source -> place(placed, loss, source)));
    all(run.topics().episodes(), partition, read -> {
      if (read.value().purpose() == Purpose.EVALUATE) {
        read.value().sources().forEach(source -> place(placed, loss, source));
      }
    });
    all(run.topics().rejected(), partition, read -> place(placed, loss, read.value().offset()));
    Topic<OpenSlot, OpenSteps> slots = run.topics().openSteps();
    if (StepCounts.exists(run, slots.name())) {
      StepCounts.read(run, slots, partition, 0, read -> {
        // A tombstone's slot had been closed before; what it held is in an output.
        if (read.value() != null) {
          place(placed, loss, read.value().offset());
        }
      });
    }
    return placed;
  }

  private <V> void all(Topic<String, V> topic, int partition, Consumer<Read<String, V>> reader) {
    StepCounts.read(run, topic, partition, 0, reader);
  }

  private static void place(BitSet placed, Loss loss, Source source) {
    place(placed, loss, source.offset());
  }

  private static void place(BitSet placed, Loss loss, long offset) {
    if (offset >= loss.from() && offset < loss.until()) {
      placed.set(bit(loss, offset));
    }
  }

  private static int bit(Loss loss, long offset) {
    return Math.toIntExact(offset - loss.from());
  }

  private void reject(int partition, byte[] key, RejectedStep rejected) {
    byte[] value = run.topics().rejected().value().encode(rejected);
    waiting.add(new ProducerRecord<>(run.topics().rejected().name(), partition, key, value));
    waitingBytes += value.length;
  }

  /// What waits, and the offsets, in one transaction; closing the producer aborts one that fails.
  private void commit(KafkaProducer<byte[], byte[]> producer, Map<TopicPartition, OffsetAndMetadata> begin) {
    producer.beginTransaction();
    for (ProducerRecord<byte[], byte[]> rejection : waiting) {
      var _ = producer.send(rejection); // the commit fails where this did
    }
    if (!begin.isEmpty()) {
      producer.sendOffsetsToTransaction(begin, new ConsumerGroupMetadata(run.topics().applicationId()));
    }
    producer.commitTransaction();
    waiting.clear();
    waitingBytes = 0;
  }
}
