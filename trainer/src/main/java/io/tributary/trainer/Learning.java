// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;
import java.util.function.LongSupplier;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Batch;
import io.tributary.rl.learning.Metric;
import io.tributary.rl.learning.Metrics;
import io.tributary.rl.learning.Update;

/// One update around the algorithm: a batch without anything to learn from, the figures that only the trainer knows, the refusal of
/// numbers that are none.
public final class Learning {
  private static final double NS_PER_MS = 1e6;

  private final Algorithm algorithm;
  private final Batch rows;
  private final LongSupplier clockNs;
  private final LongSupplier consumerLag;
  private long waitingSinceNs;

  /// @param clockNs measures waits and updates
  /// @param consumerLag records of the log that are not in a batch yet
  public Learning(Algorithm algorithm, Spaces spaces, LongSupplier clockNs, LongSupplier consumerLag) {
    this.algorithm = algorithm;
    this.rows = new Batch(spaces);
    this.clockNs = clockNs;
    this.consumerLag = consumerLag;
  }

  /// From now on the wait for the next batch counts.
  void waiting() {
    waitingSinceNs = clockNs.getAsLong();
  }

  /// The child of `parent`.
  ///
  /// @throws UnfitUpdateException where a figure or parameter is not finite
  Update update(Agent parent, TakenBatch batch) {
    long begunNs = clockNs.getAsLong();
    long version = parent.version() + 1;
    try {
      Update update = batch.learned().isEmpty() ? Algorithm.skip(parent) : algorithm.update(parent, rows.fill(batch.learned()));
      requireNext(update.agent(), version);
      describe(update, batch.learned(), parent.version());
      update.metrics()
          .put(Metric.WAIT_MS, (begunNs - waitingSinceNs) / NS_PER_MS)
          .put(Metric.UPDATE_MS, (clockNs.getAsLong() - begunNs) / NS_PER_MS)
          .put(Metric.CONSUMER_LAG, consumerLag.getAsLong());
      return update;
    } catch (ArithmeticException notFinite) {
      throw new UnfitUpdateException(version, notFinite.getMessage(), notFinite);
    }
  }

  private static void describe(Update update, List<Trajectory> learned, long parentVersion) {
    Metrics metrics = update.metrics();
    metrics.put(Metric.STEPS_TRAINED, update.agent().stepsTrained()).put(Metric.EPOCHS_DONE, update.epochsDone());
    Lags lags = Lags.of(learned, parentVersion);
    if (lags.steps() > 0) {
      metrics.put(Metric.LAG_MEAN, lags.mean()).put(Metric.LAG_MAX, lags.max());
    }
    EpisodeReturns returns = EpisodeReturns.of(learned);
    metrics.put(Metric.EPISODES, returns.episodes());
    if (returns.episodes() > 0) {
      metrics.put(Metric.EPISODE_RETURN_MEAN, returns.mean());
    }
  }

  private static void requireNext(Agent child, long version) {
    if (child.version() != version) {
      throw new IllegalStateException("the algorithm made version " + child.version() + "; expected " + version + ", one above its parent");
    }
    float[] parameters = child.policy().parameters();
    for (int i = 0; i < parameters.length; i++) {
      if (!Float.isFinite(parameters[i])) {
        throw new ArithmeticException("parameter " + i + " is " + parameters[i]);
      }
    }
  }
}
