// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Map;
import java.util.OptionalDouble;

import io.tributary.runs.Durations;

/// Figures of a trainer at one moment; of committed versions only.
///
/// @param version newest committed version; −1 before the first
/// @param stepsTrained by it
/// @param lagMean mean version lag of all steps since this trainer started
/// @param lagMax largest version lag since then
/// @param trajectoriesSkipped trajectories since then that were not learned from; the snapshots say why
/// @param stepsSkipped steps in them
/// @param lingered batches since then that were closed by time
/// @param consumerLag trajectories in the log that are in no batch yet, at the newest version
/// @param updateMs how long the newest update took
/// @param waitMs how long the newest batch was waited for
/// @param episodeReturnMean of the newest batch in which an episode ended
/// @param restores how often the trainer went back to the log after a failed commit
/// @param batchSteps steps the newest version was learned from
/// @param versionsPublished versions since this trainer started, version 0 among them
/// @param commitsFailed transactions since then that were not committed, or perhaps not: `aborted`, `fenced` or `unknown`
/// @param commits how long each that was committed took, from its begin to the broker's answer
/// @param updates how long the update behind each committed version took
/// @param waits how long its batch was waited for
public record TrainerStatus(
    long version,
    long stepsTrained,
    double lagMean,
    long lagMax,
    long trajectoriesSkipped,
    long stepsSkipped,
    long lingered,
    long consumerLag,
    double updateMs,
    double waitMs,
    OptionalDouble episodeReturnMean,
    int restores,
    long batchSteps,
    long versionsPublished,
    Map<String, Long> commitsFailed,
    Durations.Totals commits,
    Durations.Totals updates,
    Durations.Totals waits) {
  public TrainerStatus {
    commitsFailed = Map.copyOf(commitsFailed);
  }
}
