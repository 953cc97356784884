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
