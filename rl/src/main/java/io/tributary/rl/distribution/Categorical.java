// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.distribution;

/// One choice among n, or several independent choices (multi-discrete): softmax over each choice's logits, which lie one after the other in a row.
///
/// A mask has one byte per logit, 1 = allowed. A masked action has probability 0, its logit a gradient of exactly 0; a row in which some choice has no
/// allowed action is an error.
public final class Categorical implements Distribution {
  /// @param choices the number of actions of each choice
  public Categorical(int... choices) {
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
