// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownServerException;

import io.tributary.runs.Outage;

/// Tells failures that a fresh start from the log heals from those that it would only repeat, and how often to try.
///
/// A broker that is killed forgets transactions it had not written down; when it is back it refuses to go on with them, and Kafka Streams
/// takes that refusal for final. It is not: what was committed is in the log, what was not is done again.
final class FreshStart {
  /// Longest time from a failure to a working topology.
  static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(90);
  /// Most failures within {@link #SPAN_NS}: more is not an outage but a defect.
  static final int MOST = 20;
  static final long SPAN_NS = TimeUnit.MINUTES.toNanos(2);

  private static final int DEEPEST = 20;
  /// Positions that are gone do not come back; whoever has taken over is not to be fought; and what is refused will be refused again.
  private static final List<Class<? extends Throwable>> FINAL = List.of(InvalidOffsetException.class, FencedInstanceIdException.class,
      AuthenticationException.class, AuthorizationException.class);
  private static final List<Class<? extends Throwable>> PASSING = List.of(ApplicationRecoverableException.class,
      InvalidTxnStateException.class, ProducerFencedException.class, InvalidProducerEpochException.class, OutOfOrderSequenceException.class,
      TransactionAbortedException.class, CommitFailedException.class, UnknownServerException.class);

  private final LongSupplier clockNs;
  private final Deque<Long> failures = new ArrayDeque<>();
  private boolean failing;
  private long failingSinceNs;

  FreshStart(LongSupplier clockNs) {
    this.clockNs = clockNs;
  }

  /// Whether it heals this.
  static boolean heals(Throwable thrown) {
    return !anyOf(FINAL, thrown) && (Outage.is(thrown) || anyOf(PASSING, thrown) || isUnnamed(thrown));
  }

  /// An answer that Kafka's client has no exception for, as from a broker that was killed in the middle of it.
  private static boolean isUnnamed(Throwable thrown) {
    return chain(thrown).reduce((_, deeper) -> deeper).filter(innermost -> innermost.getClass() == KafkaException.class).isPresent();
  }

  /// The topology works.
  synchronized void over() {
    failing = false;
  }

  /// Whether a failure is longer ago than an outage may last, and the topology has not worked since.
  synchronized boolean isOverdue() {
    return failing && clockNs.getAsLong() - failingSinceNs > LONGEST_NS;
  }

  /// Counts a failure; whether to start again after it.
  synchronized boolean failedAndMayGoOn() {
    long now = clockNs.getAsLong();
    failingSinceNs = failing ? failingSinceNs : now;
    failing = true;
    failures.addLast(now);
    while (now - failures.getFirst() > SPAN_NS) {
      failures.removeFirst();
    }
    return failures.size() <= MOST && !isOverdue();
  }

  private static boolean anyOf(List<Class<? extends Throwable>> kinds, Throwable thrown) {
    return chain(thrown).anyMatch(cause -> kinds.stream().anyMatch(kind -> kind.isInstance(cause)));
  }

  private static Stream<Throwable> chain(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(DEEPEST);
  }
}
