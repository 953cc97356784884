// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

import java.util.List;

/// An MLP in double precision, written from the definition y_j = f(b_j + Σ_i x_i·W_ij): the oracle for [Mlp].
final class ReferenceMlp {
  private final int[] widths;
  private final Activation activation;

  ReferenceMlp(int inputs, List<Integer> hidden, int outputs, Activation activation) {
    this.widths = new int[hidden.size() + 2];
    widths[0] = inputs;
    for (int l = 0; l < hidden.size(); l++) {
      widths[l + 1] = hidden.get(l);
    }
    widths[widths.length - 1] = outputs;
    this.activation = activation;
  }

  double[] outputs(double[] theta, double[] x) {
    double[] values = x;
    int offset = 0;
    for (int l = 0; l + 1 < widths.length; l++) {
      double[] next = new double[widths[l + 1]];
      for (int j = 0; j < next.length; j++) {
        next[j] = theta[offset + widths[l] * next.length + j];
        for (int i = 0; i < widths[l]; i++) {
          next[j] += values[i] * theta[offset + i * next.length + j];
        }
        if (l + 2 < widths.length) {
          next[j] = activation == Activation.TANH ? Math.tanh(next[j]) : Math.max(0, next[j]);
        }
      }
      offset += (widths[l] + 1) * next.length;
      values = next;
    }
    return values;
  }
}
