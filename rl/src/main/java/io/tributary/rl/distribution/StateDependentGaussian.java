// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.distribution;

import io.tributary.rl.kernel.Elementary;
import io.tributary.rl.random.CounterRandom;

/// Independent normal actions whose spread depends on the state: the outputs are the means, then the log standard deviations. There are no free parameters.
///
/// The formulas are those of [DiagonalGaussian], with σ of each row its own.
public final class StateDependentGaussian implements Distribution {
  private static final float HALF_LOG_2_PI = 0.918938533204672741780329736406f;
  private static final float HALF_LOG_2_PI_E = HALF_LOG_2_PI + 0.5f;

  private final int dimensions;

  public StateDependentGaussian(int dimensions) {
    if (dimensions < 1) {
      throw new IllegalArgumentException("a Gaussian distribution has " + dimensions + " dimensions; expected at least 1");
    }
    this.dimensions = dimensions;
  }

  @Override
  public int parameters() {
    return 2 * dimensions;
  }

  @Override
  public int freeParameters() {
    return 0;
  }

  @Override
  public void initialiseFree(float[] theta, int freeOffset) {}

  @Override
  public int actionSize() {
    return dimensions;
  }

  @Override
  public boolean isDiscrete() {
    return false;
  }

  @Override
  public int maskSize() {
    return 0;
  }

  @Override
  public void logProbabilities(
      float[] outputs, float[] free, int freeOffset, byte[] masks, float[] summaries, int[] discrete, float[] continuous, int rows, float[] logProbabilities) {
    for (int row = 0; row < rows; row++) {
      float sum = 0;
      for (int d = 0; d < dimensions; d++) {
        float logSigma = logSigma(outputs, row, d);
        float z = (continuous[row * dimensions + d] - mean(outputs, row, d)) * Elementary.exp(-logSigma);
        sum += Math.fma(-0.5f * z, z, -logSigma - HALF_LOG_2_PI);
      }
      logProbabilities[row] = sum;
    }
  }

  @Override
  public void entropies(float[] outputs, float[] free, int freeOffset, byte[] masks, float[] summaries, int rows, float[] entropies) {
    for (int row = 0; row < rows; row++) {
      float sum = 0;
      for (int d = 0; d < dimensions; d++) {
        sum += HALF_LOG_2_PI_E + logSigma(outputs, row, d);
      }
      entropies[row] = sum;
    }
  }

  @Override
  public void klFromTo(
      float[] firstOutputs, float[] firstFree, int firstFreeOffset, float[] secondOutputs, float[] secondFree, int secondFreeOffset, byte[] masks, int rows,
      float[] divergences) {
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int d = 0; d < dimensions; d++) {
        float second = logSigma(secondOutputs, row, d);
        float z = (mean(firstOutputs, row, d) - mean(secondOutputs, row, d)) * Elementary.exp(-second);
        sum += 0.5 * ((double) z * z + Excess.of(2 * ((double) logSigma(firstOutputs, row, d) - second)));
      }
      divergences[row] = (float) sum;
    }
  }

  @Override
  public void addGradient(
      float[] outputs, float[] free, int freeOffset, byte[] masks, float[] summaries, int[] discrete, float[] continuous, int rows, float[] logProbabilityWeights,
      float[] entropyWeights, float[] outputGradient, float[] freeGradient, int freeGradientOffset) {
    for (int row = 0; row < rows; row++) {
      for (int d = 0; d < dimensions; d++) {
        int i = 2 * row * dimensions + d;
        if (logProbabilityWeights != null) {
          float precision = Elementary.exp(-outputs[i + dimensions]);
          float z = (continuous[row * dimensions + d] - outputs[i]) * precision;
          outputGradient[i] += logProbabilityWeights[row] * z * precision;
          outputGradient[i + dimensions] += logProbabilityWeights[row] * Math.fma(z, z, -1f);
        }
        if (entropyWeights != null) {
          outputGradient[i + dimensions] += entropyWeights[row];
        }
      }
    }
  }

  @Override
  public void addKlGradient(
      float[] firstOutputs, float[] firstFree, int firstFreeOffset, float[] secondOutputs, float[] secondFree, int secondFreeOffset, byte[] masks, int rows,
      float[] weights, float[] outputGradient, float[] freeGradient, int freeGradientOffset) {
    for (int row = 0; row < rows; row++) {
      for (int d = 0; d < dimensions; d++) {
        int i = 2 * row * dimensions + d;
        float second = secondOutputs[i + dimensions];
        float precision = Elementary.exp(-second);
        float z = (firstOutputs[i] - secondOutputs[i]) * precision;
        double varianceRatioExcess = StrictMath.expm1(2 * ((double) firstOutputs[i + dimensions] - second));
        outputGradient[i] -= weights[row] * z * precision;
        outputGradient[i + dimensions] -= (float) (weights[row] * ((double) z * z + varianceRatioExcess));
      }
    }
  }

  /// F = diag(1/σ²) for the means and 2 for ln σ.
  @Override
  public void addFisherProduct(
      float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, float[] weights, float[] outputTangent, float[] freeTangent,
      int freeTangentOffset, float[] outputProduct, float[] freeProduct, int freeProductOffset) {
    for (int row = 0; row < rows; row++) {
      for (int d = 0; d < dimensions; d++) {
        int i = 2 * row * dimensions + d;
        float precision = Elementary.exp(-outputs[i + dimensions]);
        outputProduct[i] += weights[row] * outputTangent[i] * precision * precision;
        outputProduct[i + dimensions] += 2 * weights[row] * outputTangent[i + dimensions];
      }
    }
  }

  /// Dimension d of a row takes draw d of the row's key.
  @Override
  public void sample(float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, long[] keys, int[] discrete, float[] continuous) {
    for (int row = 0; row < rows; row++) {
      for (int d = 0; d < dimensions; d++) {
        float sigma = Elementary.exp(logSigma(outputs, row, d));
        continuous[row * dimensions + d] = Math.fma(sigma, (float) CounterRandom.gaussian(keys[row], d), mean(outputs, row, d));
      }
    }
  }

  @Override
  public void mode(float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, int[] discrete, float[] continuous) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(outputs, 2 * row * dimensions, continuous, row * dimensions, dimensions);
    }
  }

  private float mean(float[] outputs, int row, int dimension) {
    return outputs[2 * row * dimensions + dimension];
  }

  private float logSigma(float[] outputs, int row, int dimension) {
    return outputs[(2 * row + 1) * dimensions + dimension];
  }
}
