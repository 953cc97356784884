// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.learned;

import io.tributary.rl.random.CounterRandom;

/// A trunk h = tanh(W·x) with a policy head and a value head, on a task of one step whose contexts can be written down: x is every vector of signs, all
/// equally likely, one of two actions is right, and the context itself is worth something whatever is done.
///
/// The gradients are exact, sums over all contexts and actions by the chain rule, in double: nothing is sampled, so that what one head does to the other is
/// not mistaken for noise. The baseline changes nothing in expectation; V matters to the policy only through the trunk.
final class TwoHeads {
  private final int inputs;
  private final int width;
  private final double[][] contexts;
  private final boolean[] right;
  private final double[] worth;
  final double[][] trunk;
  final double[] policyHead;
  final double[] valueHead;

  /// @param right whether action 1 is the right one, a context each
  /// @param worth what a context earns whatever is done, a context each
  TwoHeads(double[][] contexts, boolean[] right, double[] worth, int width, long key) {
    inputs = contexts[0].length;
    this.width = width;
    this.contexts = contexts;
    this.right = right;
    this.worth = worth;
    trunk = new double[width][inputs];
    policyHead = new double[width];
    valueHead = new double[width];
    for (int j = 0; j < width; j++) {
      for (int i = 0; i < inputs; i++) {
        trunk[j][i] = CounterRandom.gaussian(CounterRandom.key(key, 0), j * inputs + i) / Math.sqrt(inputs);
      }
      policyHead[j] = CounterRandom.gaussian(CounterRandom.key(key, 1), j) / Math.sqrt(width);
      valueHead[j] = CounterRandom.gaussian(CounterRandom.key(key, 2), j) / Math.sqrt(width);
    }
  }

  /// A gradient of one objective.
  record Gradient(double[][] trunk, double[] head) {
    double[] flatTrunk() {
      double[] out = new double[trunk.length * trunk[0].length];
      for (int j = 0; j < trunk.length; j++) {
        System.arraycopy(trunk[j], 0, out, j * trunk[0].length, trunk[0].length);
      }
      return out;
    }
  }

  private double[] features(double[] x) {
    double[] h = new double[width];
    for (int j = 0; j < width; j++) {
      double sum = 0;
      for (int i = 0; i < inputs; i++) {
        sum += trunk[j][i] * x[i];
      }
      h[j] = StrictMath.tanh(sum);
    }
    return h;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  /// π(1|x), the logistic function of the policy head.
  private static double chance(double logit) {
    return 1 / (1 + StrictMath.exp(-logit));
  }

  /// How often the right action is taken.
  double rightShare() {
    double sum = 0;
    for (int c = 0; c < contexts.length; c++) {
      double p = chance(dot(policyHead, features(contexts[c])));
      sum += (right[c] ? p : 1 - p) / contexts.length;
    }
    return sum;
  }

  /// ∇J: of the mean reward.
  Gradient ofPolicy() {
    return gradient(policyHead, (c, output) -> {
      double p = chance(output);
      return (right[c] ? 1 : -1) * p * (1 - p);
    });
  }

  /// −∇ of half the mean squared error of V against E[r|x].
  Gradient ofValue() {
    return gradient(valueHead, (c, output) -> earned(c) - output);
  }

  /// E[r|x], which is a constant to the value's gradient.
  double earned(int context) {
    double p = chance(dot(policyHead, features(contexts[context])));
    return worth[context] + (right[context] ? p : 1 - p);
  }

  /// V(x).
  double value(int context) {
    return dot(valueHead, features(contexts[context]));
  }

  /// ∂objective/∂output of a context.
  private interface Slope {
    double at(int context, double output);
  }

  private Gradient gradient(double[] head, Slope slope) {
    Gradient out = new Gradient(new double[width][inputs], new double[width]);
    for (int c = 0; c < contexts.length; c++) {
      double[] h = features(contexts[c]);
      double s = slope.at(c, dot(head, h)) / contexts.length;
      for (int j = 0; j < width; j++) {
        out.head[j] += s * h[j];
        double inner = s * head[j] * (1 - h[j] * h[j]);
        for (int i = 0; i < inputs; i++) {
          out.trunk[j][i] += inner * contexts[c][i];
        }
      }
    }
    return out;
  }

  /// Moves the trunk and a head.
  void move(double rate, Gradient along, double[] head) {
    for (int j = 0; j < width; j++) {
      head[j] += rate * along.head[j];
      for (int i = 0; i < inputs; i++) {
        trunk[j][i] += rate * along.trunk[j][i];
      }
    }
  }
}
