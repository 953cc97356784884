// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Objects;
import java.util.function.Predicate;

import io.tributary.rl.learning.Agent;
import io.tributary.runs.Outage;

/// How a trainer takes batches, publishes, and when it has done enough.
///
/// @param batch what belongs to one batch
/// @param maxUncommitted updates that may be made but not yet committed; training waits beyond it
/// @param bufferMb fetched trajectories that may wait for training, in MiB of encoded bytes
/// @param outageMs how long in a row Kafka may be away, in milliseconds, before the trainer gives up
/// @param acceptLoss begin although trajectories that were never learned from have been deleted
/// @param stopAfterSteps stop with the version that brings `stepsTrained` here; 0 for never
/// @param stopAfterVersion stop with this version; 0 for never
public record TrainerSettings(
    BatchSettings batch, int maxUncommitted, int bufferMb, int outageMs, boolean acceptLoss, long stopAfterSteps,
    long stopAfterVersion) {
  public TrainerSettings {
    Objects.requireNonNull(batch, "batch");
    Ranges.require("trainer.maxUncommitted", maxUncommitted, 1, 64);
    Ranges.require("trainer.bufferMb", bufferMb, 1, 4096);
    Ranges.require("trainer.outageMs", outageMs, 0, 3_600_000);
    Ranges.require("trainer.stopAfterSteps", stopAfterSteps, 0, Long.MAX_VALUE);
    Ranges.require("trainer.stopAfterVersion", stopAfterVersion, 0, Long.MAX_VALUE);
  }

  /// The defaults of [BatchSettings], 8 updates uncommitted, 64 MiB waiting, Kafka away for a minute at most, no loss accepted, no end.
  public static TrainerSettings defaults() {
    return new TrainerSettings(BatchSettings.defaults(), 8, 64, Outage.SURVIVED_MS, false, 0, 0);
  }

  /// The same with other batches.
  public TrainerSettings withBatch(BatchSettings other) {
    return new TrainerSettings(other, maxUncommitted, bufferMb, outageMs, acceptLoss, stopAfterSteps, stopAfterVersion);
  }

  /// The same with a budget; 0 for none.
  public TrainerSettings stoppingAfter(long steps, long version) {
    return new TrainerSettings(batch, maxUncommitted, bufferMb, outageMs, acceptLoss, steps, version);
  }

  /// The same, willing or unwilling to go on after a loss.
  public TrainerSettings acceptingLoss(boolean accept) {
    return new TrainerSettings(batch, maxUncommitted, bufferMb, outageMs, accept, stopAfterSteps, stopAfterVersion);
  }

  /// The same with at most so many updates uncommitted.
  public TrainerSettings withUncommitted(int most) {
    return new TrainerSettings(batch, most, bufferMb, outageMs, acceptLoss, stopAfterSteps, stopAfterVersion);
  }

  /// The same, patient for so long while Kafka is away, in milliseconds.
  public TrainerSettings surviving(int otherOutageMs) {
    return new TrainerSettings(batch, maxUncommitted, bufferMb, otherOutageMs, acceptLoss, stopAfterSteps, stopAfterVersion);
  }

  /// Whether an agent has reached the budget.
  Predicate<Agent> budget() {
    return agent -> (stopAfterSteps > 0 && agent.stepsTrained() >= stopAfterSteps)
        || (stopAfterVersion > 0 && agent.version() >= stopAfterVersion);
  }
}
