// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.normalise;

/// Standardises observations by frozen statistics: clip((x − mean) / √(variance + 10⁻⁸), −10, 10), feature by feature.
///
/// While nothing was seen (and for runs that do not standardise) it is the identity. Statistics are of *raw* observations and travel with the
/// parameters that were trained with them: a policy is both together.
///
/// **Guarantees.** Immutable. A row's result depends bitwise on that row alone.
public final class ObservationNormaliser {
  /// What standardised observations are clipped to on both sides.
  public static final float CLIP = 10;

  private static final double EPSILON = 1e-8;

  private final float[] mean;
  private final float[] inverseStd;
  private final boolean identity;

  /// @param moments of raw observations, one feature for each element
  public ObservationNormaliser(Moments moments) {
    identity = moments.count() == 0;
    mean = new float[moments.features()];
    inverseStd = new float[moments.features()];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) moments.mean(i);
      inverseStd[i] = (float) (1 / Math.sqrt(moments.variance(i) + EPSILON));
    }
  }

  /// One that changes nothing.
  public static ObservationNormaliser identity(int features) {
    return new ObservationNormaliser(Moments.empty(features));
  }

  /// Whether it changes nothing.
  public boolean isIdentity() {
    return identity;
  }

  /// Standardises `rows` rows from index 0.
  ///
  /// @param raw rows × features
  /// @param out rows × features; may be `raw`
  public void apply(float[] raw, int rows, float[] out) {
    if (identity) {
      System.arraycopy(raw, 0, out, 0, rows * mean.length);
      return;
    }
    for (int row = 0, at = 0; row < rows; row++) {
      for (int i = 0; i < mean.length; i++, at++) {
        out[at] = Math.max(-CLIP, Math.min(CLIP, (raw[at] - mean[i]) * inverseStd[i]));
      }
    }
  }

  /// Moments of the first `rows` rows: means by one pass in row order, squares about them by a second.
  ///
  /// @param raw rows × features
  public static Moments momentsOf(float[] raw, int rows, int features) {
    double[] mean = new double[features];
    double[] squares = new double[features];
    for (int row = 0, at = 0; row < rows; row++) {
      for (int i = 0; i < features; i++, at++) {
        mean[i] += raw[at];
      }
    }
    for (int i = 0; i < features; i++) {
      mean[i] /= rows;
    }
    for (int row = 0, at = 0; row < rows; row++) {
      for (int i = 0; i < features; i++, at++) {
        double deviation = raw[at] - mean[i];
        squares[i] += deviation * deviation;
      }
    }
    return new Moments(rows, mean, squares);
  }
}
