// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.schemas.Codec;
import io.tributary.schemas.Episode;
import io.tributary.schemas.OpenSteps;
import io.tributary.schemas.RejectionReason;

import static io.tributary.schemas.RejectionReason.NON_FINITE;

/// Turns the records of a segment into what they end as, and collects it.
final class SegmentCloser {
  private final AssemblyRules rules;
  private final Codec<Steps> codec;
  private final OpenEpisodes rows;
  private final Rejections rejections;
  private List<Assembled> out = new ArrayList<>(2);

  SegmentCloser(AssemblyRules rules, Codec<Steps> codec, OpenEpisodes rows) {
    this.rules = rules;
    this.codec = codec;
    this.rows = rows;
    this.rejections = new Rejections(rules);
  }

  /// What was collected since the last call.
  List<Assembled> take() {
    if (out.isEmpty()) {
      return List.of();
    }
    List<Assembled> taken = out;
    out = new ArrayList<>(2);
    return taken;
  }

  void reject(StepsRecord record, Steps steps, Objection objection) {
    out.add(rejections.of(record, steps.first(), steps.count(), objection));
  }

  void rejectUndecodable(StepsRecord record, RejectionReason reason, String message) {
    out.add(rejections.undecodable(record, reason, message));
  }

  /// The open segment, if any, will not be continued: closed as cut, or rejected where only whole episodes count.
  void interrupt(EnvironmentState state, RejectionReason reason, String message) {
    if (state.openRecords == 0) {
      return;
    }
    List<Accepted> records = open(state);
    if (rules.wholeEpisodes(state.purpose)) {
      reject(records, Objection.of(reason, message));
      state.broken = true;
    } else {
      emit(state, records);
    }
    state.clear();
  }

  /// The open segment, if any, and one more record are complete.
  ///
  /// @param returnBefore rewards of the episode before that record
  void close(StepsRecord record, Steps steps, EnvironmentState state, double returnBefore) {
    if (state.openRecords == 0) {
      state.openReturnBefore = returnBefore;
    }
    List<Accepted> records = open(state);
    records.add(new Accepted(record, steps));
    if (state.purpose == Purpose.EVALUATE) {
      out.add(new Assembled.Ended(episode(state, records, steps.ending())));
    } else {
      emit(state, records);
    }
    state.clear();
  }

  private List<Accepted> open(EnvironmentState state) {
    List<Accepted> records = new ArrayList<>(state.openRecords + 1);
    byte[] key = state.openRecords == 0 ? null : state.environment.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < state.openRecords; i++) {
      OpenSteps row = rows.slot(state.environment, i);
      StepsRecord record = new StepsRecord(key, row.original(), row.partition(), row.offset(), row.recordMs());
      records.add(new Accepted(record, codec.decode(row.original())));
    }
    return records;
  }

  /// Emits a training segment, and its episode where it ends one.
  private void emit(EnvironmentState state, List<Accepted> records) {
    Trajectory trajectory = SegmentTrajectory.of(rules, records.stream().map(Accepted::steps).toList(), Accepted.sources(records), state.openReturnBefore);
    if (!finite(trajectory.targets().rewardsToGo()) || !finite(trajectory.targets().advantages())) {
      reject(records, Objection.of(NON_FINITE, "the targets of its segment overflow a float; expected rewards and values that sum to finite ones"));
      return;
    }
    out.add(new Assembled.Segment(trajectory));
    if (trajectory.ending().endsEpisode()) {
      out.add(new Assembled.Ended(episode(state, records, trajectory.ending())));
    }
  }

  private static Episode episode(EnvironmentState state, List<Accepted> records, Ending ending) {
    return new Episode(state.environment, state.session, state.episode, state.returnSoFar, state.nextIndex, ending,
        Accepted.lowestVersion(records), Accepted.highestVersion(records), state.purpose,
        state.purpose == Purpose.EVALUATE ? Accepted.sources(records) : List.of(), records.getLast().record().timeMs());
  }

  private void reject(List<Accepted> records, Objection objection) {
    for (Accepted accepted : records) {
      reject(accepted.record(), accepted.steps(), objection);
    }
  }

  private static boolean finite(float[] column) {
    if (column != null) {
      for (float x : column) {
        if (!Float.isFinite(x)) {
          return false;
        }
      }
    }
    return true;
  }
}
