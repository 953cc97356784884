// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.rl.experience.Steps;
import io.tributary.schemas.Codec;

/// The topology's only processor: hands each record to the assembler of its partition and sends on what comes out.
final class AssembleProcessor implements Processor<byte[], byte[], byte[], Placed<?>> {
  private static final Logger LOG = LoggerFactory.getLogger(AssembleProcessor.class);
  /// How often somebody looks whether results have waited too long.
  private static final Duration LOOK = Duration.ofMillis(5);

  private final AssemblyRules rules;
  private final Codec<Steps> codec;
  private final StreamProgress progress;
  private final Supplier<CommitPace> paceOfThread;
  private CommitPace pace;
  private ProcessorContext<byte[], Placed<?>> context;
  private EpisodeAssembler assembler;
  private int partition;
  private long openSteps;
  private boolean begun;
  /// Null while none of this task's results waits.
  private Cancellable looking;

  /// @param paceOfThread the pace that the calling thread's tasks share
  AssembleProcessor(AssemblyRules rules, Codec<Steps> codec, StreamProgress progress, Supplier<CommitPace> paceOfThread) {
    this.rules = rules;
    this.codec = codec;
    this.progress = progress;
    this.paceOfThread = paceOfThread;
  }

  /// Makes processors, each with the two stores of open episodes beside it.
  static ProcessorSupplier<byte[], byte[], byte[], Placed<?>> supplier(
      AssemblyRules rules, Codec<Steps> codec, StreamProgress progress, Supplier<CommitPace> pace, Set<StoreBuilder<?>> stores) {
    ThreadLocal<CommitPace> paces = ThreadLocal.withInitial(pace);
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], byte[], Placed<?>> get() {
        return new AssembleProcessor(rules, codec, progress, paces::get);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return stores;
      }
    };
  }

  /// Also called again on the same object after a task was rolled back: everything is read anew from the restored stores.
  @Override
  public void init(ProcessorContext<byte[], Placed<?>> newContext) {
    context = newContext;
    partition = context.taskId().partition();
    assembler = new EpisodeAssembler(rules, codec, new StoredOpenEpisodes(
        context.getStateStore(TrajectoryTopology.ENVIRONMENTS), context.getStateStore(TrajectoryTopology.OPEN_STEPS)));
    if (begun) {
      progress.rolledBack();
    }
    begun = true;
    openSteps = assembler.openSteps();
    progress.open(partition, openSteps, assembler.openSegments());
    pace = paceOfThread.get();
    pace.taskBegins();
  }

  @Override
  public void process(Record<byte[], byte[]> steps) {
    var place = context.recordMetadata().orElseThrow();
    var record = new StepsRecord(steps.key(), steps.value(), place.partition(), place.offset(), steps.timestamp());
    if (assembler.hasTakenIn(place.offset()) && progress.repeated()) {
      LOG.warn("[{}-{}@{}] was assembled before, as the state of the topology says; expected the group to go on behind it; such records are passed over"
          + " (the brokers hold an older offset of the group than was committed; said once)", place.topic(), place.partition(), place.offset());
    }
    long nowMs = context.currentSystemTimeMs();
    for (Assembled assembled : assembler.assemble(record)) {
      send(assembled, steps.timestamp());
      if (assembled instanceof Assembled.Segment(var trajectory)) {
        pace.trajectory(trajectory.count(), nowMs);
      } else {
        pace.result(nowMs);
      }
    }
    look(nowMs);
    progress.read();
    if (assembler.openSteps() != openSteps) {
      openSteps = assembler.openSteps();
      progress.open(partition, openSteps, assembler.openSegments());
    }
  }

  /// Asks for a commit where it is due, and has somebody look again while anything waits. Kafka Streams takes whatever a punctuator did for something to
  /// commit: one that went on for ever would have an idle topology commit for ever.
  private void look(long nowMs) {
    if (pace.isDue(nowMs)) {
      context.commit();
    }
    if (!pace.isWaiting()) {
      stopLooking();
    } else if (looking == null) {
      looking = context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::look);
    }
  }

  private void stopLooking() {
    if (looking != null) {
      looking.cancel();
      looking = null;
    }
  }

  private void send(Assembled assembled, long timeMs) {
    if (progress.made(assembled) && assembled instanceof Assembled.Rejected rejected) {
      LOG.warn("{} (further records rejected as {} are only counted)", rejected.step().message(), rejected.step().reason().label());
    }
    switch (assembled) {
      case Assembled.Segment(var trajectory) ->
          send(key(trajectory.first().environment()), trajectory, timeMs, TrajectoryTopology.TRAJECTORIES);
      case Assembled.Ended(var episode) -> send(key(episode.environment()), episode, timeMs, TrajectoryTopology.EPISODES);
      case Assembled.Rejected(var step) -> send(step.key(), step, timeMs, TrajectoryTopology.REJECTED);
    }
  }

  private <T> void send(byte[] key, T value, long timeMs, String sink) {
    context.forward(new Record<>(key, new Placed<>(partition, value), timeMs), sink);
  }

  private static byte[] key(String environment) {
    return environment.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    stopLooking();
    pace.taskEnds();
    progress.handedOver(partition);
  }
}
