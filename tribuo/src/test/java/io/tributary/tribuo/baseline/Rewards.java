// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import io.tributary.rl.random.CounterRandom;

/// Rows of a made-up environment: observations of different scales, returns that depend on the first two elements, and noise.
record Rewards(int size, int rows, float[] observations, float[] returns) {
  static Rewards of(int size, int rows, long seed) {
    float[] observations = new float[rows * size];
    float[] returns = new float[rows];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < size; i++) {
        observations[row * size + i] = (float) (Math.pow(10, i) * CounterRandom.gaussian(CounterRandom.key(seed, row), i));
      }
      double x = observations[row * size];
      double y = size > 1 ? observations[row * size + 1] / 10 : 0;
      returns[row] = (float) (200 + 50 * x + 30 * (y > 0 ? 1 : -1) + 5 * CounterRandom.gaussian(CounterRandom.key(seed, row), 100));
    }
    return new Rewards(size, rows, observations, returns);
  }

  /// 1 − (what remains after subtracting b) / (variance of the returns).
  double explained(float[] b) {
    double mean = 0;
    for (float g : returns) {
      mean += g / rows;
    }
    double residual = 0;
    double total = 0;
    for (int row = 0; row < rows; row++) {
      residual += (returns[row] - b[row]) * (returns[row] - b[row]);
      total += (returns[row] - mean) * (returns[row] - mean);
    }
    return 1 - residual / total;
  }
}
