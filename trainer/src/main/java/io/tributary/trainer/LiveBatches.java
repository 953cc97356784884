// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.tributary.rl.experience.Trajectory;
import io.tributary.schemas.OffsetRange;

/// Batches of what arrives now.
final class LiveBatches implements BatchSource {
  private final ArrivalQueue arrivals;
  private final Batcher batcher;
  private final BatchSettings settings;
  private final Function<Trajectory, Optional<String>> unusable;
  private final LongSupplier clockNs;
  private List<OffsetRange> lost;

  /// @param unusable why the algorithm cannot learn from a trajectory
  /// @param lost offsets that were deleted before they were learned from: the first batch names them
  LiveBatches(ArrivalQueue arrivals, BatchSettings settings, Function<Trajectory, Optional<String>> unusable, List<OffsetRange> lost,
      LongSupplier clockNs) {
    this.arrivals = arrivals;
    this.batcher = new Batcher(settings);
    this.settings = settings;
    this.unusable = unusable;
    this.lost = lost;
    this.clockNs = clockNs;
  }

  @Override
  public Optional<TakenBatch> next(long parentVersion) throws InterruptedException {
    batcher.beginWaiting(clockNs.getAsLong());
    while (!batcher.full()) {
      // Even when it is overdue, what has been fetched already still belongs to it.
      Optional<Arrival> arrival = arrivals.take(batcher.overdueInNs(clockNs.getAsLong()));
      arrival.ifPresent(batcher::offer);
      if (arrival.isEmpty() && arrivals.ended()) {
        return Optional.empty();
      }
      if (arrival.isEmpty() && batcher.overdue(clockNs.getAsLong())) {
        break;
      }
    }
    return Optional.of(take(parentVersion));
  }

  private TakenBatch take(long parentVersion) {
    List<Arrival> members = batcher.take();
    TakenBatch batch = TakenBatch.of(members, TakenBatch.SkipRule.of(settings, unusable, parentVersion), batcher.lingered());
    TakenBatch taken = lost.isEmpty() ? batch : batch.afterLoss(lost);
    lost = List.of();
    return taken;
  }

  /// Trajectories fetched and not yet taken; asked by the training thread only.
  int waiting() {
    return batcher.pendingTrajectories() + arrivals.size();
  }
}
