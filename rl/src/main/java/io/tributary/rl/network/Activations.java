// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

/// The memory of one [Network.forward]: the outputs, and what backward and tangent need. Made once, used for every batch; one thread at a time.
public interface Activations {
  /// The most rows one forward may have.
  int maxRows();

  /// The outputs of the last forward: row-major, [Network#outputs] columns; the entries of further rows are stale.
  float[] outputs();
}
