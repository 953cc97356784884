// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.normalise.ReturnScale;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.Rows;
import io.tributary.rl.policy.ValueFunction;
import io.tributary.rl.random.CounterRandom;

/// θ = (a, b, c, d): h_t = tanh(a·h_{t−1} + b·x_t), P(action 1) = σ(c·h_t + d).
final class ToyRecurrentPolicy implements Policy {
  @Override
  public Unit unit() {
    return Unit.SEQUENCE;
  }

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public int parameterCount() {
    return 4;
  }

  @Override
  public void initialise(float[] theta, long randomKey) {
    for (int i = 0; i < 4; i++) {
      theta[i] = (float) (i < 2 ? 1 : .1 * CounterRandom.gaussian(randomKey, i));
    }
  }

  /// Moves the state over one observation; the probability of action 1.
  float act(float[] theta, float[] state, float x) {
    state[0] = (float) Math.tanh(theta[0] * state[0] + theta[1] * x);
    return (float) (1 / (1 + Math.exp(-theta[2] * state[0] - theta[3])));
  }

  @Override
  public Evaluation evaluation(int maxRows) {
    return new Unrolled(maxRows);
  }

  private static final class Unrolled implements Evaluation {
    private final double[] hidden;
    private final double[] before;
    private final double[] one;
    private float[] theta;
    private Rows rows;

    Unrolled(int maxRows) {
      hidden = new double[maxRows];
      before = new double[maxRows];
      one = new double[maxRows];
    }

    @Override
    public void evaluate(float[] theta, Rows rows) {
      this.theta = theta;
      this.rows = rows;
      for (int s = 0; s < rows.sequences(); s++) {
        float[] initial = rows.initialState(s);
        double h = initial == null ? 0 : initial[0];
        for (int i = rows.sequenceStart(s); i < rows.sequenceStart(s + 1); i++) {
          before[i] = h;
          h = Math.tanh(theta[0] * h + theta[1] * rows.observations()[i]);
          hidden[i] = h;
          one[i] = 1 / (1 + Math.exp(-theta[2] * h - theta[3]));
        }
      }
    }

    @Override
    public void logProbabilities(float[] out) {
      for (int i = 0; i < rows.count(); i++) {
        out[i] = (float) Math.log(rows.discreteActions()[i] == 1 ? one[i] : 1 - one[i]);
      }
    }

    @Override
    public void entropies(float[] out) {
      for (int i = 0; i < rows.count(); i++) {
        out[i] = (float) (-one[i] * Math.log(one[i]) - (1 - one[i]) * Math.log(1 - one[i]));
      }
    }

    @Override
    public void divergencesFrom(Evaluation first, float[] out) {
      double[] p = ((Unrolled) first).one;
      for (int i = 0; i < rows.count(); i++) {
        out[i] = (float) (p[i] * Math.log(p[i] / one[i]) + (1 - p[i]) * Math.log((1 - p[i]) / (1 - one[i])));
      }
    }

    @Override
    public void addGradient(float[] logProbabilityWeights, float[] entropyWeights, float[] gradient) {
      for (int s = 0; s < rows.sequences(); s++) {
        double carried = 0;
        for (int i = rows.sequenceStart(s + 1) - 1; i >= rows.sequenceStart(s); i--) {
          double logit = 0;
          if (logProbabilityWeights != null) {
            logit += logProbabilityWeights[i] * (rows.discreteActions()[i] - one[i]);
          }
          if (entropyWeights != null) {
            logit -= entropyWeights[i] * one[i] * (1 - one[i]) * Math.log(one[i] / (1 - one[i]));
          }
          gradient[2] += (float) (logit * hidden[i]);
          gradient[3] += (float) logit;
          double inside = (logit * theta[2] + carried) * (1 - hidden[i] * hidden[i]);
          gradient[0] += (float) (inside * before[i]);
          gradient[1] += (float) (inside * rows.observations()[i]);
          carried = inside * theta[0];
        }
      }
    }

    @Override
    public void addDivergenceGradient(Evaluation first, float[] weights, float[] gradient) {
      throw new UnsupportedOperationException("the toy is not asked for it");
    }

    @Override
    public void addFisherProduct(float[] weights, float[] direction, float[] product) {
      throw new UnsupportedOperationException("the toy is not asked for it");
    }
  }

  /// V = w·x + b.
  static final class Linear implements ValueFunction {
    private final int offset;

    Linear(int offset) {
      this.offset = offset;
    }

    @Override
    public int offset() {
      return offset;
    }

    @Override
    public int parameterCount() {
      return 2;
    }

    @Override
    public void initialise(float[] theta, long randomKey) {
      theta[offset] = 0;
      theta[offset + 1] = 0;
    }

    @Override
    public void rescale(float[] theta, ReturnScale from, ReturnScale to) {
      from.rescale(to, theta, offset, 1, offset + 1);
    }

    @Override
    public Evaluation evaluation(int maxRows) {
      return new LinearEvaluation(maxRows);
    }

    private final class LinearEvaluation implements Evaluation {
      private final float[] predictions;
      private Rows rows;

      LinearEvaluation(int maxRows) {
        predictions = new float[maxRows];
      }

      @Override
      public void evaluate(float[] theta, Rows rows) {
        this.rows = rows;
        for (int i = 0; i < rows.count(); i++) {
          predictions[i] = theta[offset] * rows.observations()[i] + theta[offset + 1];
        }
      }

      @Override
      public float[] predictions() {
        return predictions;
      }

      @Override
      public void addGradient(float[] weights, float[] gradient) {
        for (int i = 0; i < rows.count(); i++) {
          gradient[offset] += weights[i] * rows.observations()[i];
          gradient[offset + 1] += weights[i];
        }
      }
    }
  }
}
