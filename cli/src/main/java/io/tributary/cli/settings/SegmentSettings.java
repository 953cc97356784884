// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import io.tributary.schemas.Segmenting;

/// When the topology closes a segment, beside an ending or the producer's own cut.
///
/// @param steps a segment closes at so many steps; ignored where `completeEpisodes` is true
/// @param completeEpisodes whether only an ending closes one
public record SegmentSettings(int steps, boolean completeEpisodes) {
  public SegmentSettings {
    if (steps < 1 || steps > Segmenting.LIMIT) {
      throw new IllegalArgumentException("segment.steps is " + steps + "; expected 1 to " + Segmenting.LIMIT);
    }
  }

  /// 128 steps.
  public static SegmentSettings defaults() {
    return new SegmentSettings(128, false);
  }

  /// As the run's spec says it.
  Segmenting segmenting() {
    return completeEpisodes ? new Segmenting.CompleteEpisodes() : new Segmenting.MaxSteps(steps);
  }
}
