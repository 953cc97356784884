// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

/// y = x·W + b for a few outputs, where padding the columns to whole vectors would compute mostly padding: a value head has one.
///
/// Scalar chains in ascending inner index, so the bits are those of [io.tributary.rl.kernel.Kernel#multiply]. Eight rows side by side hide the latency of the
/// multiply-add.
final class NarrowProduct {
  /// Up to so many outputs this is faster than padding.
  static final int WIDEST = 4;

  private static final int ROWS = 8;

  private NarrowProduct() {}

  /// @param weights inputs × outputs at weightsOffset, without padding; the bias likewise
  /// @param y rows × outputs at yOffset, the rows yStride apart
  static void multiply(
      float[] x, int xOffset, int xStride, float[] theta, int weightsOffset, int biasOffset, float[] y, int yOffset, int yStride, int rows, int inputs,
      int outputs) {
    for (int j = 0; j < outputs; j++) {
      int i = 0;
      for (; i + ROWS <= rows; i += ROWS) {
        eightRows(x, xOffset + i * xStride, xStride, theta, weightsOffset + j, theta[biasOffset + j], y, yOffset + i * yStride + j, yStride, inputs, outputs);
      }
      for (; i < rows; i++) {
        float sum = theta[biasOffset + j];
        for (int k = 0; k < inputs; k++) {
          sum = Math.fma(x[xOffset + i * xStride + k], theta[weightsOffset + k * outputs + j], sum);
        }
        y[yOffset + i * yStride + j] = sum;
      }
    }
  }

  private static void eightRows(
      float[] x, int xAt, int xStride, float[] weights, int weightsAt, float bias, float[] y, int yAt, int yStride, int inputs, int outputs) {
    int x1 = xAt + xStride;
    int x2 = x1 + xStride;
    int x3 = x2 + xStride;
    int x4 = x3 + xStride;
    int x5 = x4 + xStride;
    int x6 = x5 + xStride;
    int x7 = x6 + xStride;
    float y0 = bias;
    float y1 = bias;
    float y2 = bias;
    float y3 = bias;
    float y4 = bias;
    float y5 = bias;
    float y6 = bias;
    float y7 = bias;
    for (int k = 0; k < inputs; k++) {
      float w = weights[weightsAt + k * outputs];
      y0 = Math.fma(x[xAt + k], w, y0);
      y1 = Math.fma(x[x1 + k], w, y1);
      y2 = Math.fma(x[x2 + k], w, y2);
      y3 = Math.fma(x[x3 + k], w, y3);
      y4 = Math.fma(x[x4 + k], w, y4);
      y5 = Math.fma(x[x5 + k], w, y5);
      y6 = Math.fma(x[x6 + k], w, y6);
      y7 = Math.fma(x[x7 + k], w, y7);
    }
    y[yAt] = y0;
    y[yAt + yStride] = y1;
    y[yAt + 2 * yStride] = y2;
    y[yAt + 3 * yStride] = y3;
    y[yAt + 4 * yStride] = y4;
    y[yAt + 5 * yStride] = y5;
    y[yAt + 6 * yStride] = y6;
    y[yAt + 7 * yStride] = y7;
  }
}
