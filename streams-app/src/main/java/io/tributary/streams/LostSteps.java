// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
import io.tributary.runs.RunException;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.OpenSlot;
import io.tributary.schemas.OpenSteps;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;
import io.tributary.schemas.Topic;
import io.tributary.streams.StartOffsets.Loss;

/// Writes an accepted loss to the log: every record that the topology will pass over goes to `rejected` as `lost`.
///
/// **Assumptions.** No topology of the run works; whoever calls knows that its group has no members, or will be told so by Kafka.
///
/// **Guarantees**
/// - The rejections and the offsets that pass over the records become visible in one transaction, or neither does.
/// - A record that is in an output already, or open in the changelog, is not rejected: its steps have their place.
/// - A range that retention has deleted is one rejection without steps, at the first offset that is gone; its message names the range.
/// - Memory: a bit for each offset of the lost range.
final class LostSteps {
  private static final int TRANSACTION_TIMEOUT_MS = 600_000;

  private final Run run;

  LostSteps(Run run) {
    this.run = run;
  }

  /// Rejects what lies in the ranges and commits the offsets.
  ///
  /// @param losses ranges of offsets that will not be assembled
  /// @param begin where the group goes on
  /// @return what was done about each range, in words
  /// @throws KafkaException where the transaction was not committed: nothing was written
  List<String> giveUp(List<Loss> losses, Map<TopicPartition, OffsetAndMetadata> begin) {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer.initTransactions();
      producer.beginTransaction();
      try {
        List<String> done = new ArrayList<>();
        for (Loss loss : losses) {
          done.add(loss + ": " + (loss.deleted() ? rejectDeleted(producer, loss) : rejectWhatIsLeft(producer, loss)));
        }
        producer.sendOffsetsToTransaction(begin, new ConsumerGroupMetadata(run.topics().applicationId()));
        producer.commitTransaction();
        return done;
      } catch (RunException failed) {
        producer.abortTransaction();
        throw failed;
      }
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> properties = run.connection().properties(run.clientId("stream", "loss"));
    properties.putAll(run.topics().topologyLimits().producerConfig());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, run.topics().applicationId() + ".loss");
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    properties.remove(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private String rejectDeleted(KafkaProducer<byte[], byte[]> producer, Loss loss) {
    send(producer, loss.partition().partition(), null, RejectedStep.of(null, null, loss.partition().partition(), loss.from(), -1, -1, RejectionReason.LOST,
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
        send(producer, partition, read.key(), rejected);
        counts[0]++;
        counts[1] += Math.max(0, rejected.count());
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

  /// A failed send fails the commit.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void send(KafkaProducer<byte[], byte[]> producer, int partition, byte[] key, RejectedStep rejected) {
    producer.send(new ProducerRecord<>(run.topics().rejected().name(), partition, key, run.topics().rejected().value().encode(rejected)));
  }
}
