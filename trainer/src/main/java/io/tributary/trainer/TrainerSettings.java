// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Objects;
import java.util.function.Predicate;

import io.tributary.rl.learning.Agent;

/// How a trainer takes batches, publishes, and when it has done enough.
///
/// @param batch what belongs to one batch
/// @param maxUncommitted updates that may be made but not yet committed; training waits beyond it
/// @param bufferMb fetched trajectories that may wait for training, in MiB of encoded bytes
/// @param acceptLoss go on although trajectories that were never learned from have been deleted
/// @param stopAfterSteps stop with the version that brings `stepsTrained` here; 0 for never
/// @param stopAfterVersion stop with this version; 0 for never
public record TrainerSettings(
    BatchSettings batch, int maxUncommitted, int bufferMb, boolean acceptLoss, long stopAfterSteps, long stopAfterVersion) {
  public TrainerSettings {
    Objects.requireNonNull(batch, "batch");
    Ranges.require("trainer.maxUncommitted", maxUncommitted, 1, 64);
    Ranges.require("trainer.bufferMb", bufferMb, 1, 4096);
    Ranges.require("trainer.stopAfterSteps", stopAfterSteps, 0, Long.MAX_VALUE);
    Ranges.require("trainer.stopAfterVersion", stopAfterVersion, 0, Long.MAX_VALUE);
  }

  /// The defaults of [BatchSettings], 8 updates uncommitted, 64 MiB waiting, no loss accepted, no end.
  public static TrainerSettings defaults() {
    return new TrainerSettings(BatchSettings.defaults(), 8, 64, false, 0, 0);
  }

  /// The same with other batches.
  public TrainerSettings withBatch(BatchSettings other) {
    return new TrainerSettings(other, maxUncommitted, bufferMb, acceptLoss, stopAfterSteps, stopAfterVersion);
  }

  /// The same with a budget; 0 for none.
  public TrainerSettings stoppingAfter(long steps, long version) {
    return new TrainerSettings(batch, maxUncommitted, bufferMb, acceptLoss, steps, version);
  }

  /// The same, willing or unwilling to go on after a loss.
  public TrainerSettings acceptingLoss(boolean accept) {
    return new TrainerSettings(batch, maxUncommitted, bufferMb, accept, stopAfterSteps, stopAfterVersion);
  }

  /// Whether an agent has reached the budget.
  Predicate<Agent> budget() {
    return agent -> (stopAfterSteps > 0 && agent.stepsTrained() >= stopAfterSteps)
        || (stopAfterVersion > 0 && agent.version() >= stopAfterVersion);
  }
}
