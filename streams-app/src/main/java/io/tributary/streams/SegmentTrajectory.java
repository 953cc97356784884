// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.List;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.target.SegmentTargets;

/// What the records of a closed segment are as a trajectory: a function of the records, the run's rules and the return before them, and of nothing else.
///
/// The topology makes trajectories with it, and whoever replays a log makes them again.
public final class SegmentTrajectory {
  private SegmentTrajectory() {}

  /// The trajectory.
  ///
  /// @param records consecutive records of one episode, at least one; a segment whose last record does not end its episode was cut
  /// @param sources where they lie, one for each
  /// @param returnBefore rewards of the episode before the first of them
  public static Trajectory of(AssemblyRules rules, List<Steps> records, List<Source> sources, double returnBefore) {
    Ending ending = records.getLast().ending();
    boolean cut = !ending.endsEpisode();
    Columns columns = records.size() == 1 ? records.getFirst().columns() : Columns.concatenate(records.stream().map(Steps::columns).toList());
    Targets targets = SegmentTargets.of(columns, ending, cut, rules.gamma(), rules.lambda(), rules.bootstrapRewardToGo());
    long lowest = Long.MAX_VALUE;
    long highest = Long.MIN_VALUE;
    for (Steps steps : records) {
      lowest = Math.min(lowest, steps.policyVersion());
      highest = Math.max(highest, steps.policyVersion());
    }
    var first = records.getFirst().first();
    boolean complete = first.index() == 0 && ending.endsEpisode();
    return new Trajectory(first, columns, targets, rules.gamma(), rules.lambda(), ending, cut, lowest, highest, complete, returnBefore, sources);
  }
}
