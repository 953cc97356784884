// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Update;
import io.tributary.schemas.SkippedTrajectory;

/// Learns from a batch, or from what is left of it without the trajectories with which no update of finite numbers comes about: a log-probability or an action may
/// be possible for itself and yet be so far from the policy that learns that a ratio is infinite.
///
/// A trajectory is unfit if an update from it alone is; where that does not explain it, the whole batch is. Those trajectories are skipped, and the version says
/// so: no record stops a run. This is a pure function of parent and batch, so a replay finds the same ones.
///
/// **Limit.** Where nothing can be learned from so many batches in a row, it is not the records: the policy has diverged, and the trainer stops.
final class Salvage {
  static final int MOST_IN_A_ROW = 20;
  private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);

  private final Learning learning;
  private int inARow;

  Salvage(Learning learning) {
    this.learning = learning;
  }

  /// What was learned.
  ///
  /// @param batch as it was taken, with what was unfit among the skipped
  record Learned(TakenBatch batch, Update update) {}

  /// @throws UnfitUpdateException where this is one batch too many
  Learned learn(Agent parent, TakenBatch batch) {
    try {
      Learned learned = new Learned(batch, learning.update(parent, batch));
      inARow = batch.members().isEmpty() ? inARow : 0;
      return learned;
    } catch (UnfitUpdateException unfit) {
      return withoutUnfit(parent, batch, unfit);
    }
  }

  private Learned withoutUnfit(Agent parent, TakenBatch batch, UnfitUpdateException unfit) {
    List<Arrival> culprits = new ArrayList<>();
    for (Arrival member : batch.members()) {
      if (attempt(parent, batch.alone(member)).isEmpty()) {
        culprits.add(member);
      }
    }
    TakenBatch rest = batch.without(culprits, SkippedTrajectory.UNFIT);
    Optional<Update> update = culprits.isEmpty() || steps(rest) < Batcher.FEWEST_STEPS ? Optional.empty() : attempt(parent, rest);
    if (update.isEmpty()) {
      return nothing(parent, batch, unfit);
    }
    inARow = 0;
    LOG.warn("{}; {} of {} trajectories ({}) are skipped as {}", unfit.getMessage(), culprits.size(), batch.members().size(), where(culprits),
        SkippedTrajectory.UNFIT);
    return new Learned(rest, update.get());
  }

  private static int steps(TakenBatch batch) {
    return batch.members().stream().mapToInt(Arrival::steps).sum();
  }

  private Optional<Update> attempt(Agent parent, TakenBatch part) {
    try {
      return Optional.of(learning.update(parent, part));
    } catch (UnfitUpdateException _) {
      return Optional.empty(); // told, with the whole batch's reason, by whoever tried
    }
  }

  private Learned nothing(Agent parent, TakenBatch batch, UnfitUpdateException unfit) {
    inARow++;
    if (inARow >= MOST_IN_A_ROW) {
      throw unfit.afterSoMany(MOST_IN_A_ROW, parent.version());
    }
    LOG.warn("{}; nothing can be learned from its batch: all {} trajectories ({}) are skipped as {}", unfit.getMessage(), batch.members().size(),
        where(batch.members()), SkippedTrajectory.UNFIT);
    TakenBatch without = batch.without(batch.members(), SkippedTrajectory.UNFIT);
    return new Learned(without, learning.update(parent, without));
  }

  private static String where(List<Arrival> arrivals) {
    Arrival first = arrivals.getFirst();
    return first.partition() + "@" + first.offset() + (arrivals.size() > 1 ? " and others" : "");
  }
}
