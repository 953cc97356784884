// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.exact;

/// π_θ(a|s) = exp θ_{s,a} / Σ_b exp θ_{s,b}, with θ_{s,a} at `s · actions + a`.
///
/// @param states how many
/// @param actions how many
public record TabularSoftmax(int states, int actions) {

  public int parameters() {
    return states * actions;
  }

  /// π_θ(·|s).
  public double[] probabilities(double[] theta, int state) {
    double[] out = new double[actions];
    double most = Double.NEGATIVE_INFINITY;
    for (int a = 0; a < actions; a++) {
      most = Math.max(most, theta[state * actions + a]);
    }
    double sum = 0;
    for (int a = 0; a < actions; a++) {
      out[a] = StrictMath.exp(theta[state * actions + a] - most);
      sum += out[a];
    }
    for (int a = 0; a < actions; a++) {
      out[a] /= sum;
    }
    return out;
  }

  public double probability(double[] theta, int state, int action) {
    return probabilities(theta, state)[action];
  }

  /// Adds w·∇_θ log π_θ(a|s): ∂/∂θ_{s,b} = w·(1{b = a} − π_θ(b|s)), nothing for other states.
  public void addScore(double[] theta, int state, int action, double weight, double[] out) {
    double[] p = probabilities(theta, state);
    for (int b = 0; b < actions; b++) {
      out[state * actions + b] += weight * ((b == action ? 1 : 0) - p[b]);
    }
  }

  /// Adds w·∇_θ π_θ(a|s), by the quotient rule: ∂/∂θ_{s,b} = w·(1{b = a}·π_θ(a|s) − π_θ(a|s)·π_θ(b|s)). No logarithm is taken.
  public void addProbabilityGradient(double[] theta, int state, int action, double weight, double[] out) {
    double[] p = probabilities(theta, state);
    for (int b = 0; b < actions; b++) {
      out[state * actions + b] += weight * ((b == action ? p[action] : 0) - p[action] * p[b]);
    }
  }

  /// H = −Σ_a π log π, in nats.
  public double entropy(double[] theta, int state) {
    double sum = 0;
    for (double p : probabilities(theta, state)) {
      sum -= p > 0 ? p * StrictMath.log(p) : 0;
    }
    return sum;
  }

  /// KL(π_first(·|s) ‖ π_second(·|s)), in nats.
  public double klFromTo(double[] first, double[] second, int state) {
    double[] p = probabilities(first, state);
    double[] q = probabilities(second, state);
    double sum = 0;
    for (int a = 0; a < actions; a++) {
      sum += p[a] > 0 ? p[a] * (StrictMath.log(p[a]) - StrictMath.log(q[a])) : 0;
    }
    return sum;
  }
}
