// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Map;
import java.util.Optional;

import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.Checkpoint;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.SettingsRevision;
import io.tributary.schemas.SpecRecord;

/// Reads where a trainer goes on from.
///
/// **Assumptions.** The caller has fenced its predecessor (`initTransactions`): what that had open is committed or aborted.
final class Restore {
  private final Run run;
  private final CommittedReader log;

  Restore(Run run, CommittedReader log) {
    this.run = run;
    this.log = log;
  }

  /// The newest checkpoint; empty for a run that has not begun.
  ///
  /// @throws RunException where checkpoints and policies do not belong together
  Optional<Read<String, Checkpoint>> checkpoint() {
    Optional<Read<String, Checkpoint>> checkpoint = log.last(run.topics().checkpoints());
    Optional<Read<Long, PolicySnapshot>> newest = log.last(run.topics().policies());
    if (checkpoint.isEmpty() && newest.isPresent()) {
      throw new RunException("run " + run.name() + ": " + run.topics().checkpoints() + " is empty but " + run.topics().policies()
          + " holds version " + newest.get().key() + " at offset " + newest.get().offset() + "; expected both or neither; the trainer does"
          + " not start, because it would publish version 0 a second time (create a new run, or restore the checkpoints)");
    }
    checkpoint.ifPresent(found -> newest.ifPresent(snapshot -> requireSameVersion(found, snapshot)));
    return checkpoint;
  }

  /// The settings last in force: those of the spec (revision 0) or of the newest revision.
  SettingsRevision settings() {
    SettingsRevision newest = new SettingsRevision(0, run.spec().settings(), "", run.spec().createdMs());
    for (Read<String, SpecRecord> read : log.all(run.topics().spec())) {
      newest = switch (read.value()) {
        case SettingsRevision revision -> revision;
        // The run's spec itself, or that of a creator that lost the race.
        case RunSpec spec -> newest;
      };
    }
    return newest;
  }

  /// The revision to publish where `wanted` differs from the settings last in force.
  static Optional<SettingsRevision> revision(SettingsRevision inForce, Map<String, String> wanted, String codeVersion, long nowMs) {
    return inForce.settings().equals(wanted)
        ? Optional.empty()
        : Optional.of(new SettingsRevision(inForce.revision() + 1, wanted, codeVersion, nowMs));
  }

  private void requireSameVersion(Read<String, Checkpoint> checkpoint, Read<Long, PolicySnapshot> snapshot) {
    long restored = checkpoint.value().agent().version();
    if (restored != snapshot.value().version()) {
      throw new RunException("run " + run.name() + ": the newest checkpoint, at offset " + checkpoint.offset() + ", is version " + restored
          + " but the newest snapshot, at offset " + snapshot.offset() + ", is version " + snapshot.value().version()
          + "; expected the same, because they are committed together; the trainer does not start");
    }
  }
}
