// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Random;

import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.Rows;

/// The same policies under other names: the inner policy's parameters are A·φ for an invertible A = D·H, D a diagonal and H a reflection.
///
/// Only its factor makes it dishonest: what it says of its Fisher information is that many times the truth.
final class ReparameterisedPolicy implements Policy {
  private final Policy inner;
  private final double[] diagonal;
  private final double[] normal;
  private final double fisherFactor;

  private ReparameterisedPolicy(Policy inner, double[] diagonal, double[] normal, double fisherFactor) {
    this.inner = inner;
    this.diagonal = diagonal;
    this.normal = normal;
    this.fisherFactor = fisherFactor;
  }

  /// Stretched by factors between 1/3 and 3, and reflected.
  static ReparameterisedPolicy random(Policy inner, long seed) {
    Random random = new Random(seed);
    int n = inner.parameterCount();
    double[] diagonal = new double[n];
    double[] normal = new double[n];
    double squares = 0;
    for (int i = 0; i < n; i++) {
      diagonal[i] = Math.pow(3, 2 * random.nextDouble() - 1);
      normal[i] = random.nextGaussian();
      squares += normal[i] * normal[i];
    }
    for (int i = 0; i < n; i++) {
      normal[i] /= Math.sqrt(squares);
    }
    return new ReparameterisedPolicy(inner, diagonal, normal, 1);
  }

  /// The policy itself, lying about how far its steps go.
  static ReparameterisedPolicy lying(Policy inner, double fisherFactor) {
    double[] ones = new double[inner.parameterCount()];
    java.util.Arrays.fill(ones, 1);
    return new ReparameterisedPolicy(inner, ones, new double[ones.length], fisherFactor);
  }

  /// φ = A⁻¹·θ in the policy's range; all else as it is.
  float[] outer(float[] theta) {
    double[] x = range(theta);
    for (int i = 0; i < x.length; i++) {
      x[i] /= diagonal[i];
    }
    return with(theta, reflected(x));
  }

  /// θ with A·φ in the policy's range.
  float[] inner(float[] phi) {
    double[] x = reflected(range(phi));
    for (int i = 0; i < x.length; i++) {
      x[i] *= diagonal[i];
    }
    return with(phi, x);
  }

  private double[] transposed(float[] gradient) {
    double[] x = range(gradient);
    for (int i = 0; i < x.length; i++) {
      x[i] *= diagonal[i];
    }
    return reflected(x);
  }

  /// H·x = x − 2·n·(n·x), its own inverse and transpose.
  private double[] reflected(double[] x) {
    double along = 0;
    for (int i = 0; i < x.length; i++) {
      along += normal[i] * x[i];
    }
    double[] out = x.clone();
    for (int i = 0; i < x.length; i++) {
      out[i] -= 2 * along * normal[i];
    }
    return out;
  }

  private double[] range(float[] vector) {
    double[] x = new double[parameterCount()];
    for (int i = 0; i < x.length; i++) {
      x[i] = vector[offset() + i];
    }
    return x;
  }

  private float[] with(float[] vector, double[] range) {
    float[] out = vector.clone();
    for (int i = 0; i < range.length; i++) {
      out[offset() + i] = (float) range[i];
    }
    return out;
  }

  @Override
  public Unit unit() {
    return inner.unit();
  }

  @Override
  public int offset() {
    return inner.offset();
  }

  @Override
  public int parameterCount() {
    return inner.parameterCount();
  }

  @Override
  public void initialise(float[] theta, long randomKey) {
    throw new UnsupportedOperationException("it is given its parameters");
  }

  @Override
  public Evaluation evaluation(int maxRows) {
    return new Translated(inner.evaluation(maxRows));
  }

  private final class Translated implements Evaluation {
    private final Evaluation evaluation;

    Translated(Evaluation evaluation) {
      this.evaluation = evaluation;
    }

    @Override
    public void evaluate(float[] theta, Rows rows) {
      evaluation.evaluate(inner(theta), rows);
    }

    @Override
    public void logProbabilities(float[] out) {
      evaluation.logProbabilities(out);
    }

    @Override
    public void entropies(float[] out) {
      evaluation.entropies(out);
    }

    @Override
    public void divergencesFrom(Evaluation first, float[] out) {
      evaluation.divergencesFrom(((Translated) first).evaluation, out);
    }

    @Override
    public void addGradient(float[] logProbabilityWeights, float[] entropyWeights, float[] gradient) {
      float[] own = new float[gradient.length];
      evaluation.addGradient(logProbabilityWeights, entropyWeights, own);
      addTransposed(own, 1, gradient);
    }

    @Override
    public void addDivergenceGradient(Evaluation first, float[] weights, float[] gradient) {
      float[] own = new float[gradient.length];
      evaluation.addDivergenceGradient(((Translated) first).evaluation, weights, own);
      addTransposed(own, 1, gradient);
    }

    @Override
    public void addFisherProduct(float[] weights, float[] direction, float[] product) {
      float[] own = new float[product.length];
      evaluation.addFisherProduct(weights, inner(direction), own);
      addTransposed(own, fisherFactor, product);
    }

    private void addTransposed(float[] own, double factor, float[] out) {
      double[] x = transposed(own);
      for (int i = 0; i < x.length; i++) {
        out[offset() + i] += (float) (factor * x[i]);
      }
    }
  }
}
