// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

/// The memory of an [Mlp]: what the hidden layers put out for all rows, and scratch for one block of rows.
final class MlpActivations implements Activations {
  /// Rows that go through all layers together, so that their activations stay in the first-level cache. Results do not depend on it.
  static final int BLOCK = 64;

  final Mlp owner;
  final Dense.Memory[] layers;
  /// Per hidden layer: maxRows × padded width.
  final float[][] hidden;
  /// Per layer: block × padded width; gradients or tangents.
  final float[][] scratch;
  /// The head's results of one block before the padding is dropped.
  final float[] head;
  private final int maxRows;
  private final float[] outputs;

  MlpActivations(Mlp owner, Dense[] layers, int maxRows) {
    this.owner = owner;
    this.maxRows = maxRows;
    this.layers = new Dense.Memory[layers.length];
    this.hidden = new float[layers.length - 1][];
    this.scratch = new float[layers.length][];
    int block = Math.min(BLOCK, maxRows);
    for (int l = 0; l < layers.length; l++) {
      this.layers[l] = layers[l].new Memory();
      scratch[l] = new float[block * layers[l].outputStride()];
      if (l < layers.length - 1) {
        hidden[l] = new float[Math.multiplyExact(maxRows, layers[l].outputStride())];
      }
    }
    this.head = new float[block * layers[layers.length - 1].outputStride()];
    this.outputs = new float[Math.multiplyExact(maxRows, owner.outputs())];
  }

  @Override
  public int maxRows() {
    return maxRows;
  }

  @Override
  public float[] outputs() {
    return outputs;
  }
}
