// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;

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
  private final EncodedSizes sizes;

  EpisodeOrder(AssemblyRules rules, OpenEpisodes rows, SegmentCloser closer) {
    this.rules = rules;
    this.rows = rows;
    this.closer = closer;
    this.sizes = new EncodedSizes(rules.spaces());
  }

  /// Brings the header to where the record may be accepted, closing what the record shows to be over.
  ///
  /// @return null where it may; else why not
  Objection place(StepsRecord record, Steps steps, OpenEnvironment header) {
    Objection objection = episode(record.partition(), steps, header);
    if (objection == null) {
      objection = index(record.partition(), steps, header);
    }
    if (objection == null) {
      objection = columns(record.partition(), steps, header);
    }
    return objection != null ? objection : size(record, steps, header);
  }

  private Objection episode(int partition, Steps steps, OpenEnvironment header) {
    StepId first = steps.first();
    if (first.session() < header.session) {
      return Objection.of(SUPERSEDED, "the session is over, its producer started again as session " + header.session);
    }
    if (first.session() > header.session) {
      closer.interrupt(partition, header, SUPERSEDED, "the producer started again as session " + first.session());
      header.startSession(first.session());
    }
    if (first.episode() < header.episode) {
      return Objection.of(LATE, "episode " + header.episode + " has already begun");
    }
    if (first.episode() > header.episode) {
      closer.interrupt(partition, header, GAP, "its ending is missing and episode " + first.episode() + " has begun");
      header.startEpisode(first.episode(), steps.purpose());
    }
    return null;
  }

  private Objection index(int partition, Steps steps, OpenEnvironment header) {
    long index = steps.first().index();
    if (index < header.nextIndex) {
      return Objection.of(DUPLICATE, "the next step expected is " + header.nextIndex);
    }
    if (header.ended) {
      return Objection.of(LATE, "the episode ended with step " + (header.nextIndex - 1));
    }
    if (header.broken != null) {
      return Objection.of(header.broken, "the episode is broken at step " + header.nextIndex + " and counts only as a whole");
    }
    if (steps.purpose() != header.purpose) {
      return Objection.of(MALFORMED, "purpose is " + steps.purpose() + "; expected " + header.purpose + " as in the steps before");
    }
    if (index == header.nextIndex) {
      return null;
    }
    String message = "steps " + header.nextIndex + " to " + (index - 1) + " are missing";
    closer.interrupt(partition, header, GAP, message);
    if (rules.wholeEpisodes(header.purpose)) {
      header.broken = GAP;
      return Objection.of(GAP, message);
    }
    header.nextIndex = index;
    header.returnSoFar = steps.returnBefore();
    return null;
  }

  private Objection columns(int partition, Steps steps, OpenEnvironment header) {
    int columns = RecordedColumns.of(steps.columns());
    if (header.openRecords == 0 || columns == header.openColumns) {
      return null;
    }
    String message = "the record has " + RecordedColumns.names(columns) + "; expected " + RecordedColumns.names(header.openColumns)
        + " as in the steps before";
    closer.interrupt(partition, header, MALFORMED, message);
    return header.broken == null ? null : Objection.of(MALFORMED, message);
  }

  private Objection size(StepsRecord record, Steps steps, OpenEnvironment header) {
    String message = tooLong(record, steps, header);
    if (message == null) {
      return null;
    }
    boolean whole = rules.wholeEpisodes(header.purpose);
    closer.interrupt(record.partition(), header, TOO_LONG, message);
    if (!whole) {
      message = tooLong(record, steps, header);
    }
    if (message == null) {
      return null;
    }
    header.broken = whole ? TOO_LONG : null;
    return Objection.of(TOO_LONG, message);
  }

  /// Null where the open segment, longer by this record, can be stored and emitted.
  private String tooLong(StepsRecord record, Steps steps, OpenEnvironment header) {
    long stored = header.openBytes + record.value().length;
    if (stored > rules.trajectoryBytes()) {
      return "its segment's records take " + stored + " bytes; expected at most " + rules.trajectoryBytes();
    }
    boolean evaluation = header.purpose == Purpose.EVALUATE;
    long emitted = evaluation
        ? sizes.episode(header.openRecords + 1)
        : sizes.trajectory(header.openRecords + 1, (long) header.openSteps + steps.count(), steps);
    int limit = evaluation ? rules.episodeBytes() : rules.trajectoryBytes();
    return emitted <= limit ? null : "its segment may take " + emitted + " bytes; expected at most " + limit;
  }

  /// Adds the record to its segment, and closes the segment where it is complete.
  void accept(StepsRecord record, Steps steps, OpenEnvironment header) {
    // A producer that does not count its episode's return leaves 0; what was accepted before is known all the same.
    double returnBefore = steps.returnBefore() != 0 ? steps.returnBefore() : header.returnSoFar;
    double returnAfter = returnBefore;
    for (float reward : steps.columns().rewards()) {
      returnAfter += reward;
    }
    header.advance(steps, returnAfter);
    boolean longEnough = header.openSteps + steps.count() >= rules.segmentSteps();
    OpenSteps slot = new OpenSteps(
        record.offset(), record.timeMs(), steps.first().index(), steps.count(), steps.policyVersion(), record.value());
    if (header.ended || (!rules.wholeEpisodes(header.purpose) && (steps.cut() || longEnough))) {
      closer.close(record.partition(), header, steps, slot, returnBefore);
    } else {
      rows.saveSlot(header.environment(), header.openRecords, slot);
      header.open(steps, record.value().length, returnBefore);
    }
  }
}
