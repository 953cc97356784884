// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay.lineage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.tributary.runs.Run;
import io.tributary.schemas.OpenEnvironment;
import io.tributary.schemas.OpenSlot;
import io.tributary.streams.StepCounts;

/// Which steps records wait for their segment to close, from the changelogs of the topology's stores.
///
/// Header rows first, slots after: what a slot held before it was overwritten meanwhile has been closed, and is in an output by now.
final class OpenSegments {
  private OpenSegments() {}

  /// Whether a steps record is in one.
  static boolean hold(Run run, int partition, long offset) {
    if (StepCounts.open(run) == 0) {
      return false;
    }
    Map<String, OpenEnvironment> headers = new HashMap<>();
    Records.rows(run, run.topics().openEnvironments(), partition, headers::put);
    Set<OpenSlot> slots = new HashSet<>();
    Records.rows(run, run.topics().openSteps(), partition, (slot, row) -> {
      boolean holds = row != null && row.partition() == partition && row.offset() == offset;
      var _ = holds ? slots.add(slot) : slots.remove(slot);
    });
    return slots.stream().anyMatch(slot -> isInUse(slot, headers.get(slot.environment()), offset));
  }

  private static boolean isInUse(OpenSlot slot, OpenEnvironment header, long offset) {
    return header != null && slot.number() < header.openRecords() && offset <= header.acceptedOffset();
  }
}
