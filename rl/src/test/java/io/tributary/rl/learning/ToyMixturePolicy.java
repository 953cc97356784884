// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.Rows;
import io.tributary.rl.random.CounterRandom;

/// θ = (w, c, m₁, m₂, s): one number a with the density p·N(a; m₁·x, e^2s) + (1 − p)·N(a; m₂·x, e^2s), p = σ(w·x + c).
///
/// Nothing about a mixture but its log-probability has a closed form: entropies and divergences are integrals here, and the Fisher product is the integral
/// of the density times the score times the score's product with the direction.
final class ToyMixturePolicy implements Policy {
  static final int PARAMETERS = 5;
  /// In standard deviations of a component.
  private static final double REACH = 8;
  private static final double STEP = .25;

  @Override
  public Unit unit() {
    return Unit.ROW;
  }

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public int parameterCount() {
    return PARAMETERS;
  }

  /// Two components that overlap, but are not the same.
  @Override
  public void initialise(float[] theta, long randomKey) {
    for (int i = 0; i < PARAMETERS; i++) {
      theta[i] = (float) (.1 * CounterRandom.gaussian(randomKey, i));
    }
    theta[2] += .3f;
    theta[3] -= .3f;
    theta[4] -= .7f;
  }

  /// An action: a pure function of parameters, observation and key.
  float act(float[] theta, float x, long key) {
    double p = 1 / (1 + Math.exp(-theta[0] * x - theta[1]));
    double mean = CounterRandom.uniform(key, 0) < p ? theta[2] * x : theta[3] * x;
    return (float) (mean + Math.exp(theta[4]) * CounterRandom.gaussian(key, 1));
  }

  @Override
  public Evaluation evaluation(int maxRows) {
    return new Mixture();
  }

  /// Log-density by log-sum-exp, and the score where asked.
  private static double logDensity(float[] theta, double x, double a, double[] score) {
    double logit = theta[0] * x + theta[1];
    double sigma = Math.exp(theta[4]);
    double z1 = (a - theta[2] * x) / sigma;
    double z2 = (a - theta[3] * x) / sigma;
    double first = -Math.log1p(Math.exp(-logit)) - z1 * z1 / 2;
    double second = -Math.log1p(Math.exp(logit)) - z2 * z2 / 2;
    double highest = Math.max(first, second);
    double sum = Math.exp(first - highest) + Math.exp(second - highest);
    if (score != null) {
      double responsibility = Math.exp(first - highest) / sum;
      double p = 1 / (1 + Math.exp(-logit));
      score[0] = (responsibility - p) * x;
      score[1] = responsibility - p;
      score[2] = responsibility * z1 / sigma * x;
      score[3] = (1 - responsibility) * z2 / sigma * x;
      score[4] = responsibility * z1 * z1 + (1 - responsibility) * z2 * z2 - 1;
    }
    return highest + Math.log(sum) - theta[4] - Math.log(2 * Math.PI) / 2;
  }

  private interface Integrand {
    /// Adds what an action contributes: `mass` is its density times the step.
    void add(double mass, double action, double logDensity, double[] score, double[] sums);
  }

  /// ∫ density·f over the line, by the trapezium rule far beyond both components.
  private static double[] integral(float[] theta, double x, Integrand f) {
    double sigma = Math.exp(theta[4]);
    double low = Math.min(theta[2] * x, theta[3] * x) - REACH * sigma;
    double high = Math.max(theta[2] * x, theta[3] * x) + REACH * sigma;
    int nodes = (int) Math.ceil((high - low) / (STEP * sigma));
    double step = (high - low) / nodes;
    double[] score = new double[PARAMETERS];
    double[] sums = new double[PARAMETERS];
    for (int i = 0; i <= nodes; i++) {
      double action = low + i * step;
      double logDensity = logDensity(theta, x, action, score);
      f.add(step * Math.exp(logDensity), action, logDensity, score, sums);
    }
    return sums;
  }

  private static final class Mixture implements Evaluation {
    private float[] theta;
    private Rows rows;

    @Override
    public void evaluate(float[] theta, Rows rows) {
      this.theta = theta;
      this.rows = rows;
    }

    private double x(int row) {
      return rows.observations()[row];
    }

    @Override
    public void logProbabilities(float[] out) {
      for (int i = 0; i < rows.count(); i++) {
        out[i] = (float) logDensity(theta, x(i), rows.continuousActions()[i], null);
      }
    }

    @Override
    public void entropies(float[] out) {
      for (int i = 0; i < rows.count(); i++) {
        out[i] = (float) integral(theta, x(i), (mass, a, logDensity, score, sums) -> sums[0] -= mass * logDensity)[0];
      }
    }

    @Override
    public void divergencesFrom(Evaluation first, float[] out) {
      float[] from = ((Mixture) first).theta;
      for (int i = 0; i < rows.count(); i++) {
        double x = x(i);
        out[i] = (float) integral(from, x,
            (mass, a, logDensity, score, sums) -> sums[0] += mass * (logDensity - logDensity(theta, x, a, null)))[0];
      }
    }

    /// ∇H = −E[log π·∇log π].
    @Override
    public void addGradient(float[] logProbabilityWeights, float[] entropyWeights, float[] gradient) {
      double[] score = new double[PARAMETERS];
      for (int i = 0; i < rows.count(); i++) {
        if (logProbabilityWeights != null) {
          double _ = logDensity(theta, x(i), rows.continuousActions()[i], score);
          add(logProbabilityWeights[i], score, gradient);
        }
        if (entropyWeights != null) {
          add(entropyWeights[i], integral(theta, x(i), (mass, a, logDensity, s, sums) -> addTo(sums, -mass * logDensity, s)), gradient);
        }
      }
    }

    /// ∇KL(first ‖ this) = −E_first[∇log π].
    @Override
    public void addDivergenceGradient(Evaluation first, float[] weights, float[] gradient) {
      float[] from = ((Mixture) first).theta;
      double[] mine = new double[PARAMETERS];
      for (int i = 0; i < rows.count(); i++) {
        double x = x(i);
        add(weights[i], integral(from, x, (mass, a, logDensity, score, sums) -> {
          double _ = logDensity(theta, x, a, mine);
          addTo(sums, -mass, mine);
        }), gradient);
      }
    }

    /// E[∇log π·(∇log π·v)].
    @Override
    public void addFisherProduct(float[] weights, float[] direction, float[] product) {
      for (int i = 0; i < rows.count(); i++) {
        add(weights[i], integral(theta, x(i), (mass, a, logDensity, score, sums) -> {
          double along = 0;
          for (int p = 0; p < PARAMETERS; p++) {
            along += score[p] * direction[p];
          }
          addTo(sums, mass * along, score);
        }), product);
      }
    }

    private static void addTo(double[] sums, double weight, double[] score) {
      for (int p = 0; p < PARAMETERS; p++) {
        sums[p] += weight * score[p];
      }
    }

    private static void add(double weight, double[] score, float[] gradient) {
      for (int p = 0; p < PARAMETERS; p++) {
        gradient[p] += (float) (weight * score[p]);
      }
    }
  }
}
