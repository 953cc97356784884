// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FreshStartTest {
  private final AtomicLong now = new AtomicLong();
  private final FreshStart freshStart = new FreshStart(now::get);

  @Test
  void shouldTellWhatAFreshStartHeals() {
    assertThat(FreshStart.heals(new StreamsException(new InvalidTxnStateException("in an invalid state")))).isTrue();
    assertThat(FreshStart.heals(new StreamsException("commit", new TimeoutException("60 s")))).isTrue();
    assertThat(FreshStart.heals(new StreamsException("commit", new KafkaException("Unhandled error in EndTxnResponse")))).isTrue();
    assertThat(FreshStart.heals(new StreamsException("commit", new UnknownServerException("unexpected")))).isTrue();
    assertThat(FreshStart.heals(new IllegalStateException("a defect"))).isFalse();
    assertThat(FreshStart.heals(new StreamsException("a defect", new IllegalStateException("in a processor")))).isFalse();
    assertThat(FreshStart.heals(new KafkaException("wraps", new IllegalStateException("a defect")))).isFalse();
    assertThat(FreshStart.heals(new StreamsException(new RecordTooLargeException("too large")))).isFalse();
    assertThat(FreshStart.heals(new StreamsException(new TopicAuthorizationException("steps")))).isFalse();
  }

  /// Each of these is of a kind that passes, or has a cause that is; going on would skip steps or fight the successor.
  @Test
  void shouldNotGoOnWherePositionsAreGoneOrAnotherHasTakenOver() {
    assertThat(FreshStart.heals(new StreamsException(new NoOffsetForPartitionException(new TopicPartition("steps", 0))))).isFalse();
    assertThat(FreshStart.heals(new StreamsException(new FencedInstanceIdException("taken")))).isFalse();
    assertThat(FreshStart.heals(new TimeoutException("late", new FencedInstanceIdException("taken")))).isFalse();
  }

  @Test
  void shouldGiveUpNinetySecondsAfterAFailureThatNothingHasHealed() {
    assertThat(freshStart.failedAndMayGoOn()).isTrue();
    now.addAndGet(FreshStart.LONGEST_NS);
    assertThat(freshStart.isOverdue()).isFalse();
    assertThat(freshStart.failedAndMayGoOn()).isTrue();
    now.addAndGet(1);
    assertThat(freshStart.isOverdue()).isTrue();
    assertThat(freshStart.failedAndMayGoOn()).isFalse();
    freshStart.over();
    assertThat(freshStart.isOverdue()).isFalse();
    assertThat(freshStart.failedAndMayGoOn()).isTrue();
  }

  @Test
  void shouldGoOnAfterTheFirstFailureInHours() {
    freshStart.over();
    now.addAndGet(100 * FreshStart.LONGEST_NS);
    assertThat(freshStart.isOverdue()).isFalse();
    assertThat(freshStart.failedAndMayGoOn()).isTrue();
  }

  @Test
  void shouldGiveUpWhereItFailsAgainAndAgainThoughItWorksInBetween() {
    for (int i = 0; i < FreshStart.MOST; i++) {
      freshStart.over();
      assertThat(freshStart.failedAndMayGoOn()).as("failure %d", i).isTrue();
    }
    freshStart.over();
    assertThat(freshStart.failedAndMayGoOn()).isFalse();
    now.addAndGet(FreshStart.SPAN_NS + 1);
    freshStart.over();
    assertThat(freshStart.failedAndMayGoOn()).isTrue();
  }
}
