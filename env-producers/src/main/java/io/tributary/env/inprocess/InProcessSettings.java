// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.inprocess;

import java.util.Objects;

import io.tributary.env.rollout.RolloutSettings;

/// What the parts of a run would be told, for all of them at once.
///
/// @param rollout how much is played at a time
/// @param window rollouts that may be ahead of the learner: 1 is on-policy; with w and batches of one rollout every batch is w − 1 versions old
/// @param segmentSteps a segment closes at so many steps; 0 for whole episodes
/// @param batchSteps a batch closes with the trajectory that brings it to so many steps; ignored where `batchTrajectories` is positive
/// @param batchTrajectories a batch closes with so many trajectories instead; 0 to go by steps
/// @param gamma discount γ
/// @param lambda GAE's λ
/// @param bootstrapRewardToGo whether reward-to-go of truncated and cut segments continues with V(nextObservation)
/// @param seed of the episodes and actions
public record InProcessSettings(
    RolloutSettings rollout,
    int window,
    int segmentSteps,
    int batchSteps,
    int batchTrajectories,
    double gamma,
    double lambda,
    boolean bootstrapRewardToGo,
    long seed) {

  public InProcessSettings {
    Objects.requireNonNull(rollout, "rollout");
    require(window >= 1, "rollout.window is " + window + "; expected at least 1: on one thread there is no acting without bound");
    require(segmentSteps >= 0, "segment.steps is " + segmentSteps + "; expected at least 1, or 0 for whole episodes");
    require(segmentSteps > 0 || rollout.completeEpisodes(), "rollout.episodes is 0; expected at least 1, because segments are whole episodes");
    require(batchTrajectories > 0 || batchSteps >= 2, "batch.steps is " + batchSteps + "; expected at least 2, one alone has no standard deviation");
    require(batchTrajectories >= 0, "batch.trajectories is " + batchTrajectories + "; expected at least 0");
  }

  /// A batch for each rollout, on-policy: `environments` × `steps`, segments as long as a rollout.
  public static InProcessSettings onPolicy(int environments, int steps, double gamma, double lambda, long seed) {
    return new InProcessSettings(new RolloutSettings(environments, steps, 0, Math.min(steps, RolloutSettings.MAX_RECORD_STEPS)), 1, steps,
        environments * steps, 0, gamma, lambda, true, seed);
  }

  /// A batch for each rollout, on-policy: `episodes` whole episodes of each environment, rewards-to-go without a critic's estimate.
  public static InProcessSettings wholeEpisodes(int environments, int episodes, double gamma, double lambda, long seed) {
    return new InProcessSettings(new RolloutSettings(environments, 1, episodes, 256), 1, 0, 0, environments * episodes, gamma, lambda, false, seed);
  }

  private static void require(boolean fulfilled, String message) {
    if (!fulfilled) {
      throw new IllegalArgumentException(message);
    }
  }
}
