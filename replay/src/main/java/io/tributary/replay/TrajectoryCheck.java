// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.runs.Run;
import io.tributary.schemas.CodecException;
import io.tributary.streams.AssemblyRules;
import io.tributary.streams.SegmentTrajectory;
import io.tributary.trainer.Arrival;

/// Makes trajectories again from the steps their sources name, as the topology did, and compares them in every bit. One thread.
///
/// The return before a segment is what its first record says; where that says nothing, it follows from the segments of the episode before it. At the beginning of a
/// replay, and after a break in an episode, those are not known: then the recorded one stands.
final class TrajectoryCheck {
  private static final int MOST_ENVIRONMENTS = 100_000;

  private final Run run;
  private final AssemblyRules rules;
  private final StepsLog steps;
  private final Tally tally;
  private final Map<String, Episode> episodes = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Episode> eldest) {
      return size() > MOST_ENVIRONMENTS;
    }
  };

  private record Episode(StepId next, double returnSoFar) {}

  TrajectoryCheck(Run run, StepsLog steps, Tally tally) {
    this.run = run;
    this.rules = AssemblyRules.of(run.spec(), run.topics());
    this.steps = steps;
    this.tally = tally;
  }

  /// Compares one; in the order of its partition.
  void check(Arrival arrival) {
    Trajectory recorded = arrival.trajectory();
    List<Steps> records = new ArrayList<>(recorded.sources().size());
    List<Source> sources = new ArrayList<>(recorded.sources().size());
    for (Source source : recorded.sources()) {
      switch (steps.find(source.partition(), source.offset())) {
        case StepsLog.Lookup.Held(var record) -> {
          Steps read = decode(arrival, source, record.value());
          if (read == null) {
            return;
          }
          records.add(read);
          sources.add(new Source(source.partition(), source.offset(), read.first().index(), read.count()));
        }
        case StepsLog.Lookup.Expired() -> {
          tally.expiredTrajectory(where(arrival));
          return;
        }
        case StepsLog.Lookup.Absent() -> {
          different(arrival, "source", "a record at " + where(source), "none there");
          return;
        }
      }
    }
    compare(arrival, records, sources);
  }

  private void compare(Arrival arrival, List<Steps> records, List<Source> sources) {
    Trajectory recorded = arrival.trajectory();
    String broken = broken(records);
    if (broken != null) {
      different(arrival, "sources", "consecutive training steps of one episode", broken);
      return;
    }
    double before = returnBefore(records.getFirst(), recorded);
    Trajectory again;
    try {
      again = SegmentTrajectory.of(rules, records, sources, before);
    } catch (IllegalArgumentException impossible) {
      different(arrival, "sources", "steps that make a trajectory", impossible.getMessage());
      return;
    }
    remember(records, before);
    TrajectoryDifference difference = TrajectoryDifference.between(again, recorded);
    if (difference == null) {
      tally.trajectory(true);
    } else {
      different(arrival, difference.what(), difference.expected() + " as " + where(recorded.sources().getFirst())
          + (recorded.sources().size() == 1 ? "" : " to " + where(recorded.sources().getLast())) + " give", difference.got());
    }
  }

  private static String broken(List<Steps> records) {
    if (records.isEmpty()) {
      return "none";
    }
    StepId expected = records.getFirst().first();
    for (Steps steps : records) {
      if (!steps.first().equals(expected)) {
        return steps.first() + " after the steps before " + expected;
      }
      if (steps.purpose() != Purpose.TRAIN) {
        return "evaluation, at " + steps.first();
      }
      expected = expected.plus(steps.count());
    }
    return null;
  }

  private Steps decode(Arrival arrival, Source source, byte[] value) {
    try {
      return run.topics().steps().value().decode(value);
    } catch (CodecException undecodable) {
      different(arrival, "source", "steps at " + where(source), "undecodable (" + undecodable.getMessage() + ")");
      return null;
    }
  }

  private double returnBefore(Steps first, Trajectory recorded) {
    if (first.returnBefore() != 0) {
      return first.returnBefore();
    }
    if (first.first().index() == 0) {
      return 0;
    }
    Episode before = episodes.get(first.first().environment());
    // 0 where the topology had forgotten the environment meanwhile.
    return before != null && before.next.equals(first.first()) && recorded.returnBefore() != 0 ? before.returnSoFar : recorded.returnBefore();
  }

  private void remember(List<Steps> records, double before) {
    double sum = before;
    for (Steps steps : records) {
      sum = steps.returnBefore() != 0 ? steps.returnBefore() : sum;
      for (float reward : steps.columns().rewards()) {
        sum += reward;
      }
    }
    Steps last = records.getLast();
    episodes.put(last.first().environment(), new Episode(last.first().plus(last.count()), sum));
  }

  private void different(Arrival arrival, String what, String expected, String got) {
    tally.trajectory(false);
    tally.found(new Finding(Finding.Kind.TRAJECTORY, where(arrival), what, expected, got));
  }

  private String where(Arrival arrival) {
    return run.topics().trajectories() + "-" + arrival.partition() + "@" + arrival.offset();
  }

  private String where(Source source) {
    return run.topics().steps() + "-" + source.partition() + "@" + source.offset();
  }
}
