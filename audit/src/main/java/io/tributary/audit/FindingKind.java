// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

/// What can be wrong with a log. The labels are stable: programs may look for them.
public enum FindingKind {
  /// A steps record below the committed offset is in no trajectory, evaluation episode or rejection, and not open.
  STEPS_LOST("steps-lost"),
  /// The same output twice: what it says of a steps record has been said before, in the same words.
  RECORD_DUPLICATED("record-duplicated"),
  /// Two different outputs name the same steps record.
  STEPS_IN_TWO_PLACES("steps-in-two-places"),
  /// A steps record is open though an output that was committed before names it.
  OPEN_STEPS_CLOSED("open-steps-closed"),
  /// An output names a steps record that does not exist.
  SOURCE_MISSING("source-missing"),
  /// An output says something of a steps record that the record does not: another count, first index or episode.
  SOURCE_DIFFERS("source-differs"),
  /// An output names a steps record that the topology had not committed.
  SOURCE_ABOVE_COMMITTED("source-above-committed"),
  /// An output lies in another partition than its steps.
  OUTPUT_MISPLACED("output-misplaced"),
  /// An output's own parts do not fit together: its sources do not follow one another, or do not make up its steps.
  OUTPUT_INCONSISTENT("output-inconsistent"),
  /// Training steps in an evaluation episode, or evaluation steps in a trajectory.
  WRONG_PURPOSE("wrong-purpose"),
  /// A rejection whose original bytes are not those of the record.
  ORIGINAL_DIFFERS("original-differs"),
  /// A header row of the topology's store and its slots do not agree.
  OPEN_ROWS_DIFFER("open-rows-differ"),
  /// The committed offset lies beyond the end of the topic.
  COMMITTED_BEYOND_END("committed-beyond-end"),
  /// A record of the run's own topics that cannot be decoded.
  RECORD_UNDECODABLE("record-undecodable"),
  /// A version is missing, or the first one is not 0.
  VERSION_MISSING("version-missing"),
  /// A version was published twice, or after a later one.
  VERSION_DUPLICATED("version-duplicated"),
  /// A version's key or parent is not what its number asks for.
  VERSION_DIFFERS("version-differs"),
  /// A version's ranges do not begin where its parent's end.
  RANGES_APART("ranges-apart"),
  /// A version's range goes beyond the end of the trajectories.
  RANGE_BEYOND_END("range-beyond-end"),
  /// A trajectory that no version took or skipped, though later ones were taken.
  TRAJECTORY_IN_NO_VERSION("trajectory-in-no-version"),
  /// A trajectory in the ranges of two versions.
  TRAJECTORY_IN_TWO_VERSIONS("trajectory-in-two-versions"),
  /// A version names a skipped trajectory that its ranges do not hold, with another length, or twice.
  SKIPPED_DIFFERS("skipped-differs"),
  /// The steps a version trained on are not those of its trajectories.
  STEPS_TRAINED_DIFFER("steps-trained-differ"),
  /// What a version says producers' steps were taken is not what its trajectories hold, went down, or was forgotten early.
  CONSUMED_DIFFERS("consumed-differs"),
  /// A SHA-256 is not that of what it stands beside.
  HASH_DIFFERS("hash-differs"),
  /// A version has no row of metrics.
  METRICS_MISSING("metrics-missing"),
  /// A version has more than one row of metrics.
  METRICS_DUPLICATED("metrics-duplicated"),
  /// A row of metrics and its snapshot do not agree.
  METRICS_DIFFER("metrics-differ"),
  /// A checkpoint that must be kept is not there.
  CHECKPOINT_MISSING("checkpoint-missing"),
  /// A checkpoint and the snapshot of its version do not agree.
  CHECKPOINT_DIFFERS("checkpoint-differs"),
  /// The first record of the spec topic is not the run's spec.
  SPEC_NOT_FIRST("spec-not-first"),
  /// A settings revision that is named does not exist, or revisions are not numbered one after the other.
  SETTINGS_REVISION_MISSING("settings-revision-missing");

  private final String label;

  FindingKind(String label) {
    this.label = label;
  }

  /// The word in reports and JSON.
  public String label() {
    return label;
  }
}
