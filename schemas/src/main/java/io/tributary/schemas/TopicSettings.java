// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.HashMap;
import java.util.Map;

import io.tributary.rl.policy.Architecture;

/// The settings each topic of a run is created with. Whatever decides how long records live is written out, because a cluster's
/// defaults may be anything.
final class TopicSettings {
  private static final int MIB = 1 << 20;

  /// A rollout piece of pixels: 32 steps of 4 stacked 128 × 128 frames are 2 MiB.
  static final int STEPS_BYTES = 4 * MIB;
  /// Many steps records; also any single one with its targets.
  static final int TRAJECTORIES_BYTES = 16 * MIB;
  static final int OUTCOMES_BYTES = MIB;
  /// {@link RejectedStep#MAX_ORIGINAL_BYTES} with key, message and coordinates.
  static final int REJECTED_BYTES = 128 * 1024;
  /// The sources of an evaluation episode of some 200,000 records.
  static final int EPISODES_BYTES = 4 * MIB;
  /// A snapshot is a checkpoint less the optimiser, but names ranges, skipped offsets and hashes.
  static final int POLICIES_BYTES = Checkpoint.MAX_BYTES + 4 * MIB;
  static final int CHECKPOINTS_BYTES = Checkpoint.MAX_BYTES + MIB;
  static final int SPEC_BYTES = 4 * MIB;
  static final int METRICS_BYTES = MIB;
  /// The largest steps record with its coordinates.
  static final int CHANGELOG_BYTES = STEPS_BYTES + MIB;

  private static final long LEAST_POLICY_BYTES = 1L << 30;
  /// More versions a second than any trainer publishes for long: policies are to outlive trajectories, not to be thrifty.
  private static final long VERSIONS_PER_SECOND = 100;

  private final RunSpec run;

  TopicSettings(RunSpec run) {
    this.run = run;
  }

  /// Broker time, so that a producer's clock cannot move retention or the topology's time.
  Map<String, String> steps() {
    Map<String, String> settings = new HashMap<>(kept(STEPS_BYTES));
    settings.put("message.timestamp.type", "LogAppendTime");
    return settings;
  }

  Map<String, String> outcomes() {
    return kept(OUTCOMES_BYTES);
  }

  Map<String, String> trajectories() {
    return kept(TRAJECTORIES_BYTES);
  }

  Map<String, String> rejected() {
    return kept(REJECTED_BYTES);
  }

  Map<String, String> episodes() {
    return kept(EPISODES_BYTES);
  }

  Map<String, String> metrics() {
    return kept(METRICS_BYTES);
  }

  Map<String, String> policies() {
    return deleted(-1, policyRetentionBytes(), POLICIES_BYTES);
  }

  /// A log refuses a batch larger than a segment, so a segment is never smaller than the largest checkpoint.
  Map<String, String> checkpoints() {
    return Map.of(
        "cleanup.policy", "compact",
        "segment.bytes", Integer.toString(Math.max(16 * MIB, CHECKPOINTS_BYTES)),
        "min.cleanable.dirty.ratio", "0.1",
        "max.message.bytes", Integer.toString(CHECKPOINTS_BYTES));
  }

  static Map<String, String> spec() {
    return deleted(-1, -1, SPEC_BYTES);
  }

  static Map<String, String> changelog() {
    return Map.of(
        "segment.bytes", Integer.toString(16 * MIB),
        "min.cleanable.dirty.ratio", "0.1",
        "max.message.bytes", Integer.toString(CHANGELOG_BYTES));
  }

  /// Bytes of snapshots that cannot fill up while a trajectory of the same time is still kept.
  private long policyRetentionBytes() {
    if (run.retentionMs() == -1) {
      return -1;
    }
    double versions = run.retentionMs() / 1_000.0 * VERSIONS_PER_SECOND;
    return Math.max(LEAST_POLICY_BYTES, (long) Math.min(versions * snapshotBytes(), Long.MAX_VALUE / 2.0));
  }

  /// About the size of a snapshot: two networks, an observation normaliser, and room for what it was learned from.
  private double snapshotBytes() {
    Architecture architecture = run.architecture();
    double from = run.spaces().observationSize();
    double weights = 0;
    for (int width : architecture.hidden()) {
      weights += (from + 1) * width;
      from = width;
    }
    double heads = (from + 1) * Math.max(run.spaces().maskSize(), 2 * run.spaces().actionSize());
    return Float.BYTES * 2 * (weights + heads) + 2 * Double.BYTES * run.spaces().observationSize() + 4_096;
  }

  private Map<String, String> kept(int maxMessageBytes) {
    return deleted(run.retentionMs(), -1, maxMessageBytes);
  }

  private static Map<String, String> deleted(long retentionMs, long retentionBytes, int maxMessageBytes) {
    return Map.of(
        "cleanup.policy", "delete",
        "retention.ms", Long.toString(retentionMs),
        "retention.bytes", Long.toString(retentionBytes),
        "max.message.bytes", Integer.toString(maxMessageBytes));
  }
}
