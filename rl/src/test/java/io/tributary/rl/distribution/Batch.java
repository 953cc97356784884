// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.distribution;

import java.util.Arrays;
import java.util.Random;

import io.tributary.rl.random.CounterRandom;

/// Random rows of a family: two parameter sets, masks, and actions drawn from the first.
final class Batch {
  static final int FREE_OFFSET = 2;

  final Family family;
  final Distribution distribution;
  final int rows;
  final float[] outputs;
  final float[] free;
  final float[] otherOutputs;
  final float[] otherFree;
  final byte[] masks;
  final int[] discrete;
  final float[] continuous;
  final float[] weights;
  final float[] entropyWeights;

  Batch(Family family, int rows, long seed) {
    Random random = new Random(seed);
    this.family = family;
    this.distribution = family.distribution();
    this.rows = rows;
    this.outputs = outputs(random);
    this.free = gaussians(random, FREE_OFFSET + distribution.freeParameters(), 0.4);
    this.otherOutputs = outputs(random);
    this.otherFree = gaussians(random, free.length, 0.4);
    this.weights = gaussians(random, rows, 1);
    this.entropyWeights = gaussians(random, rows, 1);
    byte[] first = family.mask(random);
    this.masks = first == null ? null : new byte[rows * first.length];
    for (int row = 0; first != null && row < rows; row++) {
      System.arraycopy(family.mask(random), 0, masks, row * first.length, first.length);
    }
    this.discrete = distribution.isDiscrete() ? new int[rows * distribution.actionSize()] : null;
    this.continuous = distribution.isDiscrete() ? null : new float[rows * distribution.actionSize()];
    distribution.sample(outputs, free, FREE_OFFSET, masks, rows, keys(seed), discrete, continuous);
  }

  long[] keys(long seed) {
    long[] keys = new long[rows];
    for (int row = 0; row < rows; row++) {
      keys[row] = CounterRandom.key(seed, "test", row);
    }
    return keys;
  }

  private float[] outputs(Random random) {
    float[] values = gaussians(random, rows * distribution.parameters(), 1);
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) family.scale(i % distribution.parameters());
    }
    return values;
  }

  static float[] gaussians(Random random, int count, double scale) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  double[] row(float[] columns, int row) {
    return doubles(columns, row * distribution.parameters(), distribution.parameters());
  }

  double[] freeRow(float[] values) {
    return doubles(values, FREE_OFFSET, distribution.freeParameters());
  }

  byte[] mask(int row) {
    return masks == null ? null : Arrays.copyOfRange(masks, row * distribution.maskSize(), (row + 1) * distribution.maskSize());
  }

  double[] action(int row) {
    double[] action = new double[distribution.actionSize()];
    for (int i = 0; i < action.length; i++) {
      int at = row * action.length + i;
      action[i] = discrete == null ? continuous[at] : discrete[at];
    }
    return action;
  }

  private static double[] doubles(float[] values, int from, int count) {
    double[] doubles = new double[count];
    for (int i = 0; i < count; i++) {
      doubles[i] = values[from + i];
    }
    return doubles;
  }
}
