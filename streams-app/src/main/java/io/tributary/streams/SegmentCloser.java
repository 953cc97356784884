// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.target.SegmentTargets;
import io.tributary.schemas.Codec;
import io.tributary.schemas.Episode;
import io.tributary.schemas.RejectionReason;

import static io.tributary.schemas.RejectionReason.NON_FINITE;

/// Turns the open records of an environment into what they end as, and collects it.
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
  void interrupt(int partition, OpenEnvironment header, RejectionReason reason, String message) {
    if (header.openRecords == 0) {
      return;
    }
    List<OpenSteps> slots = slots(header, 0);
    if (rules.wholeEpisodes(header.purpose)) {
      reject(partition, header, slots, reason, message);
      header.broken = reason;
    } else {
      emit(partition, header, slots, null);
    }
    header.clear();
  }

  /// The open segment, if any, and one more record are complete.
  void close(int partition, OpenEnvironment header, Steps last, OpenSteps lastSlot, double lastReturnBefore) {
    if (header.openRecords == 0) {
      header.openReturnBefore = lastReturnBefore;
    }
    List<OpenSteps> slots = slots(header, 1);
    slots.add(lastSlot);
    if (header.purpose == Purpose.EVALUATE) {
      out.add(new Assembled.Ended(episode(partition, header, slots, last.ending(), true)));
    } else {
      emit(partition, header, slots, last);
    }
    header.clear();
  }

  private List<OpenSteps> slots(OpenEnvironment header, int more) {
    List<OpenSteps> slots = new ArrayList<>(header.openRecords + more);
    for (int i = 0; i < header.openRecords; i++) {
      slots.add(rows.slot(header.environment(), i));
    }
    return slots;
  }

  /// Emits a training segment, and its episode where it ends one. `last` is the last slot's content where it is at hand, else null.
  private void emit(int partition, OpenEnvironment header, List<OpenSteps> slots, Steps last) {
    Ending ending = last == null ? Ending.CONTINUES : last.ending();
    boolean cut = !ending.endsEpisode();
    Columns columns = columns(slots, last);
    Targets targets = SegmentTargets.of(columns, ending, cut, rules.gamma(), rules.lambda(), rules.bootstrapRewardToGo());
    if (!finite(targets.rewardsToGo()) || !finite(targets.advantages())) {
      reject(partition, header, slots, NON_FINITE, "the targets of its segment overflow a float");
      return;
    }
    StepId first = new StepId(header.environment(), header.session, header.episode, slots.getFirst().firstIndex());
    boolean complete = first.index() == 0 && ending.endsEpisode();
    out.add(new Assembled.Segment(new Trajectory(first, columns, targets, rules.gamma(), rules.lambda(), ending, cut,
        lowestVersion(slots), highestVersion(slots), complete, header.openReturnBefore, sources(partition, slots))));
    if (ending.endsEpisode()) {
      out.add(new Assembled.Ended(episode(partition, header, slots, ending, false)));
    }
  }

  private Columns columns(List<OpenSteps> slots, Steps last) {
    if (last != null && slots.size() == 1) {
      return last.columns();
    }
    List<Columns> parts = new ArrayList<>(slots.size());
    int stored = last == null ? slots.size() : slots.size() - 1;
    for (int i = 0; i < stored; i++) {
      parts.add(codec.decode(slots.get(i).value()).columns());
    }
    if (last != null) {
      parts.add(last.columns());
    }
    return Columns.concatenate(parts);
  }

  private static Episode episode(int partition, OpenEnvironment header, List<OpenSteps> slots, Ending ending, boolean withSources) {
    return new Episode(header.environment(), header.session, header.episode, header.returnSoFar, header.nextIndex, ending,
        lowestVersion(slots), highestVersion(slots), header.purpose, withSources ? sources(partition, slots) : List.of(),
        slots.getLast().timeMs());
  }

  private void reject(int partition, OpenEnvironment header, List<OpenSteps> slots, RejectionReason reason, String message) {
    byte[] key = header.environment().getBytes(StandardCharsets.UTF_8);
    for (OpenSteps slot : slots) {
      StepId first = new StepId(header.environment(), header.session, header.episode, slot.firstIndex());
      out.add(rejections.of(new StepsRecord(key, slot.value(), partition, slot.offset(), slot.timeMs()), first, slot.count(),
          Objection.of(reason, message)));
    }
  }

  private static List<Source> sources(int partition, List<OpenSteps> slots) {
    if (slots.size() == 1) {
      OpenSteps slot = slots.getFirst();
      return List.of(new Source(partition, slot.offset(), slot.firstIndex(), slot.count()));
    }
    return slots.stream().map(slot -> new Source(partition, slot.offset(), slot.firstIndex(), slot.count())).toList();
  }

  private static long lowestVersion(List<OpenSteps> slots) {
    long lowest = Long.MAX_VALUE;
    for (OpenSteps slot : slots) {
      lowest = Math.min(lowest, slot.policyVersion());
    }
    return lowest;
  }

  private static long highestVersion(List<OpenSteps> slots) {
    long highest = Long.MIN_VALUE;
    for (OpenSteps slot : slots) {
      highest = Math.max(highest, slot.policyVersion());
    }
    return highest;
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
