// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.exact;

import java.util.List;

/// J(θ) = Σ_τ p_θ(τ) R(τ) with R(τ) = Σ_t γ^t r_t, and its gradient, each worked out in ways that share nothing.
public final class ExactGradient {
  private ExactGradient() {}

  /// J(θ), by the definition.
  public static double objective(List<Episode> episodes, TabularSoftmax policy, double[] theta, double gamma) {
    double sum = 0;
    for (Episode episode : episodes) {
      sum += episode.probability(policy, theta) * episode.returned(gamma);
    }
    return sum;
  }

  /// ∇J(θ) = Σ_τ ∇p_θ(τ) R(τ), by the definition: ∇p_θ(τ) by the product rule, without any logarithm.
  public static double[] byDefinition(List<Episode> episodes, TabularSoftmax policy, double[] theta, double gamma) {
    double[] out = new double[policy.parameters()];
    for (Episode episode : episodes) {
      double factor = episode.environmentProbability() * episode.returned(gamma);
      for (int t = 0; t < episode.length(); t++) {
        double others = 1;
        for (int u = 0; u < episode.length(); u++) {
          others *= u == t ? 1 : policy.probability(theta, episode.states()[u], episode.actions()[u]);
        }
        policy.addProbabilityGradient(theta, episode.states()[t], episode.actions()[t], factor * others, out);
      }
    }
    return out;
  }

  /// ∇J(θ) by differentiating Bellman's recursion backwards:
  ///
  /// ∇V_t(s) = Σ_a ∇π(a|s)·Q_t(s, a) + π(a|s)·γ·Σ_{s'} p(s'|s, a)·∇V_{t+1}(s'), ∇V_T = 0.
  public static double[] byDynamicProgramming(EnumerableProblem problem, TabularSoftmax policy, double[] theta, double gamma) {
    StateValues values = StateValues.of(problem, policy, theta, gamma);
    double[][] later = new double[problem.states()][policy.parameters()];
    for (int t = problem.horizon() - 1; t >= 0; t--) {
      double[][] now = new double[problem.states()][policy.parameters()];
      for (int s = 0; s < problem.states(); s++) {
        for (int a = 0; a < problem.actions(); a++) {
          policy.addProbabilityGradient(theta, s, a, values.q(t, s, a), now[s]);
          double probability = policy.probability(theta, s, a);
          for (int to = 0; to < problem.states(); to++) {
            if (!problem.absorbing(to)) {
              Vectors.add(probability * gamma * problem.next(s, a, to), later[to], now[s]);
            }
          }
        }
      }
      later = now;
    }
    double[] out = new double[policy.parameters()];
    for (int s = 0; s < problem.states(); s++) {
      Vectors.add(problem.start(s), later[s], out);
    }
    return out;
  }

  /// ∇f(θ) by central differences; the error is of the order of step² and of rounding/step.
  public static double[] byDifferences(java.util.function.ToDoubleFunction<double[]> f, double[] theta, double step) {
    double[] out = new double[theta.length];
    for (int i = 0; i < theta.length; i++) {
      double[] moved = theta.clone();
      moved[i] = theta[i] + step;
      double up = f.applyAsDouble(moved);
      moved[i] = theta[i] - step;
      out[i] = (up - f.applyAsDouble(moved)) / (2 * step);
    }
    return out;
  }

  /// Σ_t c_t Σ_s d_t(s) Σ_a ∇π_θ(a|s)·Q_t(s, a): the expectation of score-function estimators, from who visits what (d) and what that is worth (Q) alone.
  ///
  /// With d and Q of π_θ and c_t = γ^t this is ∇J (the policy gradient theorem). With others it is what an estimator converges to that ignores a
  /// difference: c_t = 1 leaves out the discount of the state, d and Q of another policy the change of both.
  ///
  /// @param stateDiscount c_t = stateDiscount^t
  public static double[] byVisits(Visits visits, StateValues values, TabularSoftmax policy, double[] theta, double stateDiscount) {
    double[] out = new double[policy.parameters()];
    double discount = 1;
    for (int t = 0; t < visits.horizon(); t++) {
      for (int s = 0; s < policy.states(); s++) {
        for (int a = 0; a < policy.actions(); a++) {
          policy.addProbabilityGradient(theta, s, a, discount * visits.of(t, s) * values.q(t, s, a), out);
        }
      }
      discount *= stateDiscount;
    }
    return out;
  }
}
