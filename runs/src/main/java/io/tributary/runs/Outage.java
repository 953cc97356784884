// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/// Tells failures that pass from those that stay, by their causes: a broker that is away for a while, against one that says no.
public final class Outage {
  /// How long a broker may be away without ending a part, in milliseconds, where no setting says otherwise.
  public static final int SURVIVED_MS = 60_000;

  private static final int DEEPEST = 20;
  private static final long ASK_AGAIN_MS = 200;

  private Outage() {}

  /// Whether Kafka did not answer, or not yet: the same request may succeed later.
  public static boolean is(Throwable failure) {
    return anyCause(failure, cause -> cause instanceof RetriableException || cause instanceof TimeoutException);
  }

  /// Whether Kafka answered and will give the same answer again: rights, a password, a version.
  public static boolean isRefusal(Throwable failure) {
    return anyCause(failure, cause -> cause instanceof AuthorizationException || cause instanceof AuthenticationException
        || cause instanceof UnsupportedVersionException);
  }

  /// Asks until there is an answer, the time is up or a stop is wanted.
  ///
  /// @param limitMs how long failures that are outages are put up with
  /// @param stopped whether to give up now
  /// @param question may be asked any number of times
  /// @throws RuntimeException the last failure
  public static <T> T survive(long limitMs, BooleanSupplier stopped, Supplier<T> question) {
    long deadline = System.nanoTime() + limitMs * 1_000_000;
    while (true) {
      try {
        return question.get();
      } catch (RuntimeException failed) {
        if (!is(failed) || stopped.getAsBoolean() || System.nanoTime() > deadline) {
          throw failed;
        }
        pause(failed);
      }
    }
  }

  private static void pause(RuntimeException failed) {
    try {
      Thread.sleep(ASK_AGAIN_MS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failed;
    }
  }

  /// Failures that follow each other without as much peace in between as an outage may last: they count as one outage.
  public static final class Row {
    private static final long NS_PER_MS = 1_000_000;

    private final long limitMs;
    private boolean begun;
    private long firstNs;
    private long newestNs;

    /// @param limitMs how long an outage may last
    public Row(long limitMs) {
      this.limitMs = limitMs;
    }

    /// Takes note of one more failure.
    ///
    /// @param nowNs on a clock that only rises, in nanoseconds
    /// @return whether the row is still short enough to be put up with
    public synchronized boolean add(long nowNs) {
      if (!begun || nowNs - newestNs > limitMs * NS_PER_MS) {
        begun = true;
        firstNs = nowNs;
      }
      newestNs = nowNs;
      return nowNs - firstNs <= limitMs * NS_PER_MS;
    }

    /// Kafka works: the next failure begins another row.
    public synchronized void end() {
      begun = false;
    }

    /// From the first failure of the row to the newest, in milliseconds.
    public synchronized long lastedMs() {
      return (newestNs - firstNs) / NS_PER_MS;
    }
  }

  private interface Kind {
    boolean holds(Throwable cause);
  }

  private static boolean anyCause(Throwable failure, Kind kind) {
    Throwable cause = failure;
    for (int i = 0; i < DEEPEST && cause != null; i++, cause = cause.getCause()) {
      if (kind.holds(cause)) {
        return true;
      }
    }
    return false;
  }
}
