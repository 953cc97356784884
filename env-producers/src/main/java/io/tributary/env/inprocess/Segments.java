// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.inprocess;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.target.SegmentTargets;

/// Makes trajectories of records as the topology does, where nothing is lost, late or malformed.
///
/// A segment closes at an ending, at a cut, or as soon as it has the settings' steps or more; whole episodes at an ending only.
final class Segments {
  private final InProcessSettings settings;
  private final Map<String, List<Steps>> open = new HashMap<>();
  private final Map<String, List<Source>> sources = new HashMap<>();
  private long offset;

  Segments(InProcessSettings settings) {
    this.settings = settings;
  }

  /// Takes the next record in, and hands on the trajectory that it completes.
  void add(Steps record, Consumer<Trajectory> sink) {
    String environment = record.first().environment();
    List<Steps> records = open.computeIfAbsent(environment, any -> new ArrayList<>());
    List<Source> from = sources.computeIfAbsent(environment, any -> new ArrayList<>());
    records.add(record);
    from.add(new Source(0, offset++, record.first().index(), record.count()));
    if (closes(records)) {
      sink.accept(trajectory(records, from));
      records.clear();
      from.clear();
    }
  }

  private boolean closes(List<Steps> records) {
    Steps last = records.getLast();
    if (last.ending().endsEpisode()) {
      return true;
    }
    return settings.segmentSteps() > 0
        && (last.cut() || records.stream().mapToInt(Steps::count).sum() >= settings.segmentSteps());
  }

  private Trajectory trajectory(List<Steps> records, List<Source> from) {
    Steps first = records.getFirst();
    Steps last = records.getLast();
    boolean ended = last.ending().endsEpisode();
    Columns columns = Columns.concatenate(records.stream().map(Steps::columns).toList());
    return new Trajectory(
        first.first(),
        columns,
        SegmentTargets.of(columns, last.ending(), !ended, settings.gamma(), settings.lambda(), settings.bootstrapRewardToGo()),
        settings.gamma(),
        settings.lambda(),
        last.ending(),
        !ended,
        records.stream().mapToLong(Steps::policyVersion).min().orElseThrow(),
        records.stream().mapToLong(Steps::policyVersion).max().orElseThrow(),
        ended && first.first().index() == 0,
        first.returnBefore(),
        from);
  }
}
