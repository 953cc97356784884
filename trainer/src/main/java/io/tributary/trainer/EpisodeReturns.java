// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;

import io.tributary.rl.experience.Trajectory;

/// Undiscounted returns of the episodes that end in a batch.
///
/// @param episodes that end
/// @param sum of their returns, in the environment's unit
record EpisodeReturns(long episodes, double sum) {

  static EpisodeReturns of(List<Trajectory> trajectories) {
    long episodes = 0;
    double sum = 0;
    for (Trajectory trajectory : trajectories) {
      if (trajectory.ending().endsEpisode()) {
        episodes++;
        sum += returnOf(trajectory);
      }
    }
    return new EpisodeReturns(episodes, sum);
  }

  double mean() {
    return sum / episodes;
  }

  private static double returnOf(Trajectory trajectory) {
    double sum = trajectory.returnBefore();
    for (float reward : trajectory.columns().rewards()) {
      sum += reward;
    }
    return sum;
  }
}
