// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.evaluate;

/// Which episodes are played, and how.
///
/// @param episodes how many
/// @param greedy take the most probable action instead of sampling
/// @param seed of the episodes: two policies are compared on the same ones. No training episode has the same, whatever its seed: their random
///     numbers come from streams of other names
/// @param parallel most episodes played side by side; changes no result
public record EvaluationSettings(int episodes, boolean greedy, long seed, int parallel) {
  public static final int MAX_EPISODES = 1_000_000;
  public static final int MAX_PARALLEL = 4_096;

  public EvaluationSettings {
    require("evaluate.episodes", episodes, MAX_EPISODES);
    require("evaluate.parallel", parallel, MAX_PARALLEL);
  }

  /// 100 greedy episodes of seed 0, 64 at a time.
  public static EvaluationSettings defaults() {
    return new EvaluationSettings(100, true, 0, 64);
  }

  /// The same episodes, acted greedily or sampled.
  public EvaluationSettings acting(boolean greedily) {
    return new EvaluationSettings(episodes, greedily, seed, parallel);
  }

  private static void require(String path, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(path + " is " + value + "; expected 1 to " + most);
    }
  }
}
