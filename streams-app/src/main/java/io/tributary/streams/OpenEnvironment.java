// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Steps;
import io.tributary.schemas.RejectionReason;

/// What the assembler knows of one environment: the header row. Everything but the open steps themselves.
///
/// Mutable and used by one thread, because it changes with every record; a row in a store is a copy in bytes.
public final class OpenEnvironment {
  static final long NONE = -1;

  private final String environment;

  long session = NONE;
  long episode = NONE;
  /// Index the episode's next step has.
  long nextIndex;
  /// The episode reached its ending.
  boolean ended;
  /// Why the rest of this episode is rejected; null where it is not.
  RejectionReason broken;
  /// Of the current episode.
  Purpose purpose = Purpose.TRAIN;
  /// Rewards of the episode before the next step.
  double returnSoFar;

  /// Records in the open segment, in the slots 0 … openRecords − 1.
  int openRecords;
  /// Steps in the open segment.
  int openSteps;
  /// Bytes those records have.
  long openBytes;
  /// Optional columns those records have, as {@link RecordedColumns} counts them.
  int openColumns;
  /// Rewards of the episode before the open segment.
  double openReturnBefore;
  /// Slots that exist, whether or not they are in use.
  int slots;

  /// Partition time of the newest accepted record.
  long newsMs;
  /// Its offset.
  long newsOffset = NONE;
  /// Partition time of the newest record of any kind.
  long seenMs;
  /// Its offset.
  long seenOffset = NONE;

  OpenEnvironment(String environment) {
    this.environment = environment;
  }

  /// Its id.
  public String environment() {
    return environment;
  }

  /// Steps that wait for their segment to close.
  public int openSteps() {
    return openSteps;
  }

  void startSession(long newSession) {
    session = newSession;
    episode = NONE;
    nextIndex = 0;
    ended = false;
    broken = null;
    returnSoFar = 0;
  }

  void startEpisode(long newEpisode, Purpose newPurpose) {
    episode = newEpisode;
    purpose = newPurpose;
    nextIndex = 0;
    ended = false;
    broken = null;
    returnSoFar = 0;
  }

  /// Forgets all but the slots that are still to be deleted.
  void forget() {
    startSession(NONE);
    purpose = Purpose.TRAIN;
    newsMs = 0;
    newsOffset = NONE;
    clear();
  }

  /// Adds a record to the open segment.
  void open(Steps steps, int bytes, double returnBefore) {
    if (openRecords == 0) {
      openReturnBefore = returnBefore;
      openColumns = RecordedColumns.of(steps.columns());
    }
    openRecords++;
    openSteps += steps.count();
    openBytes += bytes;
    slots = Math.max(slots, openRecords);
  }

  /// Empties the open segment.
  void clear() {
    openRecords = 0;
    openSteps = 0;
    openBytes = 0;
    openColumns = 0;
    openReturnBefore = 0;
  }

  /// Moves on behind an accepted record.
  void advance(Steps steps, double returnAfter) {
    nextIndex = steps.nextIndex();
    ended = steps.ending().endsEpisode();
    returnSoFar = returnAfter;
  }
}
