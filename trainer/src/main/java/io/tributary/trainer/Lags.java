// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;

import io.tributary.rl.experience.Trajectory;

/// How many versions behind its parent the experience of a batch was acted: lag = parent version − lowest version of a trajectory.
///
/// Steps of foreign policies (version −1) have no lag and are not counted.
///
/// @param steps steps that have a lag
/// @param sum of their lags
/// @param max largest lag, 0 where there is none
record Lags(long steps, double sum, long max) {
  static final Lags NONE = new Lags(0, 0, 0);

  static Lags of(List<Trajectory> learned, long parentVersion) {
    return learned.stream().filter(Staleness::counts).map(trajectory -> {
      long lag = Staleness.lag(trajectory, parentVersion);
      return new Lags(trajectory.count(), (double) lag * trajectory.count(), lag);
    }).reduce(NONE, Lags::plus);
  }

  Lags plus(Lags other) {
    return new Lags(steps + other.steps, sum + other.sum, Math.max(max, other.max));
  }

  /// Over steps; 0 where there is none.
  double mean() {
    return steps == 0 ? 0 : sum / steps;
  }
}
