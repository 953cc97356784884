// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Iterator;
import java.util.Optional;

import io.tributary.runs.RunException;
import io.tributary.schemas.PolicySnapshot;

/// The batches that recorded snapshots were learned from: what makes a replay.
///
/// Ranges decide membership and the snapshots' own lists decide what was skipped, so neither arrival nor time nor settings play a part.
public final class RecordedBatches implements BatchSource {
  private final Iterator<PolicySnapshot> snapshots;
  private final TrajectoryLog log;

  /// @param snapshots without gap, beginning with the child of the agent that the replay begins with
  public RecordedBatches(Iterator<PolicySnapshot> snapshots, TrajectoryLog log) {
    this.snapshots = snapshots;
    this.log = log;
  }

  @Override
  public Optional<TakenBatch> next(long parentVersion) {
    if (!snapshots.hasNext()) {
      return Optional.empty();
    }
    PolicySnapshot snapshot = snapshots.next();
    if (snapshot.parent() != parentVersion) {
      throw new RunException("version " + snapshot.version() + " was made from version " + snapshot.parent() + "; expected version " + parentVersion
          + " as its parent; the replay stops there");
    }
    return Optional.of(RecordedBatch.read(snapshot, log).taken());
  }
}
