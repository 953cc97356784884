// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutageTest {
  private final AtomicLong now = new AtomicLong();
  private final Outage outage = new Outage(now::get);

  @Test
  void shouldTellWhatAFreshStartHeals() {
    assertThat(Outage.isPassing(new StreamsException(new InvalidTxnStateException("in an invalid state")))).isTrue();
    assertThat(Outage.isPassing(new StreamsException("commit", new TimeoutException("60 s")))).isTrue();
    assertThat(Outage.isPassing(new IllegalStateException("a defect"))).isFalse();
    assertThat(Outage.isPassing(new StreamsException(new RecordTooLargeException("too large")))).isFalse();
    assertThat(Outage.isPassing(new StreamsException(new TopicAuthorizationException("steps")))).isFalse();
  }

  /// Each of these is of a kind that passes, or has a cause that is; going on would skip steps or fight the successor.
  @Test
  void shouldNotGoOnWherePositionsAreGoneOrAnotherHasTakenOver() {
    assertThat(Outage.isPassing(new StreamsException(new NoOffsetForPartitionException(new TopicPartition("steps", 0))))).isFalse();
    assertThat(Outage.isPassing(new StreamsException(new FencedInstanceIdException("taken")))).isFalse();
    assertThat(Outage.isPassing(new TimeoutException("late", new FencedInstanceIdException("taken")))).isFalse();
  }

  @Test
  void shouldGiveUpAfterNinetySecondsWithoutAWorkingTopology() {
    now.addAndGet(Outage.LONGEST_NS);
    assertThat(outage.failedAndMayGoOn()).isTrue();
    now.addAndGet(1);
    assertThat(outage.failedAndMayGoOn()).isFalse();
    outage.over();
    assertThat(outage.failedAndMayGoOn()).isTrue();
  }

  @Test
  void shouldGiveUpWhereItFailsAgainAndAgainThoughItWorksInBetween() {
    for (int i = 0; i < Outage.MOST; i++) {
      outage.over();
      assertThat(outage.failedAndMayGoOn()).as("failure %d", i).isTrue();
    }
    outage.over();
    assertThat(outage.failedAndMayGoOn()).isFalse();
    now.addAndGet(Outage.SPAN_NS + 1);
    outage.over();
    assertThat(outage.failedAndMayGoOn()).isTrue();
  }
}
