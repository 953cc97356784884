// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import java.util.stream.IntStream;

import io.tributary.rl.normalise.Moments;
import io.tributary.rl.normalise.ObservationNormaliser;
import io.tributary.tribuo.FeatureNames;

/// Standardises observations and returns by the moments of a window, so that a trainer's rates and penalties mean the same whatever the units are.
///
/// Elements that never change in the window are left out: no regression can use them, and some stumble over them. The others are clipped to ±10, so that a
/// linear regression stays bounded far from what it was fitted on, and rounded to a grid, because Tribuo's trees take a pass over all rows for every distinct
/// value.
final class WindowScale {
  private final int[] varying;
  private final Moments observations;
  private final Moments returns;
  private final int observationSize;
  private final double grid;
  private final String[] names;

  /// @param grid in standard deviations; 0 for no rounding
  WindowScale(RowWindow window, double grid) {
    this.grid = grid;
    observationSize = window.observationSize();
    observations = ObservationNormaliser.momentsOf(window.observations(), window.rows(), observationSize);
    returns = ObservationNormaliser.momentsOf(window.returns(), window.rows(), 1);
    varying = IntStream.range(0, observationSize).filter(i -> varies(observations, i)).toArray();
    String[] all = FeatureNames.of(observationSize);
    names = IntStream.of(varying).mapToObj(i -> all[i]).toArray(String[]::new);
  }

  /// Whether the variance is more than the rounding of floats of that size.
  private static boolean varies(Moments moments, int feature) {
    double mean = moments.mean(feature);
    return moments.variance(feature) > 1e-14 * mean * mean && moments.variance(feature) > 1e-60;
  }

  /// Whether there is anything to learn: some element varies, and so do the returns.
  boolean isInformative() {
    return varying.length > 0 && varies(returns, 0);
  }

  String[] names() {
    return names;
  }

  /// The varying elements of a row, standardised and rounded.
  double[] features(float[] rows, int row) {
    double[] features = new double[varying.length];
    for (int i = 0; i < features.length; i++) {
      int element = varying[i];
      double z = (rows[row * observationSize + element] - observations.mean(element)) / Math.sqrt(observations.variance(element));
      double clipped = Math.max(-ObservationNormaliser.CLIP, Math.min(ObservationNormaliser.CLIP, z));
      features[i] = grid > 0 ? Math.rint(clipped / grid) * grid : clipped;
    }
    return features;
  }

  double standardised(float reward) {
    return (reward - returns.mean(0)) / Math.sqrt(returns.variance(0));
  }

  double inRewardUnits(double standardised) {
    return returns.mean(0) + standardised * Math.sqrt(returns.variance(0));
  }

  double meanReturn() {
    return returns.mean(0);
  }
}
