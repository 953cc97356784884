// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import io.tributary.schemas.Topics;

/// How far the topology's outputs go, by partition.
///
/// @param trajectories of the trajectories
/// @param episodes of the episodes
/// @param rejected of the rejections
record OutputEnds(long[] trajectories, long[] episodes, long[] rejected) implements OutputLaw.Settled {

  /// All that is there, committed or not.
  static OutputEnds highWatermarks(RunLog log, Topics topics) {
    return new OutputEnds(log.highWatermarks(topics.trajectories()), log.highWatermarks(topics.episodes()),
        log.highWatermarks(topics.rejected()));
  }

  /// Up to where every transaction has ended.
  static OutputEnds settled(RunLog log, Topics topics) {
    return new OutputEnds(log.settled(topics.trajectories()), log.settled(topics.episodes()), log.settled(topics.rejected()));
  }

  @Override
  public long of(Fate.Kind kind, int partition) {
    return switch (kind) {
      case TRAJECTORY -> trajectories[partition];
      case EVALUATION -> episodes[partition];
      case REJECTED -> rejected[partition];
      case OPEN -> 0;
    };
  }
}
