// SPDX-License-Identifier: Apache-2.0
package io.tributary.benchmarks;

import io.tributary.rl.random.CounterRandom;

/// Numbers to compute with.
final class Matrices {
  private Matrices() {}

  /// Uniform between −1 and 1.
  static float[] uniform(int entries, long key) {
    float[] values = new float[entries];
    for (int i = 0; i < entries; i++) {
      values[i] = (float) (2 * CounterRandom.uniform(key, i) - 1);
    }
    return values;
  }
}
