// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.experience;

import java.util.List;
import java.util.Objects;

/// One segment of one episode with everything the trainer needs.
///
/// @param first identity of the first step
/// @param columns the steps; values at an inner border are the next record's first value
/// @param targets reward-to-go and advantages as the topology computed them
/// @param gamma discount γ the targets were computed with
/// @param lambda GAE's λ the targets were computed with
/// @param ending of the last step
/// @param cut whether the segment was closed though the episode goes on
/// @param lowestVersion lowest policy version that acted in it (−1: a foreign policy)
/// @param highestVersion highest policy version that acted in it
/// @param completeEpisode whether it holds an episode from its first step to its ending
/// @param returnBefore rewards of the episode before the first step
/// @param sources the steps records it was assembled from, in order
public record Trajectory(
    StepId first,
    Columns columns,
    Targets targets,
    double gamma,
    double lambda,
    Ending ending,
    boolean cut,
    long lowestVersion,
    long highestVersion,
    boolean completeEpisode,
    double returnBefore,
    List<Source> sources) {

  public Trajectory {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(columns, "columns");
    Objects.requireNonNull(targets, "targets");
    Objects.requireNonNull(ending, "ending");
    sources = List.copyOf(sources);
    if (targets.rewardsToGo().length != columns.count()) {
      throw new IllegalArgumentException(
          first + ": " + targets.rewardsToGo().length + " rewards-to-go for " + columns.count() + " steps; expected equal");
    }
  }

  /// Steps in this trajectory.
  public int count() {
    return columns.count();
  }
}
