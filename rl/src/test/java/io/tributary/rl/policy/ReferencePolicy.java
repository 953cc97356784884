// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import java.util.Arrays;
import java.util.List;

import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.network.Activation;
import io.tributary.rl.network.ReferenceMlp;

/// A {@link NetworkPolicy} in double precision, one row at a time, as a function of all its parameters: written from the definitions, sharing no code
/// with the shipping form.
final class ReferencePolicy {
  private final Spaces spaces;
  private final Architecture architecture;
  private final ReferenceMlp mlp;
  private final int headSize;
  private final int features;
  private final int mlpParameters;

  ReferencePolicy(Spaces spaces, Architecture architecture) {
    this.spaces = spaces;
    this.architecture = architecture;
    headSize = spaces.discreteActions() ? spaces.maskSize() : spaces.actionSize();
    Activation activation = Activation.named(architecture.activation()).orElseThrow();
    mlp = new ReferenceMlp(spaces.observationSize(), architecture.hidden(), headSize, activation);
    features = architecture.hidden().isEmpty() ? spaces.observationSize() : architecture.hidden().getLast();
    int count = 0;
    int from = spaces.observationSize();
    for (int width : architecture.hidden()) {
      count += (from + 1) * width;
      from = width;
    }
    mlpParameters = count + (from + 1) * headSize;
  }

  /// Of a discrete policy the probability of each logit's action in its choice; else means, then standard deviations.
  private double[] distribution(double[] theta, double[] x, byte[] mask) {
    double[][] layers = mlp.layers(theta, x);
    return spaces.discreteActions() ? probabilities(layers[1], mask) : normal(theta, layers[0], layers[1]);
  }

  private double[] probabilities(double[] logits, byte[] mask) {
    double[] p = new double[logits.length];
    int at = 0;
    for (int choices : choices()) {
      double sum = 0;
      for (int i = at; i < at + choices; i++) {
        p[i] = mask != null && mask[i] == 0 ? 0 : Math.exp(logits[i]);
        sum += p[i];
      }
      for (int i = at; i < at + choices; i++) {
        p[i] /= sum;
      }
      at += choices;
    }
    return p;
  }

  private double[] normal(double[] theta, double[] z, double[] means) {
    double[] both = Arrays.copyOf(means, 2 * headSize);
    for (int d = 0; d < headSize; d++) {
      double variance = 0;
      if (architecture.exploration() == Exploration.INDEPENDENT) {
        variance = Math.exp(2 * theta[mlpParameters + d]);
      } else {
        variance = 1e-6;
        for (int j = 0; j < features; j++) {
          variance += Math.exp(2 * theta[mlpParameters + j * headSize + d]) * z[j] * z[j];
        }
      }
      both[headSize + d] = Math.sqrt(variance);
    }
    return both;
  }

  double logProbability(double[] theta, double[] x, byte[] mask, double[] action) {
    double[] q = distribution(theta, x, mask);
    double sum = 0;
    if (spaces.discreteActions()) {
      int at = 0;
      List<Integer> choices = choices();
      for (int c = 0; c < choices.size(); c++) {
        sum += Math.log(q[at + (int) action[c]]);
        at += choices.get(c);
      }
      return sum;
    }
    for (int d = 0; d < headSize; d++) {
      double sigma = q[headSize + d];
      sum -= Math.pow((action[d] - q[d]) / sigma, 2) / 2 + Math.log(sigma * Math.sqrt(2 * Math.PI));
    }
    return sum;
  }

  double entropy(double[] theta, double[] x, byte[] mask) {
    double[] q = distribution(theta, x, mask);
    double sum = 0;
    for (int i = 0; i < headSize; i++) {
      if (spaces.discreteActions()) {
        sum -= q[i] == 0 ? 0 : q[i] * Math.log(q[i]);
      } else {
        sum += Math.log(2 * Math.PI * Math.E * q[headSize + i] * q[headSize + i]) / 2;
      }
    }
    return sum;
  }

  /// KL(first ‖ second).
  double divergence(double[] first, double[] second, double[] x, byte[] mask) {
    double[] p = distribution(first, x, mask);
    double[] q = distribution(second, x, mask);
    double sum = 0;
    for (int i = 0; i < headSize; i++) {
      if (spaces.discreteActions()) {
        sum += p[i] == 0 ? 0 : p[i] * Math.log(p[i] / q[i]);
      } else {
        double s1 = p[headSize + i];
        double s2 = q[headSize + i];
        sum += Math.log(s2 / s1) + (s1 * s1 + (p[i] - q[i]) * (p[i] - q[i])) / (2 * s2 * s2) - 0.5;
      }
    }
    return sum;
  }

  private List<Integer> choices() {
    return spaces.action() instanceof Space.MultiDiscrete(var sizes) ? sizes : List.of(headSize);
  }
}
