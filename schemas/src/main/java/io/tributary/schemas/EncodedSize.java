// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;

/// Encoded bytes, header included, from what is known before anything is encoded: exact for a whole record, upper bounds for what is
/// still being put together.
///
/// The bounds add up: a trajectory is never longer than {@link #ofEmptyTrajectory} plus {@link #inTrajectory} of each of its records; an
/// evaluation episode never longer than {@link #ofEmptyEpisode} plus {@link #OF_SOURCE} for each.
public final class EncodedSize {
  private static final int INT = 5;
  private static final int LONG = 10;
  /// Branch, length and end of an array column.
  private static final int ARRAY = 1 + INT + 1;
  private static final int COLUMNS = 14;
  private static final int MOMENTS = Double.BYTES + 2 * INT;
  private static final int NAME_BYTES = 249;

  /// Of one source: two ints and two longs at their longest.
  public static final int OF_SOURCE = 2 * INT + 2 * LONG;

  private EncodedSize() {}

  /// Exact size of a steps record.
  ///
  /// @param pixels whether the run's observations are pixels
  public static long of(Steps steps, boolean pixels) {
    return Codecs.size(steps, pixels);
  }

  /// Exact size of a trajectory.
  ///
  /// @param pixels whether the run's observations are pixels
  public static long of(Trajectory trajectory, boolean pixels) {
    return Codecs.size(trajectory, pixels);
  }

  /// At most what a steps record with these columns adds to a trajectory: its columns, their targets and its source.
  ///
  /// @param pixels whether the run's observations are pixels; then they must have been found to be whole numbers 0 to 255
  public static long inTrajectory(Columns columns, boolean pixels) {
    long floats = length(columns.continuousActions()) + length(columns.environmentActions()) + length(columns.logProbabilities())
        + length(columns.values()) + columns.rewards().length + length(columns.recurrentBefore()) + length(columns.recurrentAfter())
        + 2L * columns.count();
    long observations = (long) columns.observations().length * (pixels && ColumnsWire.arePixels(columns) ? 1 : Float.BYTES);
    long actions = columns.discreteActions() == null ? 0 : BinaryOutput.itemsOf(columns.discreteActions());
    long masks = columns.masks() == null ? 0 : columns.masks().length;
    return Float.BYTES * floats + observations + actions + masks + OF_SOURCE;
  }

  /// At most a trajectory without steps: identity, versions, and the one observation after its last step.
  public static long ofEmptyTrajectory(StepId first, int observationSize) {
    return header() + text(first.environment()) + 5L * LONG + 3L * Double.BYTES + 3 + COLUMNS * ARRAY + (long) Float.BYTES * observationSize;
  }

  /// At most an episode without sources.
  public static long ofEmptyEpisode(String environment) {
    return header() + text(environment) + 6L * LONG + Double.BYTES + 2 + ARRAY;
  }

  /// At most a checkpoint.
  ///
  /// @param parameters floats
  /// @param moments floats
  /// @param observationSize features of the normaliser
  /// @param baselineBytes of a fitted baseline
  /// @param partitions of `trajectories`
  /// @param producers remembered in `consumed`, each with a name of up to 249 bytes
  public static long ofCheckpoint(long parameters, long moments, int observationSize, int baselineBytes, int partitions, int producers) {
    return header() + 6L * LONG + 2 * INT + Float.BYTES * (parameters + moments) + 2 * INT
        + MOMENTS + 2L * Double.BYTES * observationSize + MOMENTS + 2 * Double.BYTES
        + 1 + INT + baselineBytes
        + ARRAY + partitions * (INT + 2L * LONG)
        + ARRAY + producers * (INT + NAME_BYTES + 3L * LONG);
  }

  private static int header() {
    return new SingleObject().headerBytes();
  }

  private static long text(String text) {
    return INT + 3L * text.length();
  }

  private static int length(float[] column) {
    return column == null ? 0 : column.length;
  }
}
