// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// Losses as they are defined, in double; the shipping forms are tested against these. Each is to be made smaller.
public final class ReferenceLosses {
  private ReferenceLosses() {}

  /// PPO's clipped surrogate (arXiv 1707.06347, eq. 7): mean max(−A·r, −A·clip(r, 1 − ε, 1 + ε)), r = exp(log π_θ − log μ).
  public static double clippedSurrogate(double[] now, double[] behaviour, double[] advantages, double range) {
    double loss = 0;
    for (int i = 0; i < now.length; i++) {
      double ratio = Math.exp(now[i] - behaviour[i]);
      double clipped = Math.min(Math.max(ratio, 1 - range), 1 + range);
      loss += Math.max(-advantages[i] * ratio, -advantages[i] * clipped);
    }
    return loss / now.length;
  }

  /// Score function: mean −w·A·log π_θ.
  public static double policyGradient(double[] logProbabilities, double[] advantages, double[] weights) {
    double loss = 0;
    for (int i = 0; i < weights.length; i++) {
      loss -= weights[i] * advantages[i] * logProbabilities[i];
    }
    return loss / weights.length;
  }

  /// Entropy bonus as a loss: mean −w·H.
  public static double entropyLoss(double[] entropies, double[] weights) {
    double loss = 0;
    for (int i = 0; i < weights.length; i++) {
      loss -= weights[i] * entropies[i];
    }
    return loss / weights.length;
  }

  /// log p_a = z_a − log Σ exp z.
  public static double[] logSoftmax(double[] logits) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    double[] out = new double[logits.length];
    for (int a = 0; a < out.length; a++) {
      out[a] = logits[a] - Math.log(sum);
    }
    return out;
  }

  /// H = −Σ p·log p, in nats.
  public static double entropy(double[] logits) {
    double sum = 0;
    for (double logProbability : logSoftmax(logits)) {
      sum -= Math.exp(logProbability) * logProbability;
    }
    return sum;
  }
}
