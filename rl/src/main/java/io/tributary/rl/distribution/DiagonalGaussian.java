// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.distribution;

/// Independent normal actions: the outputs are the means, the free parameters the log standard deviations (initially 0), the same in every state.
public final class DiagonalGaussian implements Distribution {
  public DiagonalGaussian(int dimensions) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int parameters() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int freeParameters() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void initialiseFree(float[] theta, int freeOffset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int actionSize() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isDiscrete() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int maskSize() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void logProbabilities(
      float[] outputs, float[] free, int freeOffset, byte[] masks, int[] discrete, float[] continuous, int rows, float[] logProbabilities) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void entropies(float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, float[] entropies) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void klFromTo(
      float[] firstOutputs, float[] firstFree, int firstFreeOffset, float[] secondOutputs, float[] secondFree, int secondFreeOffset, byte[] masks, int rows,
      float[] divergences) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addGradient(
      float[] outputs, float[] free, int freeOffset, byte[] masks, int[] discrete, float[] continuous, int rows, float[] logProbabilityWeights,
      float[] entropyWeights, float[] outputGradient, float[] freeGradient, int freeGradientOffset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addKlGradient(
      float[] firstOutputs, float[] firstFree, int firstFreeOffset, float[] secondOutputs, float[] secondFree, int secondFreeOffset, byte[] masks, int rows,
      float[] weights, float[] outputGradient, float[] freeGradient, int freeGradientOffset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addFisherProduct(
      float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, float[] weights, float[] outputTangent, float[] freeTangent,
      int freeTangentOffset, float[] outputProduct, float[] freeProduct, int freeProductOffset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void sample(float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, long[] keys, int[] discrete, float[] continuous) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void mode(float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, int[] discrete, float[] continuous) {
    throw new UnsupportedOperationException();
  }
}
