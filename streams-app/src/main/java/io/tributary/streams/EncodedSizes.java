// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Steps;

/// Upper bounds of what trajectories and episodes will have in bytes, known before they are built. Tight but for a few hundred bytes, since
/// nearly all of a trajectory is floats of four bytes. Optional columns that some of a segment's records lack are counted for all of them,
/// because joining fills them in.
final class EncodedSizes {
  /// Identity, numbers and block headers of the record.
  private static final int FIXED_BYTES = 1_024;
  /// One entry of `sources`: partition, offset, first index and count as variable-length numbers.
  private static final int SOURCE_BYTES = 2 * 5 + 2 * 10;
  private static final int CHOICE_BYTES = 5;
  /// Log-probability, value, reward, reward-to-go, advantage.
  private static final int SCALAR_BYTES = 5 * Float.BYTES;

  private final long observationBytes;
  private final long stepBytes;

  EncodedSizes(Spaces spaces) {
    observationBytes = (long) Float.BYTES * spaces.observationSize();
    long actionBytes = (long) spaces.actionSize() * (spaces.discreteActions() ? CHOICE_BYTES : Float.BYTES);
    long environmentActionBytes = (long) spaces.actionSize() * Float.BYTES;
    stepBytes = (spaces.pixels() ? spaces.observationSize() : observationBytes) + actionBytes + environmentActionBytes + spaces.maskSize()
        + SCALAR_BYTES;
  }

  /// What a trajectory takes that ends with this record, without any record's steps.
  long emptyTrajectory(Steps last) {
    float[] recurrent = last.columns().recurrentAfter();
    return FIXED_BYTES + observationBytes + (recurrent == null ? 0 : 2L * Float.BYTES * recurrent.length);
  }

  /// What a record adds to its trajectory.
  long inTrajectory(Steps steps) {
    return stepBytes * steps.count() + SOURCE_BYTES;
  }

  /// An evaluation episode of `records` records.
  long episode(int records) {
    return FIXED_BYTES + (long) SOURCE_BYTES * records;
  }
}
