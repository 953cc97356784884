// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.List;

import io.tributary.audit.StepClaims.Claim;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Trajectory;
import io.tributary.schemas.Episode;
import io.tributary.schemas.RejectedStep;

/// No steps record is named by two outputs, or open though one that had been committed before names it; an output's own parts fit together.
///
/// **Assumptions.** The outputs come first, then the open records. These were read before the outputs ended, so an output wins over them.
final class OutputLaw {
  private final String steps;
  private final List<StepClaims> claims;
  private final StepCounter counter;
  private final Findings findings;

  /// @param steps name of the steps topic
  /// @param claims a table for each partition, filled here
  OutputLaw(String steps, List<StepClaims> claims, StepCounter counter, Findings findings) {
    this.steps = steps;
    this.claims = claims;
    this.counter = counter;
    this.findings = findings;
  }

  void trajectory(Place place, Trajectory trajectory) {
    require(place, trajectory.sources(), trajectory.first().index(), trajectory.count());
    claim(place, Fate.TRAJECTORY, trajectory.first(), trajectory.sources());
  }

  /// Only evaluation episodes name their steps; the trajectories of a training episode do.
  void episode(Place place, Episode episode) {
    if (episode.purpose() == Purpose.EVALUATE) {
      require(place, episode.sources(), 0, episode.length());
      claim(place, Fate.EVALUATION, new StepId(episode.environment(), episode.session(), episode.episode(), 0), episode.sources());
    } else if (!episode.sources().isEmpty()) {
      findings.add(FindingKind.OUTPUT_INCONSISTENT, place, "a training episode names " + episode.sources().size() + " steps records; expected none");
    }
  }

  void rejection(Place place, RejectedStep step) {
    if (step.original().length == step.originalLength() && Originals.mark(step.original()) != Originals.markOf(step.originalSha256())) {
      findings.add(FindingKind.ORIGINAL_DIFFERS, place, "the hash is not that of the original beside it");
    }
    claim(place, new Source(step.partition(), step.offset(), step.firstIndex(), step.count()),
        new Claim(Fate.rejected(step.reason()), step.firstIndex(), step.count(), Originals.markOf(step.originalSha256()), place.offset()));
  }

  private void require(Place place, List<Source> sources, long firstIndex, long count) {
    long next = firstIndex;
    for (Source source : sources) {
      if (source.firstIndex() != next) {
        findings.add(FindingKind.OUTPUT_INCONSISTENT, place, "its source " + source.partition() + "@" + source.offset() + " begins at step "
            + source.firstIndex() + "; expected step " + next);
        return;
      }
      next += source.count();
    }
    if (next != firstIndex + count) {
      findings.add(FindingKind.OUTPUT_INCONSISTENT, place, "its sources have " + (next - firstIndex) + " steps; expected its own " + count);
    }
  }

  private void claim(Place place, Fate fate, StepId first, List<Source> sources) {
    int mark = StepClaims.mark(first);
    for (Source source : sources) {
      claim(place, source, new Claim(fate, source.firstIndex(), source.count(), mark, place.offset()));
    }
  }

  private void claim(Place place, Source source, Claim claim) {
    int partition = source.partition();
    if (partition != place.partition()) {
      findings.add(FindingKind.OUTPUT_MISPLACED, place, "it names " + record(source.partition(), source.offset()) + "; expected records of its own partition");
    }
    if (partition < 0 || partition >= claims.size() || source.offset() >= claims.get(partition).end()) {
      findings.add(FindingKind.SOURCE_MISSING, place, "it names " + record(partition, source.offset()) + "; expected a record that exists");
      return;
    }
    StepClaims table = claims.get(partition);
    if (source.offset() < table.begin()) {
      // Retention has removed the record; its output is still there.
      return;
    }
    Claim before = table.get(source.offset());
    if (before == null) {
      table.put(source.offset(), claim);
      return;
    }
    counter.duplicated += Math.max(0, claim.count());
    boolean again = before.repeats(claim);
    findings.add(again ? FindingKind.RECORD_DUPLICATED : FindingKind.STEPS_IN_TWO_PLACES, place, described(record(partition, source.offset()), claim) + " are "
        + claim.fate().words() + " here" + (again ? " again" : "") + "; expected one place, and offset " + before.output() + " of the outputs of partition "
        + partition + " already has them " + before.fate().words());
  }

  /// One open record, as the topology's changelog has it.
  ///
  /// @param settledUntil what outputs named below it had been committed before the changelog was read: that must not be open any more
  void open(OpenRecord record, Settled settledUntil) {
    int partition = record.partition();
    Claim open = new Claim(Fate.OPEN, record.first().index(), record.count(), StepClaims.mark(record.first()), record.row().offset());
    if (partition != record.row().partition() || record.offset() >= claims.get(partition).end()) {
      findings.add(FindingKind.SOURCE_MISSING, record.row(), "it holds " + record(partition, record.offset()) + "; expected a record of its own partition"
          + " that exists");
      return;
    }
    StepClaims table = claims.get(partition);
    if (record.offset() < table.begin()) {
      return;
    }
    Claim output = table.get(record.offset());
    if (output == null) {
      table.put(record.offset(), open);
    } else if (output.fate().kind() == Fate.Kind.OPEN) {
      counter.duplicated += open.count();
      findings.add(FindingKind.STEPS_IN_TWO_PLACES, record.row(), described(record(partition, record.offset()), open)
          + " are open here; expected one slot, and another has them");
    } else if (output.output() < settledUntil.of(output.fate().kind(), partition)) {
      counter.duplicated += open.count();
      findings.add(FindingKind.OPEN_STEPS_CLOSED, record.row(), described(record(partition, record.offset()), open) + " are open here; expected one place, and offset "
          + output.output() + " of the outputs of that partition already has them " + output.fate().words());
    }
  }

  /// Up to where outputs were committed at some moment.
  interface Settled {
    long of(Fate.Kind kind, int partition);
  }

  private static String described(String record, Claim claim) {
    return claim.count() < 0 ? "the bytes of " + record : "the " + claim.count() + " steps of " + record;
  }

  private String record(int partition, long offset) {
    return steps + "-" + partition + "@" + offset;
  }
}
