// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.time.Duration;

import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;

import io.tributary.runs.RunException;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Segmenting;
import io.tributary.schemas.Topics;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FetcherTest {
  private static final Topics TOPICS = Topics.of("", new RunSpec("mocked", "made-up", Experience.SPACES, TestRun.SMALL, 0.99, 0.95,
      new Segmenting.MaxSteps(32), true, 1, "none", 7, -1, RunSpec.DEFAULT_ABANDON_AFTER_MS, RunSpec.DEFAULT_FORGET_AFTER_MS, null, TestRun.SETTINGS, 1));

  @Test
  void shouldEndTrainingWhereFetchingBreaksWithAnError() {
    StackOverflowError broken = new StackOverflowError("injected");
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
      @Override
      public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        throw broken;
      }
    };
    ArrivalQueue queue = new ArrivalQueue(1_000);
    new Fetcher(TOPICS.trajectories(), consumer, queue, System::nanoTime).start(new long[] {0});
    assertThatThrownBy(() -> queue.take(5_000_000_000L)).isInstanceOf(RunException.class).hasCause(broken)
        .hasMessageContaining("mocked.trajectories").hasMessageContaining("the trainer stops");
  }
}
