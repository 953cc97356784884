// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;
import java.util.OptionalDouble;

import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Metric;
import io.tributary.rl.learning.Metrics;
import io.tributary.runs.Durations;
import io.tributary.schemas.SkippedTrajectory;

/// Gathers the figures of [TrainerStatus] as versions are committed.
final class Statistics {
  private static final double NS_PER_MS = 1e6;

  private long version = -1;
  private long stepsTrained;
  private Lags lags = Lags.NONE;
  private long trajectoriesSkipped;
  private long stepsSkipped;
  private long lingered;
  private Metrics newest = new Metrics();
  private OptionalDouble episodeReturnMean = OptionalDouble.empty();
  private int restores;
  private long batchSteps;
  private final Transactions transactions = new Transactions();
  private final Durations updates = new Durations();
  private final Durations waits = new Durations();

  /// A trainer has begun with this agent, restored or new.
  synchronized void begun(Agent agent) {
    version = agent.version();
    stepsTrained = agent.stepsTrained();
  }

  synchronized void committed(List<Publication> group) {
    for (Publication publication : group) {
      version = publication.version();
      stepsTrained = publication.agent().stepsTrained();
      lags = lags.plus(publication.lags());
      lingered += publication.batch().lingered() ? 1 : 0;
      trajectoriesSkipped += publication.batch().skipped().size();
      stepsSkipped += publication.batch().skipped().stream().mapToLong(SkippedTrajectory::steps).sum();
      batchSteps = publication.batch().learned().stream().mapToLong(Trajectory::count).sum();
      newest = publication.update().metrics();
      newest.get(Metric.UPDATE_MS).ifPresent(ms -> updates.add((long) (ms * NS_PER_MS)));
      newest.get(Metric.WAIT_MS).ifPresent(ms -> waits.add((long) (ms * NS_PER_MS)));
      if (newest.get(Metric.EPISODE_RETURN_MEAN).isPresent()) {
        episodeReturnMean = newest.get(Metric.EPISODE_RETURN_MEAN);
      }
    }
  }

  synchronized void restored() {
    restores++;
  }

  /// What became of its transactions.
  Transactions transactions() {
    return transactions;
  }

  synchronized long version() {
    return version;
  }

  synchronized TrainerStatus status() {
    return new TrainerStatus(version, stepsTrained, lags.mean(), lags.max(), trajectoriesSkipped, stepsSkipped, lingered,
        (long) figure(Metric.CONSUMER_LAG), figure(Metric.UPDATE_MS), figure(Metric.WAIT_MS), episodeReturnMean, restores, batchSteps,
        transactions.versions(), transactions.failures(), transactions.times(), updates.totals(), waits.totals());
  }

  private double figure(Metric metric) {
    return newest.get(metric).orElse(0);
  }
}
