// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import java.util.Arrays;

import io.tributary.rl.network.Activations;
import io.tributary.rl.network.ExploringMlp;

/// Draws actions of state-dependent exploration: rows with equal keys get equal noise matrices.
///
/// A matrix is kept until the row comes with another key, since drawing it costs far more than a step; what is kept changes no result.
final class RecordNoise {
  /// Most floats kept: 64 MiB.
  static final int MAX_KEPT = 1 << 24;

  private final ExploringMlp network;
  private final int size;
  private final float[] matrices;
  private final long[] keys;
  private final boolean[] drawn;

  /// @param maxRows the most rows of one call
  /// @param maxKept most floats kept; with fewer than the rows need, the last ones are drawn anew each time
  RecordNoise(ExploringMlp network, int maxRows, int maxKept) {
    this.network = network;
    size = network.noiseSize();
    int slots = Math.clamp(maxKept / size, 1, maxRows);
    matrices = new float[Math.multiplyExact(slots, size)];
    keys = new long[slots];
    drawn = new boolean[slots];
  }

  /// Other parameters make other matrices of the same keys.
  void forget() {
    Arrays.fill(drawn, false);
  }

  /// The action of each row of the last forward.
  void sample(float[] theta, Activations activations, int rows, long[] randomKeys, float[] actions) {
    int actionSize = network.outputs() / 2;
    for (int row = 0; row < rows; row++) {
      int slot = Math.min(row, keys.length - 1);
      if (!drawn[slot] || keys[slot] != randomKeys[row]) {
        network.drawNoise(theta, 0, randomKeys[row], matrices, slot * size);
        keys[slot] = randomKeys[row];
        drawn[slot] = true;
      }
      network.act(activations, row, matrices, slot * size, actions, row * actionSize);
    }
  }
}
