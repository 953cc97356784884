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
    Objection objection = episode(steps, state);
    if (objection == null) {
      objection = index(steps, state);
    }
    if (objection == null) {
      objection = columns(steps, state);
    }
    return objection != null ? objection : size(record, steps, state);
  }

  private Objection episode(Steps steps, EnvironmentState state) {
    StepId first = steps.first();
    if (first.session() < state.session) {
      return Objection.of(SUPERSEDED, "the session is over, its producer started again as session " + state.session);
    }
    if (first.session() > state.session) {
      closer.interrupt(state, SUPERSEDED, "the producer started again as session " + first.session());
      state.startSession(first.session());
    }
    if (first.episode() < state.episode) {
      return Objection.of(LATE, "episode " + state.episode + " has already begun");
    }
    if (first.episode() > state.episode) {
      closer.interrupt(state, GAP, "its ending is missing and episode " + first.episode() + " has begun");
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
      return Objection.of(LATE, "the episode ended with step " + (state.nextIndex - 1));
    }
    if (state.broken) {
      return Objection.of(GAP, "the episode is broken at step " + state.nextIndex + " and counts only as a whole");
    }
    if (steps.purpose() != state.purpose) {
      return Objection.of(MALFORMED, "purpose is " + steps.purpose() + "; expected " + state.purpose + " as in the steps before");
    }
    if (index == state.nextIndex) {
      return null;
    }
    String message = "steps " + state.nextIndex + " to " + (index - 1) + " are missing";
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

  private Objection size(StepsRecord record, Steps steps, EnvironmentState state) {
    String message = tooLong(steps, record, state);
    if (message == null) {
      return null;
    }
    boolean whole = rules.wholeEpisodes(state.purpose);
    closer.interrupt(state, TOO_LONG, message);
    if (!whole) {
      message = tooLong(steps, record, state);
    }
    if (message == null) {
      return null;
    }
    state.broken = whole;
    return Objection.of(TOO_LONG, message);
  }

  /// Null where the open segment, longer by this record, can be stored and emitted.
  private String tooLong(Steps steps, StepsRecord record, EnvironmentState state) {
    long open = state.openBytes + bytes(record, steps, state);
    if (state.purpose == Purpose.EVALUATE) {
      long emitted = EncodedSize.ofEmptyEpisode(state.environment) + EncodedSize.OF_SOURCE * (state.openRecords + 1L);
      return open > rules.trajectoryBytes()
          ? "its episode's records take " + open + " bytes; expected at most " + rules.trajectoryBytes()
          : emitted > rules.episodeBytes() ? "its episode may take " + emitted + " bytes; expected at most " + rules.episodeBytes() : null;
    }
    long emitted = EncodedSize.ofEmptyTrajectory(steps.first(), observationSize) + open;
    return emitted <= rules.trajectoryBytes() ? null : "its segment may take " + emitted + " bytes; expected at most " + rules.trajectoryBytes();
  }

  /// At most what the record adds. Masks and environment actions count in any case: joining fills them in where only some records have them.
  private long bytes(StepsRecord record, Steps steps, EnvironmentState state) {
    if (state.purpose == Purpose.EVALUATE) {
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
      state.open(steps, bytes(record, steps, state), returnBefore);
    }
  }
}
