// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;
import java.util.Map;

import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Metrics;
import io.tributary.rl.learning.StopReason;
import io.tributary.rl.learning.Update;
import io.tributary.schemas.OffsetRange;

/// One version with what it was learned from, on its way to the log.
///
/// @param update the new agent, its figures and why the update ended
/// @param batch what it was learned from
/// @param parent how far its parent had read
/// @param progress how far it has read
public record Publication(Update update, TakenBatch batch, Progress parent, Progress progress) {

  /// Version 0: nothing learned, nothing read.
  public static Publication first(Agent agent, Progress start) {
    TakenBatch nothing = new TakenBatch(List.of(), List.of(), Map.of(), Map.of(), false);
    return new Publication(new Update(agent, new Metrics(), 0, StopReason.COMPLETED), nothing, start, start);
  }

  /// The new agent.
  public Agent agent() {
    return update.agent();
  }

  /// Its version.
  public long version() {
    return update.agent().version();
  }

  /// What was read for it: one half-open range for every partition.
  public List<OffsetRange> ranges() {
    return progress.rangesSince(parent);
  }

  /// How stale the batch was.
  Lags lags() {
    return Lags.of(batch.learned(), version() - 1);
  }
}
