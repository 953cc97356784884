// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.distribution;

import io.tributary.rl.random.CounterRandom;

/// One choice among n, or several independent choices (multi-discrete): softmax over each choice's logits, which lie one after the other in a row.
///
/// A mask has one byte per logit, 1 = allowed. A masked action has probability 0, its logit a gradient of exactly 0; a row in which some choice has no
/// allowed action is an error, as is an action that is masked or out of range.
public final class Categorical implements Distribution {
  private final int[] choices;
  private final int logits;

  /// @param choices the number of actions of each choice
  public Categorical(int... choices) {
    if (choices.length == 0) {
      throw new IllegalArgumentException("a categorical distribution has no choice; expected at least one");
    }
    int sum = 0;
    for (int count : choices) {
      if (count < 1) {
        throw new IllegalArgumentException("a choice has " + count + " actions; expected at least 1");
      }
      sum = Math.addExact(sum, count);
    }
    this.choices = choices.clone();
    this.logits = sum;
  }

  @Override
  public int parameters() {
    return logits;
  }

  @Override
  public int freeParameters() {
    return 0;
  }

  @Override
  public void initialiseFree(float[] theta, int freeOffset) {}

  @Override
  public int actionSize() {
    return choices.length;
  }

  @Override
  public boolean isDiscrete() {
    return true;
  }

  @Override
  public int maskSize() {
    return logits;
  }

  /// Of each choice the normaliser of its logits and its entropy.
  @Override
  public int summarySize() {
    return 2 * choices.length;
  }

  @Override
  public void summarise(float[] outputs, byte[] masks, int rows, float[] summaries) {
    int at = 0;
    for (int row = 0, s = 0; row < rows; row++) {
      for (int count : choices) {
        float normaliser = Softmax.logNormaliser(outputs, masks, at, count);
        summaries[s++] = normaliser;
        summaries[s++] = Softmax.entropy(outputs, masks, at, count, normaliser);
        at += count;
      }
    }
  }

  private float normaliser(float[] outputs, byte[] masks, float[] summaries, int row, int choice, int at) {
    return summaries == null ? Softmax.logNormaliser(outputs, masks, at, choices[choice]) : summaries[2 * (row * choices.length + choice)];
  }

  private float entropy(float[] outputs, byte[] masks, float[] summaries, int row, int choice, int at, float normaliser) {
    return summaries == null ? Softmax.entropy(outputs, masks, at, choices[choice], normaliser) : summaries[2 * (row * choices.length + choice) + 1];
  }

  @Override
  public void logProbabilities(
      float[] outputs, float[] free, int freeOffset, byte[] masks, float[] summaries, int[] discrete, float[] continuous, int rows, float[] logProbabilities) {
    for (int row = 0; row < rows; row++) {
      int at = row * logits;
      float sum = 0;
      for (int c = 0; c < choices.length; c++) {
        int chosen = action(discrete, row, c, masks, at);
        sum += outputs[at + chosen] - normaliser(outputs, masks, summaries, row, c, at);
        at += choices[c];
      }
      logProbabilities[row] = sum;
    }
  }

  @Override
  public void entropies(float[] outputs, float[] free, int freeOffset, byte[] masks, float[] summaries, int rows, float[] entropies) {
    int at = 0;
    for (int row = 0; row < rows; row++) {
      float sum = 0;
      for (int c = 0; c < choices.length; c++) {
        sum += entropy(outputs, masks, summaries, row, c, at, normaliser(outputs, masks, summaries, row, c, at));
        at += choices[c];
      }
      entropies[row] = sum;
    }
  }

  @Override
  public void klFromTo(
      float[] firstOutputs, float[] firstFree, int firstFreeOffset, float[] secondOutputs, float[] secondFree, int secondFreeOffset, byte[] masks, int rows,
      float[] divergences) {
    int at = 0;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int count : choices) {
        sum += Softmax.kl(firstOutputs, secondOutputs, masks, at, count);
        at += count;
      }
      divergences[row] = (float) sum;
    }
  }

  @Override
  public void addGradient(
      float[] outputs, float[] free, int freeOffset, byte[] masks, float[] summaries, int[] discrete, float[] continuous, int rows,
      float[] logProbabilityWeights, float[] entropyWeights, float[] outputGradient, float[] freeGradient, int freeGradientOffset) {
    for (int row = 0; row < rows; row++) {
      int at = row * logits;
      for (int c = 0; c < choices.length; c++) {
        float normaliser = normaliser(outputs, masks, summaries, row, c, at);
        float weight = logProbabilityWeights == null ? 0f : logProbabilityWeights[row];
        if (logProbabilityWeights != null) {
          outputGradient[at + action(discrete, row, c, masks, at)] += weight;
        }
        float entropyWeight = entropyWeights == null ? 0f : entropyWeights[row];
        float entropy = entropyWeight == 0f ? 0f : entropy(outputs, masks, summaries, row, c, at, normaliser);
        Softmax.addGradient(outputs, masks, at, choices[c], normaliser, weight, entropyWeight, entropy, outputGradient);
        at += choices[c];
      }
    }
  }

  @Override
  public void addKlGradient(
      float[] firstOutputs, float[] firstFree, int firstFreeOffset, float[] secondOutputs, float[] secondFree, int secondFreeOffset, byte[] masks, int rows,
      float[] weights, float[] outputGradient, float[] freeGradient, int freeGradientOffset) {
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (int count : choices) {
        Softmax.addKlGradient(firstOutputs, secondOutputs, masks, at, count, weights[row], outputGradient);
        at += count;
      }
    }
  }

  @Override
  public void addFisherProduct(
      float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, float[] weights, float[] outputTangent, float[] freeTangent,
      int freeTangentOffset, float[] outputProduct, float[] freeProduct, int freeProductOffset) {
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (int count : choices) {
        Softmax.addFisherProduct(outputs, masks, at, count, weights[row], outputTangent, outputProduct);
        at += count;
      }
    }
  }

  /// Choice c of a row takes draw c of the row's key.
  @Override
  public void sample(float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, long[] keys, int[] discrete, float[] continuous) {
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < choices.length; c++) {
        discrete[row * choices.length + c] = Softmax.sample(outputs, masks, at, choices[c], CounterRandom.uniform(keys[row], c));
        at += choices[c];
      }
    }
  }

  @Override
  public void mode(float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, int[] discrete, float[] continuous) {
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < choices.length; c++) {
        discrete[row * choices.length + c] = Softmax.mostProbable(outputs, masks, at, choices[c]);
        at += choices[c];
      }
    }
  }

  private int action(int[] discrete, int row, int choice, byte[] masks, int at) {
    int action = discrete[row * choices.length + choice];
    if (action < 0 || action >= choices[choice]) {
      throw new IllegalArgumentException("action of row " + row + ", choice " + choice + " is " + action + "; expected 0 to " + (choices[choice] - 1));
    }
    if (masks != null && masks[at + action] == 0) {
      throw new IllegalArgumentException("action of row " + row + ", choice " + choice + " is " + action + ", which the mask forbids");
    }
    return action;
  }
}
