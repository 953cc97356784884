// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.rejected;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tributary.rl.experience.StepId;

/// Which steps of some episodes have been taken already, and where: no step is to be learned from twice because it was sent twice.
///
/// Bounded by the episodes that are asked about.
final class TakenSteps {
  private record EpisodeId(String environment, long session, long episode) {
    static EpisodeId of(StepId step) {
      return new EpisodeId(step.environment(), step.session(), step.episode());
    }
  }

  private record Range(long from, long until, String where) {}

  private final Map<EpisodeId, List<Range>> ranges = new HashMap<>();

  /// From now on this episode matters.
  void watch(StepId step) {
    ranges.computeIfAbsent(EpisodeId.of(step), any -> new ArrayList<>());
  }

  void taken(StepId first, long count, String where) {
    List<Range> known = ranges.get(EpisodeId.of(first));
    if (known != null) {
      known.add(new Range(first.index(), first.index() + count, where));
    }
  }

  /// Where some of these steps were taken; null where none was.
  String where(StepId first, long count) {
    return ranges.getOrDefault(EpisodeId.of(first), List.of()).stream()
        .filter(range -> range.from() < first.index() + count && first.index() < range.until()).map(Range::where).findFirst().orElse(null);
  }
}
