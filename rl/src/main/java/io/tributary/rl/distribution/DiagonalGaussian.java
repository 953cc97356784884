// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.distribution;

import io.tributary.rl.kernel.Elementary;
import io.tributary.rl.random.CounterRandom;

/// Independent normal actions: the outputs are the means, the free parameters the log standard deviations (initially 0), the same in every state.
///
/// ```
/// log p(a) = Σ_d −½·((a_d − μ_d)/σ_d)² − ln σ_d − ½·ln 2π        H = Σ_d ½·ln(2πe) + ln σ_d
/// KL(1 ‖ 2) = Σ_d ½·((μ₁ − μ₂)/σ₂)² + ½·(e^(2δ) − 1 − 2δ),  δ_d = ln σ₁ − ln σ₂
/// ```
public final class DiagonalGaussian implements Distribution {
  private static final float HALF_LOG_2_PI = 0.918938533204672741780329736406f;
  private static final float HALF_LOG_2_PI_E = HALF_LOG_2_PI + 0.5f;

  private final int dimensions;

  public DiagonalGaussian(int dimensions) {
    if (dimensions < 1) {
      throw new IllegalArgumentException("a Gaussian distribution has " + dimensions + " dimensions; expected at least 1");
    }
    this.dimensions = dimensions;
  }

  @Override
  public int parameters() {
    return dimensions;
  }

  @Override
  public int freeParameters() {
    return dimensions;
  }

  @Override
  public void initialiseFree(float[] theta, int freeOffset) {
    for (int d = 0; d < dimensions; d++) {
      theta[freeOffset + d] = 0f;
    }
  }

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
      logProbabilities[row] = 0f;
    }
    // Dimensions outside: one exponential each, without memory for them.
    for (int d = 0; d < dimensions; d++) {
      float logSigma = free[freeOffset + d];
      float precision = Elementary.exp(-logSigma);
      float constant = -logSigma - HALF_LOG_2_PI;
      for (int row = 0; row < rows; row++) {
        float z = (continuous[row * dimensions + d] - outputs[row * dimensions + d]) * precision;
        logProbabilities[row] += Math.fma(-0.5f * z, z, constant);
      }
    }
  }

  @Override
  public void entropies(float[] outputs, float[] free, int freeOffset, byte[] masks, float[] summaries, int rows, float[] entropies) {
    float entropy = 0;
    for (int d = 0; d < dimensions; d++) {
      entropy += HALF_LOG_2_PI_E + free[freeOffset + d];
    }
    for (int row = 0; row < rows; row++) {
      entropies[row] = entropy;
    }
  }

  @Override
  public void klFromTo(
      float[] firstOutputs, float[] firstFree, int firstFreeOffset, float[] secondOutputs, float[] secondFree, int secondFreeOffset, byte[] masks, int rows,
      float[] divergences) {
    double spread = 0;
    for (int d = 0; d < dimensions; d++) {
      spread += 0.5 * Excess.of(2 * ((double) firstFree[firstFreeOffset + d] - secondFree[secondFreeOffset + d]));
    }
    for (int row = 0; row < rows; row++) {
      divergences[row] = (float) spread;
    }
    for (int d = 0; d < dimensions; d++) {
      float precision = Elementary.exp(-secondFree[secondFreeOffset + d]);
      for (int row = 0; row < rows; row++) {
        float z = (firstOutputs[row * dimensions + d] - secondOutputs[row * dimensions + d]) * precision;
        divergences[row] = Math.fma(0.5f * z, z, divergences[row]);
      }
    }
  }

  @Override
  public void addGradient(
      float[] outputs, float[] free, int freeOffset, byte[] masks, float[] summaries, int[] discrete, float[] continuous, int rows, float[] logProbabilityWeights,
      float[] entropyWeights, float[] outputGradient, float[] freeGradient, int freeGradientOffset) {
    for (int d = 0; d < dimensions; d++) {
      float precision = Elementary.exp(-free[freeOffset + d]);
      double logSigmaGradient = 0;
      for (int row = 0; logProbabilityWeights != null && row < rows; row++) {
        float z = (continuous[row * dimensions + d] - outputs[row * dimensions + d]) * precision;
        outputGradient[row * dimensions + d] += logProbabilityWeights[row] * z * precision;
        logSigmaGradient += logProbabilityWeights[row] * ((double) z * z - 1);
      }
      for (int row = 0; entropyWeights != null && row < rows; row++) {
        logSigmaGradient += entropyWeights[row];
      }
      freeGradient[freeGradientOffset + d] += (float) logSigmaGradient;
    }
  }

  @Override
  public void addKlGradient(
      float[] firstOutputs, float[] firstFree, int firstFreeOffset, float[] secondOutputs, float[] secondFree, int secondFreeOffset, byte[] masks, int rows,
      float[] weights, float[] outputGradient, float[] freeGradient, int freeGradientOffset) {
    for (int d = 0; d < dimensions; d++) {
      float precision = Elementary.exp(-secondFree[secondFreeOffset + d]);
      double varianceRatioExcess = StrictMath.expm1(2 * ((double) firstFree[firstFreeOffset + d] - secondFree[secondFreeOffset + d]));
      double logSigmaGradient = 0;
      for (int row = 0; row < rows; row++) {
        float z = (firstOutputs[row * dimensions + d] - secondOutputs[row * dimensions + d]) * precision;
        outputGradient[row * dimensions + d] -= weights[row] * z * precision;
        logSigmaGradient -= weights[row] * ((double) z * z + varianceRatioExcess);
      }
      freeGradient[freeGradientOffset + d] += (float) logSigmaGradient;
    }
  }

  /// F = diag(1/σ²) for the means and 2 for ln σ.
  @Override
  public void addFisherProduct(
      float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, float[] weights, float[] outputTangent, float[] freeTangent,
      int freeTangentOffset, float[] outputProduct, float[] freeProduct, int freeProductOffset) {
    double totalWeight = 0;
    for (int row = 0; row < rows; row++) {
      totalWeight += weights[row];
    }
    for (int d = 0; d < dimensions; d++) {
      float precision = Elementary.exp(-free[freeOffset + d]);
      for (int row = 0; row < rows; row++) {
        int i = row * dimensions + d;
        outputProduct[i] += weights[row] * outputTangent[i] * precision * precision;
      }
      freeProduct[freeProductOffset + d] += (float) (2 * totalWeight * freeTangent[freeTangentOffset + d]);
    }
  }

  /// Dimension d of a row takes draw d of the row's key.
  @Override
  public void sample(float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, long[] keys, int[] discrete, float[] continuous) {
    for (int d = 0; d < dimensions; d++) {
      float sigma = Elementary.exp(free[freeOffset + d]);
      for (int row = 0; row < rows; row++) {
        int i = row * dimensions + d;
        continuous[i] = Math.fma(sigma, (float) CounterRandom.gaussian(keys[row], d), outputs[i]);
      }
    }
  }

  @Override
  public void mode(float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, int[] discrete, float[] continuous) {
    System.arraycopy(outputs, 0, continuous, 0, rows * dimensions);
  }
}
