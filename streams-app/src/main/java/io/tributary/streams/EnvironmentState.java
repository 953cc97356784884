// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Steps;
import io.tributary.schemas.OpenEnvironment;

/// What the assembler knows of one environment: the header row, opened for writing. Everything but the open steps themselves.
///
/// Mutable and used by one thread, because it changes with every record.
final class EnvironmentState {
  static final long NONE = -1;

  final String environment;

  long session = NONE;
  long episode = NONE;
  /// Index the episode's next step has.
  long nextIndex;
  /// The episode reached its ending.
  boolean ended;
  /// The episode counts only as a whole and is not whole: the rest of it is rejected.
  boolean broken;
  /// Of the current episode.
  Purpose purpose = Purpose.TRAIN;
  /// Rewards of the episode before the next step.
  double returnSoFar;

  /// Records in the open segment, in the slots 0 … openRecords − 1.
  int openRecords;
  /// Steps in them.
  int openSteps;
  /// Bytes they add to a trajectory; for evaluation, the bytes they came in.
  long openBytes;
  /// Rewards of the episode before the open segment.
  double openReturnBefore;
  /// Optional columns the open records have, a function of the first slot; null where none is open.
  RecordedColumns openColumns;
  /// Slots that exist, whether or not they are in use.
  int slots;

  /// Partition time of the newest accepted record, and its offset.
  long acceptedMs;
  long acceptedOffset = NONE;
  /// Partition time of the newest record of any kind, and its offset.
  long heardMs;
  long heardOffset = NONE;

  EnvironmentState(String environment) {
    this.environment = environment;
  }

  /// The state that `row` holds. Which columns are open is read from the first slot by the caller.
  static EnvironmentState of(String environment, OpenEnvironment row) {
    EnvironmentState state = new EnvironmentState(environment);
    state.session = row.session();
    state.episode = row.episode();
    state.nextIndex = row.nextIndex();
    state.ended = row.ended();
    state.broken = row.broken();
    state.purpose = row.purpose();
    state.returnSoFar = row.returnSoFar();
    state.openRecords = row.openRecords();
    state.openSteps = row.openSteps();
    state.openBytes = row.openBytes();
    state.openReturnBefore = row.openReturnBefore();
    state.slots = row.slots();
    state.acceptedMs = row.acceptedMs();
    state.acceptedOffset = row.acceptedOffset();
    state.heardMs = row.heardMs();
    state.heardOffset = row.heardOffset();
    return state;
  }

  OpenEnvironment row() {
    return new OpenEnvironment(session, episode, nextIndex, ended, broken, purpose, returnSoFar, openRecords, openSteps, openBytes,
        openReturnBefore, slots, acceptedMs, acceptedOffset, heardMs, heardOffset);
  }

  void startSession(long newSession) {
    session = newSession;
    startEpisode(NONE, Purpose.TRAIN);
  }

  void startEpisode(long newEpisode, Purpose newPurpose) {
    episode = newEpisode;
    purpose = newPurpose;
    nextIndex = 0;
    ended = false;
    broken = false;
    returnSoFar = 0;
  }

  /// Forgets all but the slots that are still to be deleted.
  void forget() {
    startSession(NONE);
    acceptedMs = 0;
    acceptedOffset = NONE;
    clear();
  }

  /// Adds a record to the open segment.
  void open(Steps steps, long bytes, double returnBefore) {
    if (openRecords == 0) {
      openReturnBefore = returnBefore;
      openColumns = RecordedColumns.of(steps.columns());
    }
    openRecords++;
    openSteps += steps.count();
    openBytes += bytes;
    slots = Math.max(slots, openRecords);
  }

  /// Whether the open segment can go on with these columns.
  boolean matches(Columns columns) {
    return openRecords == 0 || RecordedColumns.of(columns).equals(openColumns);
  }

  /// Empties the open segment.
  void clear() {
    openRecords = 0;
    openSteps = 0;
    openBytes = 0;
    openReturnBefore = 0;
    openColumns = null;
  }

  /// Moves on behind an accepted record.
  void advance(Steps steps, double returnAfter) {
    nextIndex = steps.nextIndex();
    ended = steps.ending().endsEpisode();
    returnSoFar = returnAfter;
  }
}
