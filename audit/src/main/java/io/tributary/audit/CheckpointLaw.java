// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tributary.schemas.Checkpoint;
import io.tributary.schemas.PolicySnapshot;

/// Every checkpoint is the agent of its version: hashes, steps and positions are those of the snapshot.
///
/// **Assumptions.** All checkpoints come before the first snapshot, and the snapshots reach at least as far as the checkpoints.
final class CheckpointLaw {
  private final int partitions;
  private final Findings findings;
  private final Map<Long, List<KeptCheckpoint>> byVersion = new HashMap<>();
  private final Set<Long> kept = new HashSet<>();
  private final Set<Integer> revisions = new HashSet<>();
  private long newest = -1;
  private long count;

  CheckpointLaw(int partitions, Findings findings) {
    this.partitions = partitions;
    this.findings = findings;
  }

  void checkpoint(Place place, String key, Checkpoint checkpoint) {
    KeptCheckpoint found = KeptCheckpoint.of(place, key, checkpoint, partitions);
    count++;
    byVersion.computeIfAbsent(found.version(), any -> new ArrayList<>(1)).add(found);
    revisions.add(checkpoint.settingsRevision());
    if (found.latest()) {
      newest = Math.max(newest, found.version());
    } else {
      kept.add(found.version());
      if (!key.equals(Checkpoint.key(found.version()))) {
        findings.add(FindingKind.CHECKPOINT_DIFFERS, place, "its key is " + key + "; expected " + Checkpoint.LATEST + " or " + Checkpoint.key(found.version()));
      }
    }
  }

  /// Compares the checkpoints of the snapshot's version with it.
  ///
  /// @return hashes compared
  int compare(PolicySnapshot snapshot, long[] ends) {
    List<KeptCheckpoint> same = byVersion.getOrDefault(snapshot.version(), List.of());
    for (KeptCheckpoint checkpoint : same) {
      hash(checkpoint, "parameters", checkpoint.hashes().parameters(), snapshot.hashes().parameters());
      hash(checkpoint, "statistics", checkpoint.hashes().statistics(), snapshot.hashes().statistics());
      hash(checkpoint, "moments", checkpoint.hashes().moments(), snapshot.hashes().moments());
      if (checkpoint.stepsTrained() != snapshot.stepsTrained()) {
        differs(checkpoint, "stepsTrained is " + checkpoint.stepsTrained() + "; expected " + snapshot.stepsTrained());
      }
      for (int p = 0; p < partitions; p++) {
        if (checkpoint.positions()[p] != ends[p]) {
          differs(checkpoint, "its position in partition " + p + " is " + checkpoint.positions()[p] + "; expected " + ends[p] + ", the end of its range");
        }
      }
    }
    boolean keep = snapshot.version() % Checkpoint.KEPT_EVERY == 0;
    if (keep && snapshot.version() <= newest && !kept.contains(snapshot.version())) {
      findings.add(FindingKind.CHECKPOINT_MISSING, "version " + snapshot.version(), "no checkpoint " + Checkpoint.key(snapshot.version())
          + "; expected one for every version divisible by " + Checkpoint.KEPT_EVERY);
    }
    byVersion.remove(snapshot.version());
    return 3 * same.size();
  }

  private void hash(KeptCheckpoint checkpoint, String of, String computed, String published) {
    if (!computed.equals(published)) {
      findings.add(FindingKind.HASH_DIFFERS, checkpoint.place(), "the SHA-256 of the " + of + " of checkpoint " + checkpoint.key() + ", version "
          + checkpoint.version() + ", is " + computed + "; expected " + published + " as its snapshot says");
    }
  }

  private void differs(KeptCheckpoint checkpoint, String what) {
    findings.add(FindingKind.CHECKPOINT_DIFFERS, checkpoint.place(), "checkpoint " + checkpoint.key() + ", version " + checkpoint.version() + ": " + what
        + " as its snapshot says");
  }

  /// All snapshots have come by.
  ///
  /// @param firstVersion oldest that is kept
  /// @param newestVersion −1 where there is none
  /// @param newestCheckpoint version of the newest checkpoint as it is by now; −1 where there is none
  void end(long firstVersion, long newestVersion, long newestCheckpoint) {
    byVersion.values().stream().flatMap(List::stream).filter(checkpoint -> checkpoint.version() >= firstVersion).forEach(
        orphan -> findings.add(FindingKind.CHECKPOINT_DIFFERS, orphan.place(), "checkpoint " + orphan.key() + " is of version " + orphan.version()
            + "; expected a version that was published, and there is none"));
    if (newestCheckpoint < newestVersion) {
      findings.add(FindingKind.CHECKPOINT_MISSING, "version " + newestVersion, "the newest checkpoint is "
          + (newestCheckpoint < 0 ? "missing" : "of version " + newestCheckpoint) + "; expected the version's own, from its transaction");
    }
  }

  /// Settings revisions that checkpoints name.
  Set<Integer> revisions() {
    return revisions;
  }

  long count() {
    return count;
  }
}
