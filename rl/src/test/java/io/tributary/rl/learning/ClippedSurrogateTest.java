// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.tributary.rl.distribution.Distribution;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.policy.Rows;

import static org.assertj.core.api.Assertions.assertThat;

class ClippedSurrogateTest {
  private static final double[][] LOGITS = {{1, 1, 1}, {2, 0, 0}, {-1, -2, -3}};
  private static final double[][] OLD = {{1, 1, 1}, {2, 0, 0}, {-3, -2, -1}};

  /// Correctness item 5.0, published vector, through the definition and through the shipping form.
  @ParameterizedTest
  @CsvSource({"1, -0.1711778", "-1, 0.1933333"})
  void clippedSurrogateOfThePublishedVector(double sign, double expected) {
    double[] now = new double[3];
    double[] behaviour = new double[3];
    double[] advantages = {.3 * sign, .2 * sign, .1 * sign};
    for (int i = 0; i < 3; i++) {
      now[i] = ReferenceLosses.logSoftmax(LOGITS[i])[i];
      behaviour[i] = ReferenceLosses.logSoftmax(OLD[i])[i];
    }
    assertThat(ReferenceLosses.clippedSurrogate(now, behaviour, advantages, .2)).isCloseTo(expected, Offset.offset(1e-6));
    Terms terms = terms(now, behaviour, behaviour, advantages);
    assertThat(surrogate(LearnerSettings.ClipCentre.BEHAVIOUR).evaluate(terms, 0, new float[3]).value()).isCloseTo(expected, Offset.offset(1e-6));
  }

  /// Correctness item 5.0: the vectors of the plain policy-gradient and the entropy loss.
  @Test
  void policyGradientAndEntropyLossOfThePublishedVector() {
    double[] weights = {-2, 2, 0};
    double[] logProbabilities = new double[3];
    double[] entropies = new double[3];
    for (int i = 0; i < 3; i++) {
      logProbabilities[i] = ReferenceLosses.logSoftmax(LOGITS[i])[i];
      entropies[i] = ReferenceLosses.entropy(LOGITS[i]);
    }
    assertThat(ReferenceLosses.policyGradient(logProbabilities, new double[] {.3, .2, .1}, weights)).isCloseTo(.07888351, Offset.offset(1e-6));
    assertThat(ReferenceLosses.entropyLoss(entropies, weights)).isCloseTo(.288693, Offset.offset(1e-6));
    Terms terms = terms(logProbabilities, logProbabilities, logProbabilities, new double[] {-.6, .4, 0});
    assertThat(new ScoreFunction().evaluate(terms, 0, new float[3]).value()).as("the shipping form").isCloseTo(.07888351, Offset.offset(1e-6));
    float[] shipped = new float[3];
    Distribution.categorical(3).entropies(new float[] {1, 1, 1, 2, 0, 0, -1, -2, -3}, new float[0], 0, null, null, 3, shipped);
    double loss = 0;
    for (int i = 0; i < 3; i++) {
      loss -= weights[i] * shipped[i] / 3;
    }
    assertThat(loss).isCloseTo(.288693, Offset.offset(1e-6));
  }

  /// Correctness item 11: all six cases of sign and side.
  @ParameterizedTest
  @CsvSource({"1, 1.5, 0", "1, 1.1, -1.1", "1, .5, -.5", "-1, 1.5, 1.5", "-1, .9, .9", "-1, .5, 0"})
  void derivativeIsZeroOnlyOutsideTheRangeOnTheProfitableSide(double advantage, double ratio, double expected) {
    float[] derivatives = new float[1];
    Terms terms = terms(new double[] {Math.log(ratio)}, new double[] {0}, new double[] {0}, new double[] {advantage});
    surrogate(LearnerSettings.ClipCentre.BEHAVIOUR).evaluate(terms, 0, derivatives);
    assertThat((double) derivatives[0]).isCloseTo(expected, Offset.offset(1e-6));
  }

  /// With data of π_k itself, μ = π_k and both centres are the same objective, bit for bit.
  @Test
  void centresAgreeOnDataOfTheParent() {
    double[] now = {-.3, -1.2, -2};
    double[] behaviour = {-.5, -1.1, -1};
    double[] advantages = {.5, -1, 2};
    float[] first = new float[3];
    float[] second = new float[3];
    Terms terms = terms(now, behaviour, behaviour, advantages);
    Objective.Loss centred = surrogate(LearnerSettings.ClipCentre.BEHAVIOUR).evaluate(terms, 0, first);
    Objective.Loss proximal = surrogate(LearnerSettings.ClipCentre.PROXIMAL).evaluate(terms, 0, second);
    assertThat(proximal).isEqualTo(centred);
    assertThat(second).containsExactly(first);
  }

  /// Decoupled: (π_k/μ)·clip-objective of π_θ/π_k, from the definition.
  @Test
  void proximalCentreWeighsByHowFarTheParentIsFromTheBehaviour() {
    double[] now = {-.3, -1.2, -2};
    double[] behaviour = {-.9, -1.0, -1.3};
    double[] parent = {-.5, -1.1, -1};
    double[] advantages = {.5, -1, 2};
    double expected = 0;
    for (int i = 0; i < 3; i++) {
      double r = Math.exp(now[i] - parent[i]);
      double w = Math.exp(parent[i] - behaviour[i]);
      expected -= w * Math.min(r * advantages[i], Math.min(Math.max(r, .8), 1.2) * advantages[i]) / 3;
    }
    Terms terms = terms(now, behaviour, parent, advantages);
    assertThat(surrogate(LearnerSettings.ClipCentre.PROXIMAL).evaluate(terms, 0, new float[3]).value()).isCloseTo(expected, Offset.offset(1e-6));
  }

  private static ClippedSurrogate surrogate(LearnerSettings.ClipCentre centre) {
    return new ClippedSurrogate(Cases.SCALAR, new LearnerSettings.Clip(Schedule.constant(.2), centre));
  }

  private static Terms terms(double[] now, double[] behaviour, double[] parent, double[] advantages) {
    int n = now.length;
    Rows rows = Batch.of(new Spaces(Space.Box.unbounded(1), new Space.Discrete(2)), MinibatchesTest.lengths(n)).rowsFor(n);
    rows.clear(false, new float[0][]);
    rows.add(0, n, new float[n], new int[n], null, null);
    Terms terms = new Terms(n);
    terms.select(rows);
    for (int i = 0; i < n; i++) {
      terms.now()[i] = (float) now[i];
      terms.behaviour()[i] = (float) behaviour[i];
      terms.parent()[i] = (float) parent[i];
      terms.advantages()[i] = (float) advantages[i];
      terms.ratios()[i] = terms.now()[i] - terms.behaviour()[i];
    }
    Cases.SCALAR.exp(terms.ratios(), 0, n);
    return terms;
  }
}
