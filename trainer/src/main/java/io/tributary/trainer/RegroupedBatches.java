// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

import io.tributary.trainer.TakenBatch.SkipRule;

/// What was recorded as some batches, taken as others: the trajectories of version after version, inside a version by (partition, offset), cut by other
/// settings.
///
/// In which order the trajectories of one version arrived was not recorded, because it did not matter; this order keeps each batch a prefix of every
/// partition. Nobody waits, so no batch is closed by time; what is left in the end makes a last, smaller batch.
public final class RegroupedBatches implements BatchSource {
  private final Iterator<RecordedBatch> recorded;
  private final LongFunction<SkipRule> rules;
  private final Batcher batcher;
  private final Map<Arrival, Long> parents = new IdentityHashMap<>();

  /// @param recorded in the order of the versions
  /// @param settings how much makes a batch
  /// @param rules by the recorded version's parent: why one of its trajectories is not learned from
  public RegroupedBatches(Iterator<RecordedBatch> recorded, BatchSettings settings, LongFunction<SkipRule> rules) {
    this.recorded = recorded;
    this.rules = rules;
    this.batcher = new Batcher(settings);
  }

  @Override
  public Optional<TakenBatch> next(long parentVersion) {
    while (!batcher.full() && recorded.hasNext()) {
      RecordedBatch batch = recorded.next();
      List<Arrival> members = new ArrayList<>(batch.members());
      members.sort(Arrival.BY_COORDINATES);
      for (Arrival arrival : members) {
        parents.put(arrival, batch.snapshot().parent());
        batcher.offer(arrival);
      }
    }
    if (batcher.pendingTrajectories() == 0 || !batcher.full() && !batcher.overdue(Long.MAX_VALUE / 2)) {
      return Optional.empty();
    }
    List<Arrival> members = batcher.take();
    TakenBatch taken = TakenBatch.of(members, arrival -> rules.apply(parents.get(arrival)).reason(arrival), false);
    members.forEach(parents::remove);
    return Optional.of(taken);
  }
}
