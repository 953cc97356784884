// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.bench;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessorTimeTest {
  @Test
  void shouldKnowPartsByTheirThreads() {
    assertThat(ProcessorTime.part("bench.produce.ab12cd34")).isEqualTo("rollout");
    assertThat(ProcessorTime.part("kafka-producer-network-thread | bench.produce.ab12cd34")).isEqualTo("producer");
    assertThat(ProcessorTime.part("bench.stream.0-StreamThread-1")).isEqualTo("topology");
    assertThat(ProcessorTime.part("trainer-commit")).isEqualTo("trainer");
    assertThat(ProcessorTime.part("kafka-producer-network-thread | bench.train.0")).isEqualTo("trainer");
    assertThat(ProcessorTime.part("main")).isEqualTo("other");
  }

  @Test
  void shouldAccountForWhatIsUsedSinceItBegan() {
    ProcessorTime time = new ProcessorTime(ProcessHandle.current());
    time.begin();
    long spin = System.nanoTime();
    while (System.nanoTime() - spin < 50_000_000L) {
      time.sample();
    }

    assertThat(time.byPart()).containsOnlyKeys("rollout", "producer", "broker", "topology", "trainer", "other", "jvm")
        .allSatisfy((part, seconds) -> assertThat(seconds).isNotNegative());
    assertThat(time.byPart().get("other")).isPositive();
  }
}
