// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.policy;

import java.util.SplittableRandom;

import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.optimisers.SGD;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.linear.LinearSGDModel;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

import io.tributary.tribuo.FeatureNames;
import io.tributary.tribuo.QuietLogs;

/// Trains the means of a linear Gaussian policy with fixed σ by weighted examples with Tribuo's own {@link LinearSGDTrainer}: cloning with weights 1, the
/// policy gradient with advantages as weights.
///
/// Minimising a weighted squared loss is following w·(a − μ(s)); dividing the rate by σ² makes it w·∇log π. Each dimension is a regression of its own, since
/// its σ and its parameters are. Parameters are laid out as the means' in a `NetworkPolicy` without hidden layers. Weights are `float`, as Tribuo
/// stores them; everything else is `double`.
///
/// **Guarantees.** Has no state: threads may share it.
public final class WeightedGaussianTrainer {
  private static final RegressionFactory FACTORY = new RegressionFactory();
  private static final int[] ONLY = {0};

  private final LinearShape shape;
  private final LinearShape dimensionShape;
  private final double[] sigma;
  private final String[] features;

  /// @param observationSize elements of one observation
  /// @param sigma standard deviation of each action dimension, positive
  public WeightedGaussianTrainer(int observationSize, double... sigma) {
    QuietLogs.ensure();
    shape = new LinearShape(observationSize, sigma.length);
    dimensionShape = new LinearShape(observationSize, 1);
    this.sigma = LinearGaussianGradient.requireSigma(sigma);
    features = FeatureNames.of(observationSize);
  }

  /// How many parameters the means have.
  public int parameterCount() {
    return shape.parameterCount();
  }

  /// Stochastic gradient ascent, one row after another in their order: θ ← θ + η·w_t·∇log π_θ(a_t|s_t).
  ///
  /// @param theta where the means' parameters start; not changed
  /// @param observations rows × observation size
  /// @param actions rows × dimensions
  /// @param weights w, of any sign; null for 1 everywhere
  /// @param learningRate η
  /// @param epochs passes over the rows
  /// @return the new parameters
  public double[] train(double[] theta, double[] observations, double[] actions, float[] weights, int rows, double learningRate, int epochs) {
    shape.require(theta, observations, actions.length, sigma.length, weights == null ? -1 : weights.length, rows);
    if (rows == 0) {
      return theta.clone();
    }
    double[] trained = new double[parameterCount()];
    for (int d = 0; d < sigma.length; d++) {
      LinearParameters start = new LinearParameters(dimensionShape.toTribuo(column(theta, d), ONLY));
      MutableDataset<Regressor> examples = examples(observations, actions, weights, rows, d);
      LinearSGDModel model = new FromParameters(start, learningRate / (sigma[d] * sigma[d]), epochs, 1).train(examples);
      for (int i = 0; i <= shape.observationSize(); i++) {
        trained[i * sigma.length + d] = model.getWeightsCopy().get(0, i);
      }
    }
    return trained;
  }

  /// Σ_t w_t·∇log π_θ(a_t|s_t), all at the same θ: what training on each example alone, with rate 1, adds to the parameters.
  ///
  /// Costs a training for each row: for comparisons.
  public double[] gradient(double[] theta, double[] observations, double[] actions, float[] weights, int rows) {
    double[] gradient = new double[parameterCount()];
    for (int row = 0; row < rows; row++) {
      double[] action = new double[sigma.length];
      System.arraycopy(actions, row * sigma.length, action, 0, sigma.length);
      float[] weight = weights == null ? null : new float[] {weights[row]};
      double[] after = train(theta, shape.row(observations, row), action, weight, 1, 1, 1);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += after[i] - theta[i];
      }
    }
    return gradient;
  }

  private MutableDataset<Regressor> examples(double[] observations, double[] actions, float[] weights, int rows, int dimension) {
    MutableDataset<Regressor> examples = new MutableDataset<>(new SimpleDataSourceProvenance("weighted actions", FACTORY), FACTORY);
    for (int row = 0; row < rows; row++) {
      Regressor action = new Regressor("a" + dimension, actions[row * sigma.length + dimension]);
      ArrayExample<Regressor> example = new ArrayExample<>(action, features, shape.row(observations, row));
      example.setWeight(weights == null ? 1 : weights[row]);
      examples.add(example);
    }
    return examples;
  }

  private double[] column(double[] theta, int dimension) {
    double[] column = new double[shape.observationSize() + 1];
    for (int i = 0; i < column.length; i++) {
      column[i] = theta[i * sigma.length + dimension];
    }
    return column;
  }

  /// Tribuo's trainer, starting where a policy is instead of at zeros.
  static final class FromParameters extends LinearSGDTrainer {
    private final LinearParameters start;

    FromParameters(LinearParameters start, double learningRate, int epochs, int minibatchSize) {
      super(new SquaredLoss(), SGD.getSimpleSGD(learningRate), epochs, -1, minibatchSize, 1);
      SingleExamples.require(minibatchSize);
      this.start = start;
      setShuffle(false);
    }

    @Override
    protected LinearParameters createParameters(int numFeatures, int numOutputs, SplittableRandom localRNG) {
      return start;
    }
  }
}
