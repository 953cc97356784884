// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

/// How much is played at a time, and in what pieces it is published.
///
/// @param environments played side by side, one batched forward for all of them
/// @param steps of each environment in one rollout; not looked at where `episodes` is positive
/// @param episodes whole episodes of each environment in one rollout; an environment that finishes early idles, since first-come would
///     favour short episodes. 0: a rollout ends after `steps`
/// @param recordSteps most steps in one published record
public record RolloutSettings(int environments, int steps, int episodes, int recordSteps) {
  public static final int MAX_ENVIRONMENTS = 4_096;
  public static final int MAX_STEPS = 1_000_000;
  public static final int MAX_EPISODES = 10_000;
  public static final int MAX_RECORD_STEPS = 4_096;

  public RolloutSettings {
    require("rollout.environments", environments, 1, MAX_ENVIRONMENTS);
    require("rollout.steps", steps, 1, MAX_STEPS);
    require("rollout.episodes", episodes, 0, MAX_EPISODES);
    require("rollout.recordSteps", recordSteps, 1, MAX_RECORD_STEPS);
  }

  /// 16 environments, 128 steps each (together a batch of the trainer's default size), records of up to 32 steps.
  public static RolloutSettings defaults() {
    return new RolloutSettings(16, 128, 0, 32);
  }

  /// Whether a rollout is made of whole episodes.
  public boolean completeEpisodes() {
    return episodes > 0;
  }

  /// Steps of a whole rollout, where that is known beforehand: 0 for complete episodes.
  public long stepsPerRollout() {
    return completeEpisodes() ? 0 : (long) environments * steps;
  }

  private static void require(String path, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(path + " is " + value + "; expected " + from + " to " + to);
    }
  }
}
