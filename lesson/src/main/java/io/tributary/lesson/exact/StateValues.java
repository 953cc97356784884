// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.exact;

/// V_t(s) and Q_t(s, a) of a policy, by backward recursion over the steps left:
///
/// Q_t(s, a) = Σ_{s'} p(s'|s, a)·(r(s, a, s') + γ·V_{t+1}(s')), V_t(s) = Σ_a π(a|s)·Q_t(s, a), V_T = 0 and V of absorbing states = 0.
public final class StateValues {
  private final double[][] v;
  private final double[][][] q;

  private StateValues(double[][] v, double[][][] q) {
    this.v = v;
    this.q = q;
  }

  public static StateValues of(EnumerableProblem problem, TabularSoftmax policy, double[] theta, double gamma) {
    double[][] v = new double[problem.horizon() + 1][problem.states()];
    double[][][] q = new double[problem.horizon()][problem.states()][problem.actions()];
    for (int t = problem.horizon() - 1; t >= 0; t--) {
      for (int s = 0; s < problem.states(); s++) {
        double[] probabilities = policy.probabilities(theta, s);
        for (int a = 0; a < problem.actions(); a++) {
          for (int to = 0; to < problem.states(); to++) {
            double future = problem.absorbing(to) ? 0 : gamma * v[t + 1][to];
            q[t][s][a] += problem.next(s, a, to) * (problem.reward(s, a, to) + future);
          }
          v[t][s] += probabilities[a] * q[t][s][a];
        }
      }
    }
    return new StateValues(v, q);
  }

  /// V_t(s), of a state that is not absorbing.
  public double v(int t, int state) {
    return v[t][state];
  }

  public double q(int t, int state, int action) {
    return q[t][state][action];
  }

  /// V_t(s_t) of an episode's steps, and 0 behind the last: T + 1 of them.
  public double[] along(Episode episode) {
    double[] out = new double[episode.length() + 1];
    for (int t = 0; t < episode.length(); t++) {
      out[t] = v[t][episode.states()[t]];
    }
    return out;
  }

  /// Q_t(s_t, a_t) of an episode's steps.
  public double[] ofActions(Episode episode) {
    double[] out = new double[episode.length()];
    for (int t = 0; t < episode.length(); t++) {
      out[t] = q[t][episode.states()[t]][episode.actions()[t]];
    }
    return out;
  }
}
