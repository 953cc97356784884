// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.tributary.audit.TrajectoryLengths.Sum;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.SkippedTrajectory;

/// Versions' ranges abut, so that every trajectory is in exactly one of them, skipped in it, or not yet consumed; what a version says it
/// trained on is what its ranges hold.
///
/// **Assumptions.** Versions come in their order, and every trajectory that one of them took is in the tables.
final class RangeLaw {
  private static final int MOST_NAMED = 3;

  private final List<TrajectoryLengths> lengths;
  private final Findings findings;
  private final long[] ends;
  private long unchecked;
  private long skippedTrajectories;
  private long lostAccepted;
  private long unattributed;
  private long trainedTrajectories;

  /// @param lengths tables of all trajectories, by partition
  RangeLaw(List<TrajectoryLengths> lengths, Findings findings) {
    this.lengths = lengths;
    this.findings = findings;
    ends = new long[lengths.size()];
  }

  /// Where the newest version's ranges end, by partition; not to be written.
  long[] ends() {
    return ends;
  }

  /// Judges the ranges of the next version.
  ///
  /// @param parent the version before it; null for the first
  /// @param follows whether that is its parent, or it is version 0
  void snapshot(String version, PolicySnapshot snapshot, PolicySnapshot parent, boolean follows) {
    long[] from = new long[ends.length];
    long[] until = new long[ends.length];
    Arrays.fill(from, -1);
    for (OffsetRange range : snapshot.ranges()) {
      if (range.partition() >= ends.length || from[range.partition()] >= 0) {
        findings.add(FindingKind.RANGES_APART, version, "it names partition " + range.partition() + (range.partition() < ends.length ? " twice" : "")
            + "; expected each of " + ends.length + " once");
      } else {
        from[range.partition()] = range.from();
        until[range.partition()] = range.until();
      }
    }
    Sum sum = Sum.NONE;
    boolean whole = follows;
    Losses losses = Losses.of(snapshot, lengths, findings);
    lostAccepted += losses.offsets();
    for (int p = 0; p < ends.length; p++) {
      if (from[p] < 0) {
        findings.add(FindingKind.RANGES_APART, version, "it has no range of partition " + p + "; expected one that begins at " + ends[p]);
        whole = false;
        continue;
      }
      abut(version, p, from[p], until[p], parent == null, follows);
      sum = sum.plus(lengths.get(p).sum(from[p], until[p]));
      whole &= from[p] == until[p] || Math.max(from[p], losses.until(p)) >= lengths.get(p).begin();
      ends[p] = until[p];
    }
    Set<List<Long>> named = new HashSet<>();
    long skippedSteps = skipped(version, snapshot, from, until, named);
    for (int p = 0; p < ends.length; p++) {
      trainedTrajectories += from[p] < 0 ? 0 : learned(p, from[p], until[p], named);
    }
    if (whole) {
      stepsTrained(version, snapshot, parent, sum.steps(), skippedSteps);
    } else {
      unchecked++;
    }
  }

  private void abut(String version, int p, long from, long until, boolean first, boolean follows) {
    if (until > lengths.get(p).end()) {
      findings.add(FindingKind.RANGE_BEYOND_END, version, "its range of partition " + p + " is [" + from + ", " + until + "); expected it to end at "
          + lengths.get(p).end() + " or before, where the trajectories end");
    }
    if (!follows) {
      unattributed += lengths.get(p).sum(ends[p], from).trajectories();
      return;
    }
    if (first && from != until) {
      findings.add(FindingKind.RANGES_APART, version, "its range of partition " + p + " is [" + from + ", " + until + "); expected an empty one, since it was"
          + " learned from nothing");
    }
    if (from != ends[p]) {
      findings.add(FindingKind.RANGES_APART, version, "its range of partition " + p + " is [" + from + ", " + until + "); expected it to begin at " + ends[p]
          + (first ? ", the first offset" : ", where its parent's ends"));
      name(p, Math.min(from, ends[p]), Math.max(from, ends[p]),
          from > ends[p] ? FindingKind.TRAJECTORY_IN_NO_VERSION : FindingKind.TRAJECTORY_IN_TWO_VERSIONS, version);
    }
  }

  private void name(int p, long from, long until, FindingKind kind, String version) {
    int named = 0;
    for (long offset = Math.max(from, lengths.get(p).begin()); offset < Math.min(until, lengths.get(p).end()) && named < MOST_NAMED; offset++) {
      if (lengths.get(p).steps(offset) > 0) {
        named++;
        findings.add(kind, "trajectories-" + p + "@" + offset, "its " + lengths.get(p).steps(offset) + " steps are in "
            + (kind == FindingKind.TRAJECTORY_IN_NO_VERSION ? "no version before " + version + ", which begins after it" : version + " and one before it")
            + "; expected exactly one");
      }
    }
  }

  /// Trajectories of a range that were not named as skipped, one by one.
  private long learned(int p, long from, long until, Set<List<Long>> skipped) {
    long count = 0;
    for (long offset = Math.max(from, lengths.get(p).begin()); offset < Math.min(until, lengths.get(p).end()); offset++) {
      count += lengths.get(p).steps(offset) > 0 && (skipped.isEmpty() || !skipped.contains(List.of((long) p, offset))) ? 1 : 0;
    }
    return count;
  }

  /// Steps of the trajectories named as skipped.
  ///
  /// @param named filled with their coordinates
  private long skipped(String version, PolicySnapshot snapshot, long[] from, long[] until, Set<List<Long>> named) {
    long steps = 0;
    for (SkippedTrajectory skip : snapshot.skipped()) {
      if (skip.isLoss()) {
        continue;
      }
      int p = skip.partition();
      boolean inside = p >= 0 && p < ends.length && skip.offset() >= from[p] && skip.offset() < until[p];
      if (!inside) {
        differs(version, skip, "is outside its ranges; expected a trajectory that it took");
      } else if (!named.add(List.of((long) p, skip.offset()))) {
        differs(version, skip, "is named twice; expected once");
      } else if (skip.offset() >= lengths.get(p).begin() && lengths.get(p).steps(skip.offset()) != skip.steps()) {
        differs(version, skip, "has " + lengths.get(p).steps(skip.offset()) + " steps; expected the " + skip.steps() + " it says");
      } else {
        steps += skip.steps();
        skippedTrajectories += skip.offset() >= lengths.get(p).begin() ? 1 : 0;
      }
    }
    return steps;
  }

  private void differs(String version, SkippedTrajectory skip, String what) {
    findings.add(FindingKind.SKIPPED_DIFFERS, version, "skipped trajectory " + skip.partition() + "@" + skip.offset() + " (" + skip.reason() + ") " + what);
  }

  private void stepsTrained(String version, PolicySnapshot snapshot, PolicySnapshot parent, long inRanges, long skipped) {
    if (parent == null) {
      return;
    }
    long trained = snapshot.stepsTrained() - parent.stepsTrained();
    if (trained != inRanges - skipped) {
      findings.add(FindingKind.STEPS_TRAINED_DIFFER, version, "stepsTrained grows by " + trained + "; expected " + (inRanges - skipped)
          + ", the steps in its ranges less those skipped");
    }
    Producers.compare(version, parent, snapshot, inRanges, findings);
  }

  /// Trajectories that versions learned from.
  long trained() {
    return trainedTrajectories;
  }

  /// Trajectories that versions skipped.
  long skipped() {
    return skippedTrajectories;
  }

  /// Trajectories above the newest version's ranges.
  long notConsumed() {
    long sum = 0;
    for (int p = 0; p < ends.length; p++) {
      sum += lengths.get(p).sum(ends[p], lengths.get(p).end()).trajectories();
    }
    return sum;
  }

  /// Offsets that retention has removed, and trajectories whose version is not there.
  long expired() {
    return unattributed + lengths.stream().mapToLong(TrajectoryLengths::begin).sum();
  }

  /// Offsets that versions name as lost.
  long lostAccepted() {
    return lostAccepted;
  }

  /// Versions whose steps could not be added up.
  long unchecked() {
    return unchecked;
  }
}
