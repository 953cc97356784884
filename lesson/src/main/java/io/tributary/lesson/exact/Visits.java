// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.exact;

/// d_t(s): how probably a policy is in state s at step t with the episode not over, by forward recursion:
///
/// d_{t+1}(s') = Σ_s d_t(s) Σ_a π(a|s) p(s'|s, a), for s' that are not absorbing.
public final class Visits {
  private final double[][] d;

  private Visits(double[][] d) {
    this.d = d;
  }

  public static Visits of(EnumerableProblem problem, TabularSoftmax policy, double[] theta) {
    double[][] d = new double[problem.horizon()][problem.states()];
    for (int s = 0; s < problem.states(); s++) {
      d[0][s] = problem.start(s);
    }
    for (int t = 0; t + 1 < problem.horizon(); t++) {
      for (int s = 0; s < problem.states(); s++) {
        double[] probabilities = policy.probabilities(theta, s);
        for (int a = 0; a < problem.actions(); a++) {
          for (int to = 0; to < problem.states(); to++) {
            d[t + 1][to] += problem.absorbing(to) ? 0 : d[t][s] * probabilities[a] * problem.next(s, a, to);
          }
        }
      }
    }
    return new Visits(d);
  }

  public int horizon() {
    return d.length;
  }

  public double of(int t, int state) {
    return d[t][state];
  }
}
