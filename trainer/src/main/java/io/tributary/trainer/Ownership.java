// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.tributary.runs.Read;
import io.tributary.runs.TakenOverException;
import io.tributary.schemas.Checkpoint;

/// Whose run it is, as far as one trainer knows.
///
/// Of two trainers the one that fenced the other later is to go on. Fencing leaves no trace that could be read, so each says in the log that it has
/// begun, with a checkpoint under its own session. A trainer that looks at the newest checkpoint before it fences anybody knows from then on: a newer
/// one, by neither itself nor the predecessor it saw, is by someone who has begun since. Offsets tell newer, not clocks.
///
/// **Guarantees.** Sessions of one run ascend in the order in which trainers saw each other, and no two trainers of one JVM share one: equal
/// milliseconds are told apart. A checkpoint under this session counts as its own only if this trainer may have written one.
final class Ownership {
  private static final long NOTHING = -1;
  private static final AtomicLong NEWEST_SESSION = new AtomicLong();

  private final LongSupplier clockMs;
  private volatile long session = NOTHING;
  private volatile long seenOffset = NOTHING;
  private volatile long predecessor = NOTHING;
  private volatile boolean begun;
  private volatile boolean perhapsBegun;

  /// @param clockMs a session is about the trainer's start in milliseconds
  Ownership(LongSupplier clockMs) {
    this.clockMs = clockMs;
  }

  /// The trainer's session; it has none before it [#enter]s.
  long session() {
    return session;
  }

  /// Looks at the run before anybody is fenced: the first time to choose a session, later to see whether it is lost.
  ///
  /// @param newest checkpoint as of now
  /// @throws TakenOverException where someone else has begun since the first look: to go on would be to take the run back
  void enter(String run, Optional<Read<String, Checkpoint>> newest) {
    if (session != NOTHING) {
      requireOwn(run, newest, null);
      return;
    }
    long after = newest.map(read -> read.value().trainerSession()).orElse(NOTHING);
    seenOffset = newest.map(Read::offset).orElse(NOTHING);
    predecessor = after;
    session = NEWEST_SESSION.updateAndGet(last -> Math.max(Math.max(clockMs.getAsLong(), last + 1), after + 1));
  }

  /// The trainer's own checkpoint is in the log.
  void taken() {
    begun = true;
    predecessor = NOTHING;
  }

  /// It may be, or not.
  void perhapsTaken() {
    perhapsBegun = true;
  }

  /// Whether the log was ever in this trainer's hands.
  boolean wasTaken() {
    return begun;
  }

  boolean isLost(Read<String, Checkpoint> newest) {
    long by = newest.value().trainerSession();
    boolean own = by == session && (begun || perhapsBegun);
    return newest.offset() > seenOffset && !own && (by == session || by != predecessor);
  }

  /// @throws TakenOverException where someone else has begun
  void requireOwn(String run, Optional<Read<String, Checkpoint>> newest, Throwable cause) {
    if (newest.isPresent() && isLost(newest.get())) {
      throw takenOver(run, "the newest checkpoint, at version " + newest.get().value().agent().version() + ", is by the session of "
          + newest.get().value().trainerSession(), cause);
    }
  }

  TakenOverException takenOver(String run, String evidence, Throwable cause) {
    return new TakenOverException(
        "run " + run + ": another trainer has taken over (" + evidence + "); this one, of session " + session + ", stops", cause);
  }
}
