// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;

import io.tributary.schemas.OffsetRange;

/// Trajectories by their coordinates.
@FunctionalInterface
public interface TrajectoryLog {

  /// All committed trajectories of a range, in order.
  ///
  /// @throws io.tributary.runs.RunException where the log does not reach back so far
  List<Arrival> read(OffsetRange range);
}
