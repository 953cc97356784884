// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// A regression b(s) fitted on earlier batches: any function of the state alone is an unbiased baseline, as long as it was fixed before the batch.
public interface BaselineRegression {
  /// b(s) in reward units for `rows` raw observations (rows × observation size), from what {@link #fit} returned. Deterministic.
  void predict(byte[] fitted, float[] observations, int rows, float[] out);

  /// The next fitted state: a pure function of its arguments, bounded in size.
  ///
  /// @param previous what an earlier call returned; null for none
  /// @param observations rows × observation size, raw
  /// @param returns reward-to-go of each row, in reward units
  byte[] fit(byte[] previous, float[] observations, float[] returns, int rows, long randomKey);
}
