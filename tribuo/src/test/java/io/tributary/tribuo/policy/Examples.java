// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.policy;

import java.util.Random;

/// Random states, actions, weights and parameters, all of them exact in `float`.
final class Examples {
  static final int SIZE = 12;
  static final int ACTIONS = 11;
  static final int ROWS = 60;
  static final double[] SIGMA = {Math.exp(-.5f), Math.exp(.25f), 1};

  final double[] observations;
  final int[] choices;
  final double[] moves;
  final float[] advantages;
  final double[] softmaxTheta;
  final double[] gaussianTheta;

  Examples(long seed) {
    Random random = new Random(seed);
    observations = gaussians(random, ROWS * SIZE, 1);
    // The last action is never taken.
    choices = random.ints(ROWS, 0, ACTIONS - 1).toArray();
    moves = gaussians(random, ROWS * SIGMA.length, 2);
    advantages = toFloats(gaussians(random, ROWS, 1));
    softmaxTheta = gaussians(random, (SIZE + 1) * ACTIONS, .3);
    gaussianTheta = gaussians(random, (SIZE + 1) * SIGMA.length, .3);
  }

  private static double[] gaussians(Random random, int n, double scale) {
    double[] out = new double[n];
    for (int i = 0; i < n; i++) {
      out[i] = (float) (scale * random.nextGaussian());
    }
    return out;
  }

  static float[] toFloats(double[] numbers) {
    float[] out = new float[numbers.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) numbers[i];
    }
    return out;
  }

  static double[] toDoubles(float[] numbers) {
    double[] out = new double[numbers.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = numbers[i];
    }
    return out;
  }

  /// μ or logits of one row: Wᵀx + b.
  static double[] outputs(double[] theta, double[] observations, int row, int outputs) {
    double[] z = new double[outputs];
    for (int j = 0; j < outputs; j++) {
      z[j] = theta[SIZE * outputs + j];
      for (int i = 0; i < SIZE; i++) {
        z[j] += theta[i * outputs + j] * observations[row * SIZE + i];
      }
    }
    return z;
  }

  /// ∂/∂z_j log softmax(z)_a = [j = a] − p_j.
  static double[] softmaxScore(double[] logits, int action) {
    double total = 0;
    for (double z : logits) {
      total += Math.exp(z);
    }
    double[] score = new double[logits.length];
    for (int j = 0; j < score.length; j++) {
      score[j] = (j == action ? 1 : 0) - Math.exp(logits[j]) / total;
    }
    return score;
  }

  /// Adds w·(x, 1)·scoreᵀ.
  static void addOuter(double[] target, double[] observations, int row, double[] score, double weight) {
    for (int j = 0; j < score.length; j++) {
      for (int i = 0; i < SIZE; i++) {
        target[i * score.length + j] += weight * observations[row * SIZE + i] * score[j];
      }
      target[SIZE * score.length + j] += weight * score[j];
    }
  }

  double[] gaussianScore(double[] means, int row) {
    double[] score = new double[SIGMA.length];
    for (int d = 0; d < score.length; d++) {
      score[d] = (moves[row * SIGMA.length + d] - means[d]) / (SIGMA[d] * SIGMA[d]);
    }
    return score;
  }

  /// The definition: Σ_t w_t·∇log π(a_t|s_t), w = 1 for null.
  double[] softmaxGradient(float[] weights) {
    double[] gradient = new double[softmaxTheta.length];
    for (int row = 0; row < ROWS; row++) {
      double[] score = softmaxScore(outputs(softmaxTheta, observations, row, ACTIONS), choices[row]);
      addOuter(gradient, observations, row, score, weights == null ? 1 : weights[row]);
    }
    return gradient;
  }

  double[] gaussianGradient(float[] weights) {
    double[] gradient = new double[gaussianTheta.length];
    for (int row = 0; row < ROWS; row++) {
      addOuter(gradient, observations, row, gaussianScore(outputs(gaussianTheta, observations, row, SIGMA.length), row), weights == null ? 1 : weights[row]);
    }
    return gradient;
  }

  static double norm(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }

  /// |a − b| / |b|.
  static double relativeDifference(double[] a, double[] b) {
    double[] difference = a.clone();
    for (int i = 0; i < a.length; i++) {
      difference[i] -= b[i];
    }
    return norm(difference) / norm(b);
  }
}
