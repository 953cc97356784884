// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

import java.util.List;

/// An MLP in double precision, written from the definition y_j = f(b_j + Σ_i x_i·W_ij): the oracle for [Mlp].
public final class ReferenceMlp {
  private final int[] widths;
  private final Activation activation;

  public ReferenceMlp(int inputs, List<Integer> hidden, int outputs, Activation activation) {
    this.widths = new int[hidden.size() + 2];
    widths[0] = inputs;
    for (int l = 0; l < hidden.size(); l++) {
      widths[l + 1] = hidden.get(l);
    }
    widths[widths.length - 1] = outputs;
    this.activation = activation;
  }

  public double[] outputs(double[] theta, double[] x) {
    return layers(theta, x)[1];
  }

  /// What the head reads, and what it makes of it.
  public double[][] layers(double[] theta, double[] x) {
    double[] values = x;
    double[] features = x;
    int offset = 0;
    for (int l = 0; l + 1 < widths.length; l++) {
      double[] next = new double[widths[l + 1]];
      for (int j = 0; j < next.length; j++) {
        next[j] = theta[offset + widths[l] * next.length + j];
        for (int i = 0; i < widths[l]; i++) {
          next[j] += values[i] * theta[offset + i * next.length + j];
        }
        if (l + 2 < widths.length) {
          next[j] = activated(next[j]);
        }
      }
      offset += (widths[l] + 1) * next.length;
      features = values;
      values = next;
    }
    return new double[][] {features, values};
  }

  private double activated(double x) {
    return switch (activation) {
      case TANH -> Math.tanh(x);
      case RELU -> Math.max(0, x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case ELU -> x > 0 ? x : Math.expm1(x);
      case LEAKY_RELU -> x > 0 ? x : 0.01 * x;
    };
  }
}
