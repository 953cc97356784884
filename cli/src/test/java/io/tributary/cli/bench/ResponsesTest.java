// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.bench;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResponsesTest {
  private final AtomicLong nowNs = new AtomicLong();
  private final Responses responses = new Responses(nowNs::get);

  private void at(long ms, Runnable happens) {
    nowNs.set(ms * 1_000_000);
    happens.run();
  }

  @Test
  void shouldTimeARolloutUntilAVersionHasLearnedAllOfIt() {
    at(0, responses::begin);
    at(10, () -> responses.published(100));
    at(20, () -> responses.published(200));
    at(25, () -> responses.learned(99)); // not all of the first
    at(40, () -> responses.learned(100)); // 30 ms
    at(70, () -> responses.learned(200)); // 50 ms
    Map<String, Object> json = responses.json();
    assertThat(json).containsEntry("rollouts", 2L);
    assertThat((double) json.get("p50")).isBetween(29.9, 30.1);
    assertThat((double) json.get("p99")).isBetween(49.9, 50.1);
    assertThat((double) json.get("max")).isBetween(49.9, 50.1);
  }

  @Test
  void shouldTimeSeveralRolloutsThatOneVersionLearnedFrom() {
    at(0, responses::begin);
    at(10, () -> responses.published(100));
    at(20, () -> responses.published(200));
    at(50, () -> responses.learned(250));
    assertThat(responses.json()).containsEntry("rollouts", 2L);
  }

  @Test
  void shouldLeaveOutWhatWasPublishedBeforeItBegan() {
    at(0, () -> responses.published(100));
    at(10, responses::begin);
    at(20, () -> responses.learned(100));
    assertThat(responses.json()).containsEntry("rollouts", 0L).containsEntry("p50", null);
  }
}
