// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.monitor;

import java.util.Map;

import io.tributary.monitoring.Meters;
import io.tributary.trainer.Trainer;

/// What a trainer shows.
final class TrainerMeters {
  private TrainerMeters() {}

  static void add(Meters meters, Trainer trainer) {
    meters
        .gauge("tributary_trainer_version", "Newest committed version; −1 before the first.", () -> trainer.status().version())
        .counter("tributary_trainer_steps_trained_total", "Steps the run was trained on, by this trainer and those before it, as the newest snapshot says.",
            () -> trainer.status().stepsTrained())
        .counter("tributary_trainer_versions_published_total", "Versions committed by this process.", () -> trainer.status().versionsPublished())
        .counter("tributary_trainer_trajectories_skipped_total", "Trajectories this process did not learn from; the snapshots say why.",
            () -> trainer.status().trajectoriesSkipped())
        .counter("tributary_trainer_steps_skipped_total", "Steps in them.", () -> trainer.status().stepsSkipped())
        .counter("tributary_trainer_batches_lingered_total", "Batches that were closed by time before they were full.", () -> trainer.status().lingered())
        .counter("tributary_trainer_restores_total", "Times the trainer went back to what is in the log.", () -> trainer.status().restores())
        .gauge("tributary_trainer_lag_records", "Trajectories that wait for training, commit markers among them, as of the newest fetch; NaN while nothing "
            + "is fetched.", () -> trainer.lag().isPresent() ? trainer.lag().getAsLong() : Double.NaN)
        .gauge("tributary_trainer_lag_versions_mean", "How many versions older than its parent the experience of a step was, on average since the trainer "
            + "started.", () -> trainer.status().lagMean())
        .gauge("tributary_trainer_lag_versions_max", "The same, at most.", () -> trainer.status().lagMax())
        .gauge("tributary_trainer_batch_steps", "Steps the newest version was learned from.", () -> trainer.status().batchSteps())
        .gauge("tributary_trainer_episode_return_mean", "Mean return of the episodes that ended in the newest batch that has any; NaN before.",
            () -> trainer.status().episodeReturnMean().orElse(Double.NaN))
        .histogram("tributary_trainer_commit_seconds", "Duration of each committed transaction, from its begin to the broker's answer.",
            () -> PartMeters.histogram(trainer.status().commits()))
        .histogram("tributary_trainer_update_seconds", "Duration of the update behind each committed version.",
            () -> PartMeters.histogram(trainer.status().updates()))
        .histogram("tributary_trainer_wait_seconds", "How long the batch of each committed version was waited for.",
            () -> PartMeters.histogram(trainer.status().waits()));
    for (String outcome : trainer.status().commitsFailed().keySet()) {
      meters.counter("tributary_trainer_commits_failed_total", "Transactions that were not committed, or perhaps not.", Map.of("outcome", outcome),
          () -> trainer.status().commitsFailed().get(outcome));
    }
  }
}
