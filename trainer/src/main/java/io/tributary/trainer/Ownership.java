// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Optional;
import java.util.function.LongSupplier;

import io.tributary.runs.Read;
import io.tributary.runs.TakenOverException;
import io.tributary.schemas.Checkpoint;

/// Whose run it is, as far as one trainer knows.
///
/// Fencing leaves no trace that could be read, so each trainer says in the log that it has begun, with a checkpoint under its own session: its start, and
/// later than any session it saw. Of two trainers the one of the later session goes on, whoever fenced whom last: one that finds a later session stops,
/// and one that an earlier session fenced begins again.
///
/// Each looks before it fences anybody, so as not to disturb a successor, and once more after that, when nobody else can write any more: the broker may
/// have kept it waiting in between, for as long as another one takes to begin.
///
/// **Guarantees.** No two trainers go on under one session. They may draw the same (their clocks say the same, or both saw a predecessor whose clock was
/// ahead); but a trainer announces only what it did not find in the log after fencing, so that at most one ever knows its session to be in it. One that
/// finds its session there and does not know takes the next.
///
/// **Limit.** Of two that looked before either had begun, the clocks tell which is the later.
final class Ownership {
  private static final long NOTHING = -1;

  private final LongSupplier clockMs;
  private volatile long session = NOTHING;
  private volatile boolean begun;

  /// @param clockMs a session is about the trainer's start in milliseconds
  Ownership(LongSupplier clockMs) {
    this.clockMs = clockMs;
  }

  /// The trainer's session; it has none before it first [#look]s.
  long session() {
    return session;
  }

  /// Looks at the run: the first time to draw a session, later to see whether the run is lost.
  ///
  /// @param newest checkpoint as of now
  /// @throws TakenOverException where a later session has begun: to go on would be to take the run back
  void look(String run, Optional<Read<String, Checkpoint>> newest) {
    requireOwn(run, newest, null);
    long by = newest.map(read -> read.value().trainerSession()).orElse(NOTHING);
    if (session == NOTHING) {
      session = Math.max(clockMs.getAsLong(), by + 1);
    } else if (by == session && !begun) {
      session = by + 1;
    }
  }

  /// The trainer's own checkpoint is in the log, for certain.
  void taken() {
    begun = true;
  }

  boolean isLost(Read<String, Checkpoint> newest) {
    return session != NOTHING && newest.value().trainerSession() > session;
  }

  /// @throws TakenOverException where a later session has begun
  void requireOwn(String run, Optional<Read<String, Checkpoint>> newest, Throwable cause) {
    if (newest.isPresent() && isLost(newest.get())) {
      throw new TakenOverException("run " + run + ": another trainer has taken over (the newest checkpoint, at version "
          + newest.get().value().agent().version() + ", is by the session of " + newest.get().value().trainerSession() + "); this one, of session "
          + session + ", stops", cause);
    }
  }
}
