// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

import io.tributary.rl.kernel.Kernel;

/// One affine layer y = x·W + b of an [Mlp], and its place in the parameter vector.
///
/// Lanes run along columns, which must be padded: a layer whose width is not a multiple of [Kernel#COLUMNS] works on padded copies of its weights. The padding
/// is 0 in weights, so it is 0 in results too and never reaches a real element.
///
/// @param inputStride distance between rows of x: padded, but for the first layer, which reads the caller's rows
record Dense(Kernel kernel, boolean first, int inputs, int inputStride, int outputs, int outputStride, int weightsOffset, int biasOffset) {

  Dense(Kernel kernel, boolean first, int inputs, int outputs, int weightsOffset) {
    this(
        kernel, first, inputs, first ? inputs : Kernel.padded(inputs), outputs, Kernel.padded(outputs), weightsOffset, weightsOffset + inputs * outputs);
  }

  private boolean isPadded() {
    return outputStride != outputs;
  }

  /// Whether the weight gradient is cheaper as Dᵀ·X, with lanes along the inputs, than as Xᵀ·D. An element is the same chain either way.
  private boolean isGradientTransposed() {
    return isPadded() && !first && outputs * inputStride < inputs * outputStride;
  }

  /// The copies that one thread works on.
  final class Memory {
    private final float[] weights = isPadded() ? new float[inputs * outputStride] : null;
    private final float[] bias = isPadded() ? new float[outputStride] : null;
    private final float[] weightsTangent = isPadded() ? new float[inputs * outputStride] : null;
    private final float[] biasTangent = isPadded() ? new float[outputStride] : null;
    private final float[] weightsGradient = isPadded() ? new float[isGradientTransposed() ? outputs * inputStride : inputs * outputStride] : null;
    private final float[] biasGradient = isPadded() ? new float[outputStride] : null;
    private final float[] transposed = first ? null : new float[outputs * inputStride];

    /// Copies what [#forward] and [#addTangent] need of the parameters.
    void pack(float[] theta, int offset) {
      if (isPadded()) {
        copyRows(theta, offset + weightsOffset, outputs, weights, outputStride);
        System.arraycopy(theta, offset + biasOffset, bias, 0, outputs);
      }
    }

    void packTangent(float[] direction, int offset) {
      if (isPadded()) {
        copyRows(direction, offset + weightsOffset, outputs, weightsTangent, outputStride);
        System.arraycopy(direction, offset + biasOffset, biasTangent, 0, outputs);
      }
    }

    private void copyRows(float[] from, int fromOffset, int fromStride, float[] to, int toStride) {
      for (int i = 0; i < inputs; i++) {
        System.arraycopy(from, fromOffset + i * fromStride, to, i * toStride, outputs);
      }
    }

    /// Copies what [#inputGradient] needs of the parameters.
    void packTransposed(float[] theta, int offset) {
      for (int i = 0; i < inputs; i++) {
        int row = offset + weightsOffset + i * outputs;
        for (int j = 0; j < outputs; j++) {
          transposed[j * inputStride + i] = theta[row + j];
        }
      }
    }

    /// y = x·W + b, rows × outputStride.
    void forward(float[] theta, int offset, float[] x, int xOffset, float[] y, int yOffset, int rows) {
      if (isPadded()) {
        kernel.multiply(x, xOffset, inputStride, weights, 0, outputStride, bias, 0, y, yOffset, outputStride, rows, inputs, outputStride);
      } else {
        kernel.multiply(
            x, xOffset, inputStride, theta, offset + weightsOffset, outputs, theta, offset + biasOffset, y, yOffset, outputs, rows, inputs, outputs);
      }
    }

    /// dy = x·dW + db + dx·W, where dx is null for 0.
    void tangent(
        float[] theta, int offset, float[] direction, int directionOffset, float[] x, int xOffset, float[] dx, float[] dy, int rows) {
      if (isPadded()) {
        kernel.multiply(x, xOffset, inputStride, weightsTangent, 0, outputStride, biasTangent, 0, dy, 0, outputStride, rows, inputs, outputStride);
      } else {
        kernel.multiply(
            x, xOffset, inputStride, direction, directionOffset + weightsOffset, outputs, direction, directionOffset + biasOffset, dy, 0, outputs, rows,
            inputs, outputs);
      }
      if (dx != null && isPadded()) {
        kernel.multiplyAdding(dx, 0, inputStride, weights, 0, outputStride, dy, 0, outputStride, rows, inputs, outputStride);
      } else if (dx != null) {
        kernel.multiplyAdding(dx, 0, inputStride, theta, offset + weightsOffset, outputs, dy, 0, outputs, rows, inputs, outputs);
      }
    }

    /// dx = dy·Wᵀ, rows × inputStride, from [#packTransposed]. Not for the first layer.
    void inputGradient(float[] dy, int dyOffset, int dyStride, float[] dx, int rows) {
      kernel.multiply(dy, dyOffset, dyStride, transposed, 0, inputStride, null, 0, dx, 0, inputStride, rows, outputs, inputStride);
    }

    /// Takes over the gradient so far; chains go on from there.
    void beginGradient(float[] gradient, int offset) {
      if (!isPadded()) {
        return;
      }
      System.arraycopy(gradient, offset + biasOffset, biasGradient, 0, outputs);
      if (!isGradientTransposed()) {
        copyRows(gradient, offset + weightsOffset, outputs, weightsGradient, outputStride);
        return;
      }
      for (int i = 0; i < inputs; i++) {
        for (int j = 0; j < outputs; j++) {
          weightsGradient[j * inputStride + i] = gradient[offset + weightsOffset + i * outputs + j];
        }
      }
    }

    /// dW += xᵀ·dy and db += Σ dy. The rows of dy are outputStride apart, padded with 0.
    void addGradient(float[] x, int xOffset, float[] dy, int dyOffset, int rows, float[] gradient, int offset) {
      float[] biasTarget = isPadded() ? biasGradient : gradient;
      kernel.addColumnSums(dy, dyOffset, outputStride, biasTarget, isPadded() ? 0 : offset + biasOffset, rows, outputStride);
      if (isGradientTransposed()) {
        kernel.multiplyTransposedAdding(
            dy, dyOffset, outputStride, x, xOffset, inputStride, weightsGradient, 0, inputStride, rows, outputs, inputStride);
      } else {
        float[] target = isPadded() ? weightsGradient : gradient;
        kernel.multiplyTransposedAdding(
            x, xOffset, inputStride, dy, dyOffset, outputStride, target, isPadded() ? 0 : offset + weightsOffset, outputStride, rows, inputs, outputStride);
      }
    }

    /// Gives the gradient back.
    void endGradient(float[] gradient, int offset) {
      if (!isPadded()) {
        return;
      }
      System.arraycopy(biasGradient, 0, gradient, offset + biasOffset, outputs);
      for (int i = 0; i < inputs; i++) {
        for (int j = 0; j < outputs; j++) {
          int from = isGradientTransposed() ? j * inputStride + i : i * outputStride + j;
          gradient[offset + weightsOffset + i * outputs + j] = weightsGradient[from];
        }
      }
    }
  }
}
