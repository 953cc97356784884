// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.policy;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.tribuo.ImmutableOutputInfo;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.optimisers.SGD;
import org.tribuo.provenance.SimpleDataSourceProvenance;

import io.tributary.tribuo.FeatureNames;
import io.tributary.tribuo.QuietLogs;

/// Trains a linear softmax policy by weighted examples with Tribuo's own {@link LinearSGDTrainer}: cloning with weights 1, the policy gradient with
/// advantages as weights.
///
/// Three things make a classifier's trainer a policy's:
/// - minibatches of one example: with larger ones Tribuo multiplies the unweighted sum of gradients by the mean weight;
/// - an example of weight 0 for every action, or actions that nobody took would not exist;
/// - actions are found by name: Tribuo's ids follow hash order.
///
/// Parameters are laid out as those of a `NetworkPolicy` without hidden layers: weights (observation size × actions, row-major), then bias. Weights are
/// `float`, as Tribuo stores them; everything else is `double`.
///
/// **Guarantees.** Has no state: threads may share it.
public final class WeightedSoftmaxTrainer {
  private static final LabelFactory FACTORY = new LabelFactory();

  private final LinearShape shape;
  private final String[] features;

  /// @param observationSize elements of one observation
  /// @param actions how many there are to choose from
  public WeightedSoftmaxTrainer(int observationSize, int actions) {
    QuietLogs.ensure();
    shape = new LinearShape(observationSize, actions);
    features = FeatureNames.of(observationSize);
  }

  public int parameterCount() {
    return shape.parameterCount();
  }

  /// Stochastic gradient ascent, one row after another in their order: θ ← θ + η·w_t·∇log π_θ(a_t|s_t).
  ///
  /// @param theta where it starts; not changed
  /// @param observations rows × observation size
  /// @param actions of each row, from 0
  /// @param weights w, of any sign; null for 1 everywhere
  /// @param learningRate η
  /// @param epochs passes over the rows
  /// @return the new parameters
  public double[] train(double[] theta, double[] observations, int[] actions, float[] weights, int rows, double learningRate, int epochs) {
    shape.require(theta, observations, actions.length, 1, weights == null ? -1 : weights.length, rows);
    MutableDataset<Label> examples = everyAction();
    for (int row = 0; row < rows; row++) {
      LinearSoftmaxGradient.requireAction(actions[row], row, shape.outputs());
      examples.add(example(actions[row], shape.row(observations, row), weights == null ? 1 : weights[row]));
    }
    return train(theta, examples, learningRate, epochs);
  }

  /// Σ_t w_t·∇log π_θ(a_t|s_t), all at the same θ: what training on each example alone, with rate 1, adds to the parameters.
  ///
  /// Costs a training for each row: for comparisons.
  public double[] gradient(double[] theta, double[] observations, int[] actions, float[] weights, int rows) {
    double[] gradient = new double[parameterCount()];
    for (int row = 0; row < rows; row++) {
      float[] weight = weights == null ? null : new float[] {weights[row]};
      double[] after = train(theta, shape.row(observations, row), new int[] {actions[row]}, weight, 1, 1, 1);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += after[i] - theta[i];
      }
    }
    return gradient;
  }

  private double[] train(double[] theta, MutableDataset<Label> examples, double learningRate, int epochs) {
    int[] ids = ids(examples.getOutputIDInfo());
    LinearParameters start = new LinearParameters(shape.toTribuo(theta, ids));
    LinearSGDModel model = new FromParameters(start, learningRate, epochs, 1).train(examples);
    if (!Arrays.equals(ids(model.getOutputIDInfo()), ids)) {
      throw new IllegalStateException("actions have other ids in the trained model than in its examples; expected the same; the result is not used");
    }
    double[] trained = new double[parameterCount()];
    shape.addTo(trained, model.getWeightsCopy(), ids, 1);
    return trained;
  }

  private MutableDataset<Label> everyAction() {
    MutableDataset<Label> examples = new MutableDataset<>(new SimpleDataSourceProvenance("weighted actions", FACTORY), FACTORY);
    for (int action = 0; action < shape.outputs(); action++) {
      examples.add(example(action, new double[shape.observationSize()], 0));
    }
    return examples;
  }

  private ArrayExample<Label> example(int action, double[] observation, float weight) {
    ArrayExample<Label> example = new ArrayExample<>(new Label(name(action)), features, observation);
    example.setWeight(weight);
    return example;
  }

  private int[] ids(ImmutableOutputInfo<Label> labels) {
    int[] ids = new int[shape.outputs()];
    Arrays.setAll(ids, action -> labels.getID(new Label(name(action))));
    return ids;
  }

  private static String name(int action) {
    return "a" + action;
  }

  /// Tribuo's trainer, starting where a policy is instead of at zeros.
  static final class FromParameters extends LinearSGDTrainer {
    private final LinearParameters start;

    FromParameters(LinearParameters start, double learningRate, int epochs, int minibatchSize) {
      super(new LogMulticlass(), SGD.getSimpleSGD(learningRate), epochs, -1, minibatchSize, 1);
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
