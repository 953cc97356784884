// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.schemas.EncodedSize;
import io.tributary.schemas.OpenSteps;

import static io.tributary.schemas.RejectionReason.DUPLICATE;
import static io.tributary.schemas.RejectionReason.GAP;
import static io.tributary.schemas.RejectionReason.LATE;
import static io.tributary.schemas.RejectionReason.MALFORMED;
import static io.tributary.schemas.RejectionReason.SUPERSEDED;
import static io.tributary.schemas.RejectionReason.TOO_LONG;

/// Finds a record's place in its environment's order, (session, episode, index), and puts it there.
final class EpisodeOrder {
  /// Records that a whole episode may come in. When it breaks, all of them are rejected in one transaction, and that has to end in time on a busy
  /// machine too: one that times out is done again, for ever.
  static final int MOST_RECORDS = 10_000;

  private final AssemblyRules rules;
  private final OpenEpisodes rows;
  private final SegmentCloser closer;
  private final boolean pixels;
  private final int observationSize;
  private final long actionBytes;
  private final int maskSize;

  EpisodeOrder(AssemblyRules rules, OpenEpisodes rows, SegmentCloser closer) {
    this.rules = rules;
    this.rows = rows;
    this.closer = closer;
    pixels = rules.spaces().pixels();
    observationSize = rules.spaces().observationSize();
    actionBytes = (long) Float.BYTES * rules.spaces().actionSize();
    maskSize = rules.spaces().maskSize();
  }

  /// Brings the environment to where the record may be accepted, closing what the record shows to be over.
  ///
  /// @return null where it may; else why not
  Objection place(StepsRecord record, Steps steps, EnvironmentState state) {
    long bytes = bytes(record, steps);
    String alone = tooLong(steps, bytes, 1);
    if (alone != null) {
      // No segment could hold it, whatever came before: nothing that is open is to blame, or closed for it.
      return Objection.of(TOO_LONG, alone);
    }
    Objection objection = episode(steps, state);
    if (objection == null) {
      objection = index(steps, state);
    }
    if (objection == null) {
      objection = columns(steps, state);
    }
    return objection != null ? objection : size(steps, bytes, state);
  }

  private Objection episode(Steps steps, EnvironmentState state) {
    StepId first = steps.first();
    if (first.session() < state.session) {
      return Objection.of(SUPERSEDED, "the session is over, its producer started again as session " + state.session
          + "; expected that one or a later one");
    }
    if (first.session() > state.session) {
      closer.interrupt(state, SUPERSEDED, "the producer started again as session " + first.session() + "; expected the whole episode before that");
      state.startSession(first.session());
    }
    if (first.episode() < state.episode) {
      return Objection.of(LATE, "episode " + state.episode + " has already begun; expected it or a later one");
    }
    if (first.episode() > state.episode) {
      closer.interrupt(state, GAP, "its ending is missing and episode " + first.episode() + " has begun; expected the whole episode first");
      state.startEpisode(first.episode(), steps.purpose());
    }
    return null;
  }

  private Objection index(Steps steps, EnvironmentState state) {
    long index = steps.first().index();
    if (index < state.nextIndex) {
      return Objection.of(DUPLICATE, "the next step expected is " + state.nextIndex);
    }
    if (state.ended) {
      return Objection.of(LATE, "the episode ended with step " + (state.nextIndex - 1) + "; expected step 0 of a later one");
    }
    if (state.broken) {
      return Objection.of(GAP, "the episode is broken at step " + state.nextIndex + " and counts only as a whole; expected a later one");
    }
    if (steps.purpose() != state.purpose) {
      return Objection.of(MALFORMED, "purpose is " + steps.purpose() + "; expected " + state.purpose + " as in the steps before");
    }
    if (index == state.nextIndex) {
      return null;
    }
    String message = "steps " + state.nextIndex + " to " + (index - 1) + " are missing; expected step " + state.nextIndex
        + ", since the episode counts only as a whole";
    closer.interrupt(state, GAP, message);
    if (rules.wholeEpisodes(state.purpose)) {
      state.broken = true;
      return Objection.of(GAP, message);
    }
    state.nextIndex = index;
    state.returnSoFar = steps.returnBefore();
    return null;
  }

  private Objection columns(Steps steps, EnvironmentState state) {
    if (state.matches(steps.columns())) {
      return null;
    }
    String message = "the record has " + RecordedColumns.of(steps.columns()) + "; expected "
        + state.openColumns + " as in the steps before";
    closer.interrupt(state, MALFORMED, message);
    return state.broken ? Objection.of(MALFORMED, message) : null;
  }

  private Objection size(Steps steps, long bytes, EnvironmentState state) {
    String message = tooLong(steps, state.openBytes + bytes, state.openRecords + 1);
    if (message == null) {
      return null;
    }
    closer.interrupt(state, TOO_LONG, message);
    return state.broken ? Objection.of(TOO_LONG, message) : null;
  }

  /// Null where a segment of so many bytes in so many records can be stored and emitted.
  private String tooLong(Steps steps, long bytes, int records) {
    if (records > MOST_RECORDS && rules.wholeEpisodes(steps.purpose())) {
      return "its episode, which counts only as a whole, comes in more than " + MOST_RECORDS + " records; expected at most that many"
          + " (several steps in a record make fewer)";
    }
    if (steps.purpose() == Purpose.EVALUATE) {
      long emitted = EncodedSize.ofEmptyEpisode(steps.first().environment()) + (long) EncodedSize.OF_SOURCE * records;
      return bytes > rules.trajectoryBytes()
          ? "its episode's records take " + bytes + " bytes; expected at most " + rules.trajectoryBytes()
          : emitted > rules.episodeBytes() ? "its episode may take " + emitted + " bytes; expected at most " + rules.episodeBytes() : null;
    }
    long emitted = EncodedSize.ofEmptyTrajectory(steps.first(), observationSize) + bytes;
    return emitted <= rules.trajectoryBytes() ? null : "its segment may take " + emitted + " bytes; expected at most " + rules.trajectoryBytes();
  }

  /// At most what the record adds. Masks and environment actions count in any case: joining fills them in where only some records have them.
  private long bytes(StepsRecord record, Steps steps) {
    if (steps.purpose() == Purpose.EVALUATE) {
      return record.value().length;
    }
    Columns columns = steps.columns();
    long masks = columns.masks() == null ? maskSize : 0;
    long environmentActions = columns.environmentActions() == null ? actionBytes : 0;
    return EncodedSize.inTrajectory(columns, pixels) + (masks + environmentActions) * columns.count();
  }

  /// Adds the record to its segment, and closes the segment where it is complete.
  void accept(StepsRecord record, Steps steps, EnvironmentState state) {
    // A producer that does not count its episode's return leaves 0; what was accepted before is known all the same.
    double returnBefore = steps.returnBefore() != 0 ? steps.returnBefore() : state.returnSoFar;
    double returnAfter = returnBefore;
    for (float reward : steps.columns().rewards()) {
      returnAfter += reward;
    }
    state.advance(steps, returnAfter);
    boolean longEnough = state.openSteps + steps.count() >= rules.segmentSteps();
    if (state.ended || (!rules.wholeEpisodes(state.purpose) && (steps.cut() || longEnough))) {
      closer.close(record, steps, state, returnBefore);
    } else {
      OpenSteps row = new OpenSteps(record.partition(), record.offset(), record.timeMs(), record.value());
      rows.saveSlot(state.environment, state.openRecords, row);
      state.open(steps, bytes(record, steps), returnBefore);
    }
  }
}
