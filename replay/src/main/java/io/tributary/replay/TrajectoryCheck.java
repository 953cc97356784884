// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.runs.Run;
import io.tributary.streams.AssemblyRules;
import io.tributary.streams.SegmentTrajectory;
import io.tributary.trainer.Arrival;

/// Makes trajectories again from the steps their sources name, as the topology did, and compares them in every bit. One thread.
///
/// The return before a segment is what its first record says; where that says nothing, it follows from the segment of the episode that ends where this one
/// begins. Where that was not read (the replay began later, steps between them were rejected), the recorded one stands. It also stands at 0 after a silence
/// so long that the topology may have forgotten the environment.
final class TrajectoryCheck {
  private static final int MOST_ENVIRONMENTS = 100_000;

  private final Run run;
  private final AssemblyRules rules;
  private final NamedSteps steps;
  private final Tally tally;
  private final Map<String, Segment> segments = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Segment> eldest) {
      return size() > MOST_ENVIRONMENTS;
    }
  };

  /// The last one of an environment.
  private record Segment(StepId next, double returnSoFar, long lastMs) {}

  TrajectoryCheck(Run run, NamedSteps steps, Tally tally) {
    this.run = run;
    this.rules = AssemblyRules.of(run.spec(), run.topics());
    this.steps = steps;
    this.tally = tally;
  }

  /// Compares one; in the order of its partition.
  void check(Arrival arrival) {
    switch (steps.find(arrival.trajectory().sources(), Purpose.TRAIN)) {
      case NamedSteps.Lookup.Found found -> compare(arrival, found);
      case NamedSteps.Lookup.Expired() -> tally.expiredTrajectory(where(arrival));
      case NamedSteps.Lookup.Unfit(var what, var expected, var got) -> different(arrival, what, expected, got);
    }
  }

  private void compare(Arrival arrival, NamedSteps.Lookup.Found found) {
    Trajectory recorded = arrival.trajectory();
    double before = returnBefore(found, recorded);
    Trajectory again;
    try {
      again = SegmentTrajectory.of(rules, found.steps(), found.sources(), before);
    } catch (IllegalArgumentException impossible) {
      different(arrival, "sources", "steps that make a trajectory", impossible.getMessage());
      return;
    }
    Steps last = found.steps().getLast();
    segments.put(last.first().environment(), new Segment(last.first().plus(last.count()), found.returnAfter(before), found.lastMs()));
    TrajectoryDifference difference = TrajectoryDifference.between(again, recorded);
    if (difference == null) {
      tally.trajectory(true);
    } else {
      List<Source> sources = recorded.sources();
      different(arrival, difference.what(), difference.expected() + " as " + steps.where(sources.getFirst())
          + (sources.size() == 1 ? "" : " to " + steps.where(sources.getLast())) + " give", difference.got());
    }
  }

  private double returnBefore(NamedSteps.Lookup.Found found, Trajectory recorded) {
    Steps first = found.steps().getFirst();
    if (first.returnBefore() != 0 || first.first().index() == 0) {
      return first.returnBefore();
    }
    Segment before = segments.get(first.first().environment());
    if (before == null || !before.next.equals(first.first())) {
      return recorded.returnBefore();
    }
    boolean forgotten = recorded.returnBefore() == 0 && found.firstMs() - before.lastMs >= rules.forgetAfterMs();
    return forgotten ? 0 : before.returnSoFar;
  }

  private void different(Arrival arrival, String what, String expected, String got) {
    tally.trajectory(false);
    tally.found(new Finding(Finding.Kind.TRAJECTORY, where(arrival), what, expected, got));
  }

  private String where(Arrival arrival) {
    return run.topics().trajectories() + "-" + arrival.partition() + "@" + arrival.offset();
  }
}
