// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;

/// A codec for every record on the wire and every kind of key. All are stateless and shared.
public final class Codecs {
  private static final Framing FRAMING = new SingleObject();
  private static final StepsCodec STEPS = new StepsCodec(FRAMING, false);
  private static final StepsCodec PIXEL_STEPS = new StepsCodec(FRAMING, true);
  private static final TrajectoryCodec TRAJECTORY = new TrajectoryCodec(FRAMING, false);
  private static final TrajectoryCodec PIXEL_TRAJECTORY = new TrajectoryCodec(FRAMING, true);
  private static final Codec<Outcome> OUTCOME = new GenericCodec<>("Outcome", FRAMING, EventRows.OUTCOME);
  private static final Codec<Episode> EPISODE = new GenericCodec<>("Episode", FRAMING, EventRows.EPISODE);
  private static final Codec<RejectedStep> REJECTED_STEP = new GenericCodec<>("RejectedStep", FRAMING, EventRows.REJECTED_STEP);
  private static final Codec<PolicySnapshot> POLICY_SNAPSHOT = new GenericCodec<>("PolicySnapshot", FRAMING, AgentRows.SNAPSHOT);
  private static final Codec<Checkpoint> CHECKPOINT = new GenericCodec<>("Checkpoint", FRAMING, AgentRows.CHECKPOINT);
  private static final Codec<SpecRecord> SPEC_RECORD = new SpecRecordCodec(FRAMING);
  private static final Codec<VersionMetrics> VERSION_METRICS = new GenericCodec<>("VersionMetrics", FRAMING, SpecRows.METRICS);
  private static final Codec<OpenEnvironment> OPEN_ENVIRONMENT = new OpenEnvironmentCodec(FRAMING);
  private static final Codec<OpenSteps> OPEN_STEPS = new OpenStepsCodec(FRAMING);

  private Codecs() {}

  /// @param pixels whether observations are written as unsigned bytes; either form is read
  public static Codec<Steps> steps(boolean pixels) {
    return pixels ? PIXEL_STEPS : STEPS;
  }

  /// @param pixels whether observations are written as unsigned bytes; either form is read
  public static Codec<Trajectory> trajectory(boolean pixels) {
    return pixels ? PIXEL_TRAJECTORY : TRAJECTORY;
  }

  public static Codec<Outcome> outcome() {
    return OUTCOME;
  }

  public static Codec<Episode> episode() {
    return EPISODE;
  }

  public static Codec<RejectedStep> rejectedStep() {
    return REJECTED_STEP;
  }

  public static Codec<PolicySnapshot> policySnapshot() {
    return POLICY_SNAPSHOT;
  }

  public static Codec<Checkpoint> checkpoint() {
    return CHECKPOINT;
  }

  public static Codec<SpecRecord> specRecord() {
    return SPEC_RECORD;
  }

  public static Codec<VersionMetrics> versionMetrics() {
    return VERSION_METRICS;
  }

  public static Codec<OpenEnvironment> openEnvironment() {
    return OPEN_ENVIRONMENT;
  }

  public static Codec<OpenSteps> openSteps() {
    return OPEN_STEPS;
  }

  /// Keys of most topics: UTF-8, malformed bytes refused.
  public static Codec<String> utf8() {
    return KeyCodecs.UTF8;
  }

  /// Keys that are versions: 8 bytes, big-endian, so that they sort as numbers.
  public static Codec<Long> bigEndianLong() {
    return KeyCodecs.BIG_ENDIAN_LONG;
  }

  /// Keys of slots of open steps: the environment id in UTF-8, then the slot's number in 4 bytes, big-endian.
  public static Codec<OpenSlot> openSlot() {
    return KeyCodecs.OPEN_SLOT;
  }

  /// Records as the bytes they are, for whoever must see broken ones too.
  public static Codec<byte[]> bytes() {
    return KeyCodecs.BYTES;
  }

  /// Exact size in bytes of what {@link #steps} would make, without making it.
  static long size(Steps steps, boolean pixels) {
    return (pixels ? PIXEL_STEPS : STEPS).size(steps);
  }

  /// Exact size in bytes of what {@link #trajectory} would make, without making it.
  static long size(Trajectory trajectory, boolean pixels) {
    return (pixels ? PIXEL_TRAJECTORY : TRAJECTORY).size(trajectory);
  }
}
