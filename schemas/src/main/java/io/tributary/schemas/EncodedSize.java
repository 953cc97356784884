// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.StepId;

/// Upper bounds on encoded bytes, from what is known before anything is encoded.
///
/// They add up: a trajectory is never longer than {@link #ofEmptyTrajectory} plus {@link #inTrajectory} of each of its records; an
/// evaluation episode never longer than {@link #ofEmptyEpisode} plus {@link #OF_SOURCE} for each.
public final class EncodedSize {
  /// Of one source: two ints and two longs at their longest.
  public static final int OF_SOURCE = 2 * 5 + 2 * 10;

  private EncodedSize() {}

  /// What a steps record with these columns adds to a trajectory: columns, targets and its source.
  public static int inTrajectory(Columns columns) {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// A trajectory without steps.
  public static int ofEmptyTrajectory(StepId first) {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// An episode without sources.
  public static int ofEmptyEpisode(String environment) {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// A checkpoint.
  ///
  /// @param parameters floats
  /// @param moments floats
  /// @param observationSize features of the normaliser
  /// @param baselineBytes of a fitted baseline
  /// @param partitions of `trajectories`
  /// @param producers remembered in `consumed`, each with a name of up to 249 bytes
  public static long ofCheckpoint(long parameters, long moments, int observationSize, int baselineBytes, int partitions, int producers) {
    throw new UnsupportedOperationException("in the next commit");
  }
}
