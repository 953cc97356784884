// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;
import java.util.OptionalDouble;

import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Metric;
import io.tributary.rl.learning.Metrics;
import io.tributary.schemas.SkippedTrajectory;

/// Gathers the figures of [TrainerStatus] as versions are committed.
final class Statistics {
  private long version = -1;
  private long stepsTrained;
  private Lags lags = Lags.NONE;
  private long trajectoriesSkipped;
  private long stepsSkipped;
  private long lingered;
  private Metrics newest = new Metrics();
  private OptionalDouble episodeReturnMean = OptionalDouble.empty();
  private int restores;

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
      newest = publication.update().metrics();
      if (newest.get(Metric.EPISODE_RETURN_MEAN).isPresent()) {
        episodeReturnMean = newest.get(Metric.EPISODE_RETURN_MEAN);
      }
    }
  }

  synchronized void restored() {
    restores++;
  }

  synchronized long version() {
    return version;
  }

  synchronized TrainerStatus status() {
    return new TrainerStatus(version, stepsTrained, lags.mean(), lags.max(), trajectoriesSkipped, stepsSkipped, lingered,
        (long) figure(Metric.CONSUMER_LAG), figure(Metric.UPDATE_MS), figure(Metric.WAIT_MS), episodeReturnMean, restores);
  }

  private double figure(Metric metric) {
    return newest.get(metric).orElse(0);
  }
}
