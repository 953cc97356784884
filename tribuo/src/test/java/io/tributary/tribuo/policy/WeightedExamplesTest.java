// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.policy;

import java.util.Arrays;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// "Everything is weighted maximum likelihood", said by Tribuo's own trainers: their example weights give the policy gradient.
class WeightedExamplesTest {
  private static final double DOUBLE = 1e-12;
  private static final WeightedSoftmaxTrainer SOFTMAX = new WeightedSoftmaxTrainer(Examples.SIZE, Examples.ACTIONS);
  private static final WeightedGaussianTrainer GAUSSIAN = new WeightedGaussianTrainer(Examples.SIZE, Examples.SIGMA);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void weightsOneGiveTheCloningGradientAndAdvantagesThePolicyGradient(long seed) {
    Examples e = new Examples(seed);
    for (float[] weights : new float[][] {null, e.advantages}) {
      assertThat(Examples.relativeDifference(SOFTMAX.gradient(e.softmaxTheta, e.observations, e.choices, weights, Examples.ROWS),
          e.softmaxGradient(weights))).isLessThan(DOUBLE);
      assertThat(Examples.relativeDifference(GAUSSIAN.gradient(e.gaussianTheta, e.observations, e.moves, weights, Examples.ROWS),
          e.gaussianGradient(weights))).isLessThan(DOUBLE);
    }
  }

  @Test
  void noWeightsAndWeightsOneAreTheSameBits() {
    Examples e = new Examples(4);
    float[] ones = new float[Examples.ROWS];
    Arrays.fill(ones, 1);
    assertThat(SOFTMAX.train(e.softmaxTheta, e.observations, e.choices, ones, Examples.ROWS, .1, 2))
        .isEqualTo(SOFTMAX.train(e.softmaxTheta, e.observations, e.choices, null, Examples.ROWS, .1, 2));
  }

  /// Against the recurrence θ ← θ + η·w_t·∇log π_θ(a_t|s_t), row by row, two passes.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void trainingIsTheSumOfItsSteps(long seed) {
    Examples e = new Examples(seed);
    double[] softmax = e.softmaxTheta.clone();
    double[] gaussian = e.gaussianTheta.clone();
    for (int epoch = 0; epoch < 2; epoch++) {
      for (int row = 0; row < Examples.ROWS; row++) {
        double[] score = Examples.softmaxScore(Examples.outputs(softmax, e.observations, row, Examples.ACTIONS), e.choices[row]);
        Examples.addOuter(softmax, e.observations, row, score, .01 * e.advantages[row]);
        double[] move = e.gaussianScore(Examples.outputs(gaussian, e.observations, row, Examples.SIGMA.length), row);
        Examples.addOuter(gaussian, e.observations, row, move, .01 * e.advantages[row]);
      }
    }
    assertThat(Examples.relativeDifference(
        SOFTMAX.train(e.softmaxTheta, e.observations, e.choices, e.advantages, Examples.ROWS, .01, 2), softmax)).isLessThan(DOUBLE);
    assertThat(Examples.relativeDifference(
        GAUSSIAN.train(e.gaussianTheta, e.observations, e.moves, e.advantages, Examples.ROWS, .01, 2), gaussian)).isLessThan(DOUBLE);
  }

  /// More than ten actions, so that neither hash nor text order is number order; the last is never taken and must become less probable, not vanish.
  @Test
  void actionsKeepTheirPlacesEvenIfNobodyTookThem() {
    Examples e = new Examples(5);
    double[] zeros = new double[SOFTMAX.parameterCount()];
    int[] onlyThree = new int[Examples.ROWS];
    Arrays.fill(onlyThree, 3);
    double[] cloned = SOFTMAX.train(zeros, e.observations, onlyThree, null, Examples.ROWS, .5, 3);
    double[] bias = Arrays.copyOfRange(cloned, Examples.SIZE * Examples.ACTIONS, cloned.length);
    for (int action = 0; action < Examples.ACTIONS; action++) {
      assertThat(bias[action]).isEqualTo(action == 3 ? bias[3] : bias[10]);
    }
    assertThat(bias[3]).isPositive();
    assertThat(bias[10]).isNegative();
  }

  @Test
  void cloningFindsTheDemonstrator() {
    Examples e = new Examples(6);
    double[] means = new double[Examples.ROWS * Examples.SIGMA.length];
    for (int row = 0; row < Examples.ROWS; row++) {
      System.arraycopy(Examples.outputs(e.gaussianTheta, e.observations, row, Examples.SIGMA.length), 0, means, row * Examples.SIGMA.length,
          Examples.SIGMA.length);
    }
    double[] cloned = GAUSSIAN.train(new double[GAUSSIAN.parameterCount()], e.observations, means, null, Examples.ROWS, .02, 300);
    assertThat(Examples.relativeDifference(cloned, e.gaussianTheta)).isLessThan(1e-3);
  }

  @Test
  void shouldRefuseMinibatchesOfWeightedExamples() {
    LinearParameters parameters = new LinearParameters(2, 2);
    assertThatThrownBy(() -> new WeightedSoftmaxTrainer.FromParameters(parameters, 1, 1, 2)).hasMessageStartingWith("minibatch size is 2; expected 1");
    assertThatThrownBy(() -> new WeightedGaussianTrainer.FromParameters(parameters, 1, 1, 64)).hasMessageStartingWith("minibatch size is 64; expected 1");
  }

  /// Why: at zero parameters a minibatch of all n examples should move by Σ w·∇log π; Tribuo moves by n·(mean of w)·Σ ∇log π. If a later Tribuo fails this
  /// test, minibatches may be allowed.
  @Test
  void tribuosMinibatchesApplyTheMeanWeight() {
    Examples e = new Examples(7);
    MutableDataset<Label> examples = new MutableDataset<>(new SimpleDataSourceProvenance("test", new LabelFactory()), new LabelFactory());
    float[] weights = e.advantages.clone();
    double sum = 0;
    for (int row = 0; row < Examples.ROWS; row++) {
      int action = e.choices[row] % 2;
      double[] x = Arrays.copyOfRange(e.observations, row * Examples.SIZE, (row + 1) * Examples.SIZE);
      ArrayExample<Label> example = new ArrayExample<>(new Label("a" + action), FeatureNames.of(Examples.SIZE), x);
      example.setWeight(weights[row]);
      examples.add(example);
      sum += weights[row];
    }
    LinearSGDTrainer trainer = new LinearSGDTrainer(new LogMulticlass(), SGD.getSimpleSGD(1), 1, -1, Examples.ROWS, 1);
    trainer.setShuffle(false);
    LinearSGDModel model = trainer.train(examples);
    double[] moved = new double[2 * (Examples.SIZE + 1)];
    double[] right = new double[moved.length];
    double[] unweighted = new double[moved.length];
    int[] ids = {model.getOutputIDInfo().getID(new Label("a0")), model.getOutputIDInfo().getID(new Label("a1"))};
    new LinearShape(Examples.SIZE, 2).addTo(moved, model.getWeightsCopy(), ids, 1);
    for (int row = 0; row < Examples.ROWS; row++) {
      double[] score = Examples.softmaxScore(new double[2], e.choices[row] % 2);
      Examples.addOuter(right, e.observations, row, score, weights[row]);
      Examples.addOuter(unweighted, e.observations, row, score, sum / Examples.ROWS);
    }
    // It multiplies by the minibatch's size as well, as if the sum were a mean.
    double factor = Examples.norm(moved) / Examples.norm(unweighted);
    for (int i = 0; i < unweighted.length; i++) {
      unweighted[i] *= factor;
    }
    assertThat(Examples.relativeDifference(moved, unweighted)).isLessThan(DOUBLE);
    assertThat(factor).isCloseTo(Examples.ROWS, Offset.offset(1e-9));
    assertThat(Examples.relativeDifference(moved, right)).isGreaterThan(.5);
  }
}
