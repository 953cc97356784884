// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.tributary.schemas.Segmenting;

import static org.assertj.core.api.Assertions.assertThat;

/// When it asks for a commit, with batches of 8 steps and an interval of 20 ms.
class AssembleProcessorTest {
  private final CommitPace pace = new CommitPace(new AwaitedBatch(8, 0), 20, 1);
  private final AssembleProcessor processor =
      new AssembleProcessor(World.rules(new Segmenting.MaxSteps(4)), World.topics().steps().value(), new StreamProgress(), () -> pace);
  private MockProcessorContext<byte[], Placed<?>> context;
  private long offset;

  @TempDir
  private Path directory;

  @BeforeEach
  void begin() {
    context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), directory.toFile());
    for (String name : List.of(TrajectoryTopology.ENVIRONMENTS, TrajectoryTopology.OPEN_STEPS)) {
      var store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray()).withLoggingDisabled().build();
      store.init(context.getStateStoreContext(), store);
      context.addStateStore(store);
    }
    processor.init(context);
  }

  @Test
  void shouldAskForACommitWhenTheBatchIsCompleteAndNotAgain() {
    arrive(0, 4, 1_000);
    assertThat(context.committed()).isFalse();
    arrive(4, 4, 1_004);
    assertThat(context.committed()).isTrue();
    assertThat(isLooking()).as("nothing waits").isFalse();
  }

  @Test
  void shouldAskForACommitOfWhatHasWaited() {
    arrive(0, 4, 1_000);
    assertThat(isLooking()).isTrue();
    look(1_015);
    assertThat(context.committed()).isFalse();
    look(1_020);
    assertThat(context.committed()).isTrue();
    assertThat(isLooking()).isFalse();
  }

  @Test
  void shouldHaveNobodyLookWhileThereAreNoResults() {
    assertThat(context.scheduledPunctuators()).isEmpty();
    arrive(0, 2, 1_000);
    assertThat(context.scheduledPunctuators()).isEmpty();
    arrive(2, 2, 1_001);
    arrive(4, 4, 1_002);
    arrive(8, 4, 1_010);
    assertThat(context.scheduledPunctuators().stream().filter(punctuator -> !punctuator.cancelled())).hasSize(1);
  }

  @Test
  void shouldLeaveNobodyBehindWhoLooks() {
    arrive(0, 4, 1_000);
    processor.close();
    assertThat(isLooking()).isFalse();
    processor.init(context);
    arrive(4, 4, 1_001);
    assertThat(context.committed()).as("a task that was rolled back counts once").isTrue();
  }

  private boolean isLooking() {
    return context.scheduledPunctuators().stream().anyMatch(punctuator -> !punctuator.cancelled());
  }

  private void look(long nowMs) {
    context.scheduledPunctuators().stream().filter(punctuator -> !punctuator.cancelled()).map(CapturedPunctuator::getPunctuator).toList()
        .forEach(punctuator -> punctuator.punctuate(nowMs));
  }

  private void arrive(long index, int count, long nowMs) {
    context.setCurrentSystemTimeMs(nowMs);
    context.setRecordMetadata(World.topics().steps().name(), 0, offset++);
    byte[] steps = World.bytes(World.Piece.of(piece -> {
      piece.index = index;
      piece.count = count;
    }));
    processor.process(new Record<>(World.key("p/0"), steps, nowMs));
  }
}
