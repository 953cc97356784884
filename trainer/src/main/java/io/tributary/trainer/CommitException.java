// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;

/// A group of versions that was not, or perhaps not, committed. Whatever the outcome, the state to go on from is the one in the log.
final class CommitException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 20;

  /// What is known.
  enum Outcome {
    /// Nothing of the group is in the log.
    ABORTED,
    /// The group may be in the log or not.
    UNKNOWN,
    /// Someone else holds the transactional id, or the broker gave up on our transaction.
    FENCED
  }

  private final Outcome outcome;

  private CommitException(Outcome outcome, String message, Throwable cause) {
    super(message, cause);
    this.outcome = outcome;
  }

  static CommitException of(String what, KafkaException cause) {
    Outcome outcome = outcome(cause);
    return new CommitException(outcome, "committing " + what + " ended " + outcome + ": " + cause, cause);
  }

  Outcome outcome() {
    return outcome;
  }

  private static Outcome outcome(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < DEEPEST && cause != null; i++, cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
        return Outcome.FENCED;
      }
    }
    return failure instanceof TimeoutException || failure instanceof InterruptException ? Outcome.UNKNOWN : Outcome.ABORTED;
  }
}
