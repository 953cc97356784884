// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.distribution;

import io.tributary.rl.kernel.Elementary;

/// One choice: the distribution pᵢ = exp(zᵢ − ln Σ exp zⱼ) over the logits z at `at ≤ i < at + count`, masked ones left out.
///
/// Scalar code: a row has few logits. It is made of [Elementary] functions, so its bits are the same with every kernel.
final class Softmax {
  private Softmax() {}

  private static boolean isAllowed(byte[] masks, int i) {
    return masks == null || masks[i] != 0;
  }

  static int mostProbable(float[] logits, byte[] masks, int at, int count) {
    int best = -1;
    for (int i = 0; i < count; i++) {
      if (isAllowed(masks, at + i) && (best < 0 || logits[at + i] > logits[at + best])) {
        best = i;
      }
    }
    if (best < 0) {
      throw new IllegalArgumentException("the mask from entry " + at + " on allows none of " + count + " actions; expected at least one");
    }
    return best;
  }

  /// The largest logit. Where nothing is masked, without a branch: which of two is larger cannot be predicted, and every row asks three times an epoch.
  private static float highest(float[] logits, byte[] masks, int at, int count) {
    if (masks != null) {
      return logits[at + mostProbable(logits, masks, at, count)];
    }
    float highest = logits[at];
    for (int i = at + 1; i < at + count; i++) {
      highest = Math.max(highest, logits[i]);
    }
    return highest;
  }

  /// ln Σ exp zⱼ.
  static float logNormaliser(float[] logits, byte[] masks, int at, int count) {
    float highest = highest(logits, masks, at, count);
    float sum = 0;
    for (int i = at; i < at + count; i++) {
      if (isAllowed(masks, i)) {
        sum += Elementary.exp(logits[i] - highest);
      }
    }
    return highest + Elementary.log(sum);
  }

  /// H = −Σ p·ln p.
  static float entropy(float[] logits, byte[] masks, int at, int count, float normaliser) {
    float sum = 0;
    for (int i = at; i < at + count; i++) {
      if (isAllowed(masks, i)) {
        float logProbability = logits[i] - normaliser;
        sum -= Elementary.exp(logProbability) * logProbability;
      }
    }
    return sum;
  }

  /// KL = Σ p·ln(p/q) = Σ p·(e^Δ − 1 − Δ) with Δ = ln(q/p): since Σ p·e^Δ = Σ q = 1. No term is negative, so nothing cancels where p and q are close.
  static double kl(float[] first, float[] second, byte[] masks, int at, int count) {
    double firstNormaliser = logNormaliser(first, masks, at, count);
    double secondNormaliser = logNormaliser(second, masks, at, count);
    double sum = 0;
    for (int i = at; i < at + count; i++) {
      if (isAllowed(masks, i)) {
        double logProbability = first[i] - firstNormaliser;
        double difference = second[i] - secondNormaliser - logProbability;
        sum += difference < Excess.LARGE
            ? Elementary.exp((float) logProbability) * Excess.of(difference)
            : Elementary.exp((float) (second[i] - secondNormaliser)) - Elementary.exp((float) logProbability) * (1 + difference);
      }
    }
    return sum;
  }

  /// Adds −weight·p, the chosen action's own weight being added elsewhere, and the gradient of entropyWeight·H: −p·(ln p + H).
  ///
  /// @param entropy H; anything where its weight is 0
  static void addGradient(
      float[] logits, byte[] masks, int at, int count, float normaliser, float weight, float entropyWeight, float entropy, float[] gradient) {
    for (int i = at; i < at + count; i++) {
      if (isAllowed(masks, i)) {
        float logProbability = logits[i] - normaliser;
        gradient[i] -= Elementary.exp(logProbability) * (weight + entropyWeight * (logProbability + entropy));
      }
    }
  }

  /// Adds weight·(q − p), the gradient of weight·KL(p ‖ q) in the logits of q.
  static void addKlGradient(float[] first, float[] second, byte[] masks, int at, int count, float weight, float[] gradient) {
    float firstNormaliser = logNormaliser(first, masks, at, count);
    float secondNormaliser = logNormaliser(second, masks, at, count);
    for (int i = at; i < at + count; i++) {
      if (isAllowed(masks, i)) {
        gradient[i] += weight * (Elementary.exp(second[i] - secondNormaliser) - Elementary.exp(first[i] - firstNormaliser));
      }
    }
  }

  /// Adds weight·(diag(p) − p·pᵀ)·v.
  static void addFisherProduct(float[] logits, byte[] masks, int at, int count, float weight, float[] tangent, float[] product) {
    float normaliser = logNormaliser(logits, masks, at, count);
    float mean = 0;
    for (int i = at; i < at + count; i++) {
      if (isAllowed(masks, i)) {
        mean += Elementary.exp(logits[i] - normaliser) * tangent[i];
      }
    }
    for (int i = at; i < at + count; i++) {
      if (isAllowed(masks, i)) {
        product[i] += weight * Elementary.exp(logits[i] - normaliser) * (tangent[i] - mean);
      }
    }
  }

  /// The first action whose cumulative probability exceeds the uniform draw.
  static int sample(float[] logits, byte[] masks, int at, int count, double uniform) {
    float highest = logits[at + mostProbable(logits, masks, at, count)];
    double total = 0;
    for (int i = at; i < at + count; i++) {
      total += isAllowed(masks, i) ? Elementary.exp(logits[i] - highest) : 0;
    }
    double target = uniform * total;
    double cumulative = 0;
    int last = 0;
    for (int i = 0; i < count; i++) {
      float probability = isAllowed(masks, at + i) ? Elementary.exp(logits[at + i] - highest) : 0;
      cumulative += probability;
      if (cumulative > target) {
        return i;
      }
      last = probability > 0 ? i : last;
    }
    return last;
  }
}
