// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Steps;

/// Upper bounds of what trajectories and episodes will have in bytes, known before they are built. Tight but for a few hundred bytes, since
/// nearly all of a trajectory is floats of four bytes.
final class EncodedSizes {
  /// Identity, numbers and block headers of the record, its key, and Kafka's own framing.
  static final int FIXED_BYTES = 2_048;
  /// One entry of `sources`: partition, offset, first index, count as variable-length numbers.
  static final int SOURCE_BYTES = 32;
  private static final int CHOICE_BYTES = 5;

  private final long stepBytes;
  private final long nextObservationBytes;

  EncodedSizes(Spaces spaces) {
    nextObservationBytes = (long) Float.BYTES * spaces.observationSize();
    int scalars = 5; // log-probability, value, reward, reward-to-go, advantage
    stepBytes = nextObservationBytes + (long) spaces.actionSize() * (spaces.discreteActions() ? CHOICE_BYTES + Float.BYTES : 2 * Float.BYTES)
        + spaces.maskSize() + (long) scalars * Float.BYTES;
  }

  /// A trajectory of `records` records with `steps` steps in all, of which `last` is the last one.
  long trajectory(int records, long steps, Steps last) {
    float[] recurrent = last.columns().recurrentAfter();
    return FIXED_BYTES + nextObservationBytes + stepBytes * steps + (long) SOURCE_BYTES * records
        + (recurrent == null ? 0 : 2L * Float.BYTES * recurrent.length);
  }

  /// An evaluation episode of `records` records.
  long episode(int records) {
    return FIXED_BYTES + (long) SOURCE_BYTES * records;
  }
}
