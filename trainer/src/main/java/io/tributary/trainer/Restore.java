// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.Specs;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.Checkpoint;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.SettingsRevision;
import io.tributary.schemas.Topic;

/// Reads where a trainer goes on from.
///
/// **Assumptions.** The caller has fenced its predecessor (`initTransactions`): what was open is committed or aborted.
///
/// **Guarantees.** What is read is the newest that was committed: reading goes on to the high watermark, because a transaction that is still open elsewhere
/// hides newer records from the end offset that readers of committed records are told.
final class Restore {
  private final Run run;

  Restore(Run run) {
    this.run = run;
  }

  /// The newest checkpoint; empty for a run that has not begun.
  ///
  /// @throws RunException where checkpoints and policies do not belong together
  Optional<Checkpoint> checkpoint() {
    Optional<Read<String, Checkpoint>> checkpoint = last(run.topics().checkpoints());
    Optional<Read<Long, PolicySnapshot>> newest = last(run.topics().policies());
    if (checkpoint.isEmpty() && newest.isPresent()) {
      throw new RunException("run " + run.name() + ": " + run.topics().checkpoints() + " is empty but " + run.topics().policies() + " holds version "
          + newest.get().key() + " at offset " + newest.get().offset() + "; expected both or neither; the trainer does not start, because it would publish"
          + " version 0 a second time (create a new run, or restore the checkpoints)");
    }
    checkpoint.ifPresent(found -> newest.ifPresent(snapshot -> requireSameVersion(found, snapshot)));
    return checkpoint.map(Read::value);
  }

  /// The newest checkpoint alone, to see who wrote it.
  Optional<Checkpoint> newestCheckpoint() {
    return last(run.topics().checkpoints()).map(Read::value);
  }

  /// The settings last in force: those of the spec (revision 0) or of the newest revision.
  SettingsRevision settings() {
    List<SettingsRevision> revisions = Specs.revisions(run);
    return revisions.isEmpty()
        ? new SettingsRevision(0, run.spec().settings(), "", run.spec().createdMs())
        : revisions.get(revisions.size() - 1);
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

  private <K, V> Optional<Read<K, V>> last(Topic<K, V> topic) {
    try (TopicTail<K, V> tail = open(topic)) {
      Optional<Read<K, V>> last = tail.seekToLast();
      List<Read<K, V>> newer = tail.readToHighWatermark();
      return newer.isEmpty() ? last : Optional.of(newer.get(newer.size() - 1));
    }
  }

  private <K, V> TopicTail<K, V> open(Topic<K, V> topic) {
    return TopicTail.open(run.connection(), topic, 0, run.clientId("train", "restore"));
  }
}
