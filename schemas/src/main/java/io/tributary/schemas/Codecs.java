// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;

/// A codec for every record on the wire and every kind of key. All are stateless and shared.
public final class Codecs {
  private Codecs() {}

  /// @param pixels whether observations are written as unsigned bytes; either form is read
  public static Codec<Steps> steps(boolean pixels) {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// @param pixels whether observations are written as unsigned bytes; either form is read
  public static Codec<Trajectory> trajectory(boolean pixels) {
    throw new UnsupportedOperationException("in the next commit");
  }

  public static Codec<Outcome> outcome() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public static Codec<Episode> episode() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public static Codec<RejectedStep> rejectedStep() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public static Codec<PolicySnapshot> policySnapshot() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public static Codec<Checkpoint> checkpoint() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public static Codec<SpecRecord> specRecord() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public static Codec<VersionMetrics> versionMetrics() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public static Codec<OpenEnvironment> openEnvironment() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public static Codec<OpenSteps> openSteps() {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// Keys of most topics: UTF-8, malformed bytes refused.
  public static Codec<String> utf8() {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// Keys that are versions: 8 bytes, big-endian, so that they sort as numbers.
  public static Codec<Long> bigEndianLong() {
    throw new UnsupportedOperationException("in the next commit");
  }
}
