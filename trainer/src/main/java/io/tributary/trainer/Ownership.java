// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import io.tributary.runs.Read;
import io.tributary.schemas.Checkpoint;

/// Whose run it is, as far as one trainer knows: its own session, and which checkpoint it restored last.
///
/// A checkpoint by another session that is newer than the restored one means that someone else has begun since. Offsets tell newer, not clocks.
final class Ownership {
  private static final long NOTHING = -1;

  private final long session;
  private volatile boolean begun;
  private volatile long restoredOffset = NOTHING;

  /// @param session the trainer's start in milliseconds
  Ownership(long session) {
    this.session = session;
  }

  long session() {
    return session;
  }

  void restored(long checkpointOffset) {
    restoredOffset = checkpointOffset;
  }

  /// The trainer's own checkpoint is in the log.
  void taken() {
    begun = true;
  }

  /// Whether the log was ever in this trainer's hands.
  boolean wasTaken() {
    return begun;
  }

  boolean isLost(Read<String, Checkpoint> newest) {
    return newest.value().trainerSession() != session && newest.offset() > restoredOffset;
  }
}
