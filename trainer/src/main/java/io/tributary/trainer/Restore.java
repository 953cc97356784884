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
    if (checkpoint.isPresent() && newest.isEmpty()) {
      throw new RunException("run " + run.name() + ": " + run.topics().policies() + " is empty but " + run.topics().checkpoints() + " holds version "
          + checkpoint.get().value().agent().version() + " at offset " + checkpoint.get().offset() + "; expected both or neither; the trainer does"
          + " not start, because no producer would have a policy to act with and no version a parent (restore the policies, or create a new run)");
    }
    checkpoint.ifPresent(found -> requireSameVersion(found, newest.orElseThrow()));
    return checkpoint;
  }

  /// The settings last in force: those of the spec (revision 0) or of the newest revision.
  ///
  /// @throws RunException where the spec, which this trainer was started with, is no longer there
  SettingsRevision settings() {
    SettingsRevision newest = new SettingsRevision(0, run.spec().settings(), "", run.spec().createdMs());
    boolean found = false;
    for (Read<String, SpecRecord> read : log.all(run.topics().spec())) {
      // The run's spec itself, or that of a creator that lost the race.
      found |= read.value() instanceof RunSpec;
      newest = read.value() instanceof SettingsRevision revision ? revision : newest;
    }
    if (!found) {
      throw new RunException("run " + run.name() + ": " + run.topics().spec() + " no longer holds the run's spec; expected it as the first record, for"
          + " ever; the trainer does not start, because nobody could tell which run its versions belong to (restore the topic, or create a new run)");
    }
    return newest;
  }

  /// The revision to publish where `wanted` differs from the settings last in force, or other code will learn under them. Nobody knows the code behind a
  /// spec's own settings, so a run's first trainer publishes one too.
  static Optional<SettingsRevision> revision(SettingsRevision inForce, Map<String, String> wanted, String codeVersion, long nowMs) {
    return inForce.settings().equals(wanted) && inForce.codeVersion().equals(codeVersion)
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
