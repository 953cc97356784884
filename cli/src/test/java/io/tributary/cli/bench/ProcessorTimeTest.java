// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.bench;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessorTimeTest {
  @Test
  void shouldKnowPartsByTheirThreads() {
    assertThat(ProcessorTime.part("bench.produce.ab12cd34")).isEqualTo("produce");
    assertThat(ProcessorTime.part("kafka-producer-network-thread | bench.produce.ab12cd34")).isEqualTo("produce");
    assertThat(ProcessorTime.part("bench.stream.0-StreamThread-1")).isEqualTo("stream");
    assertThat(ProcessorTime.part("trainer-commit")).isEqualTo("train");
    assertThat(ProcessorTime.part("kafka-producer-network-thread | bench.train.0")).isEqualTo("train");
    assertThat(ProcessorTime.part("data-plane-kafka-request-handler-0")).isEqualTo("broker");
    assertThat(ProcessorTime.part("main")).isEqualTo("other");
  }

  @Test
  void shouldAccountForAllOfTheProcess() {
    ProcessorTime time = new ProcessorTime();
    time.sample();

    assertThat(time.byPart()).containsOnlyKeys("produce", "stream", "train", "broker", "other", "jvm").allSatisfy((part, seconds) -> assertThat(seconds).isNotNegative());
    assertThat(time.byPart().get("other")).isPositive();
  }
}
