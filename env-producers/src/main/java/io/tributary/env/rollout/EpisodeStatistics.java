// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import java.util.OptionalDouble;

import io.tributary.rl.experience.Steps;

/// Counts episodes and averages the returns of the newest ones; safe to read from other threads.
public final class EpisodeStatistics {
  /// Episodes the mean is over, as benchmarks count it.
  public static final int WINDOW = 100;

  private final double[] returns = new double[WINDOW];
  private long episodes;

  /// Takes notice of a record; only one that ends an episode counts.
  public synchronized void observe(Steps steps) {
    if (steps.ending().endsEpisode()) {
      returns[(int) (episodes % WINDOW)] = steps.returnSoFar();
      episodes++;
    }
  }

  /// Episodes that ended.
  public synchronized long episodes() {
    return episodes;
  }

  /// Mean return of the newest episodes, at most [#WINDOW]; empty before the first ended.
  public synchronized OptionalDouble meanReturn() {
    int count = (int) Math.min(episodes, WINDOW);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += returns[i];
    }
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
  }
}
