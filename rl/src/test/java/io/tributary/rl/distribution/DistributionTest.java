// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

/// The identities that hold for every family, against references in double precision.
class DistributionTest {
  private static final int ROWS = 6;
  private static final int FREE = Batch.FREE_OFFSET;
  private static final double H = 1e-4;

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    Family.all().forEach(family -> List.of(1L, 2L).forEach(seed -> cases.add(Arguments.of(family, seed))));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logProbabilitiesAreTheDefinition(Family family, long seed) {
    Batch b = new Batch(family, ROWS, seed);
    float[] actual = new float[ROWS];
    b.distribution.logProbabilities(b.outputs, b.free, FREE, b.masks, null, b.discrete, b.continuous, ROWS, actual);
    for (int row = 0; row < ROWS; row++) {
      assertClose(actual[row], logProbability(b, row), 1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void entropyIsTheExpectedSurprise(Family family, long seed) {
    Batch b = new Batch(family, ROWS, seed);
    float[] actual = new float[ROWS];
    b.distribution.entropies(b.outputs, b.free, FREE, b.masks, null, ROWS, actual);
    for (int row = 0; row < ROWS; row++) {
      double[] outputs = b.row(b.outputs, row);
      double[] free = b.freeRow(b.free);
      byte[] mask = b.mask(row);
      assertClose(actual[row], family.expectation(outputs, free, mask, a -> -family.logProbability(outputs, free, mask, a)), 1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void klIsTheExpectedLogRatioUnderTheFirst(Family family, long seed) {
    Batch b = new Batch(family, ROWS, seed);
    float[] actual = new float[ROWS];
    kl(b, b.outputs, b.free, b.otherOutputs, b.otherFree, actual);
    for (int row = 0; row < ROWS; row++) {
      assertThat(actual[row]).isNotNegative();
      assertClose(actual[row], klReference(b, row, b.row(b.otherOutputs, row), b.freeRow(b.otherFree)), 2e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void klIsZeroExactlyAtEqualityAndNeverNegativeNearIt(Family family, long seed) {
    Batch b = new Batch(family, ROWS, seed);
    float[] actual = new float[ROWS];
    kl(b, b.outputs, b.free, b.outputs, b.free, actual);
    assertThat(actual).containsOnly(0f);
    Random random = new Random(seed);
    for (double step : new double[] {1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2}) {
      float[] near = b.outputs.clone();
      float[] nearFree = b.free.clone();
      for (int i = 0; i < near.length; i++) {
        near[i] += (float) (step * random.nextGaussian());
      }
      for (int i = 0; i < nearFree.length; i++) {
        nearFree[i] += (float) (step * random.nextGaussian());
      }
      kl(b, b.outputs, b.free, near, nearFree, actual);
      for (int row = 0; row < ROWS; row++) {
        assertThat(actual[row]).isNotNegative();
        double expected = klReference(b, row, b.row(near, row), b.freeRow(nearFree));
        assertThat((double) actual[row]).isCloseTo(expected, offset(1e-3 * expected + 3e-6 * step + 1e-13));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientIsTheDerivativeOfLogProbabilitiesAndEntropies(Family family, long seed) {
    Batch b = new Batch(family, ROWS, seed);
    float[] outputGradient = new float[b.outputs.length];
    float[] freeGradient = new float[b.free.length];
    addGradient(b, b.weights, b.entropyWeights, outputGradient, freeGradient);
    assertDerivative(b, outputGradient, freeGradient, (row, outputs, free) -> {
      byte[] mask = b.mask(row);
      double entropy = family.expectation(outputs, free, mask, a -> -family.logProbability(outputs, free, mask, a));
      return b.weights[row] * family.logProbability(outputs, free, mask, b.action(row)) + b.entropyWeights[row] * entropy;
    });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void klGradientIsTheDerivativeInTheSecond(Family family, long seed) {
    Batch b = new Batch(family, ROWS, seed);
    float[] outputGradient = new float[b.outputs.length];
    float[] freeGradient = new float[b.free.length];
    b.distribution.addKlGradient(
        b.otherOutputs, b.otherFree, FREE, b.outputs, b.free, FREE, b.masks, ROWS, b.weights, outputGradient, freeGradient, FREE);
    assertDerivative(b, outputGradient, freeGradient, (row, outputs, free) -> {
      double[] firstOutputs = b.row(b.otherOutputs, row);
      double[] firstFree = b.freeRow(b.otherFree);
      byte[] mask = b.mask(row);
      return b.weights[row] * family.expectation(
          firstOutputs, firstFree, mask, a -> family.logProbability(firstOutputs, firstFree, mask, a) - family.logProbability(outputs, free, mask, a));
    });
  }

  /// E[∇log p] = 0
  @ParameterizedTest
  @MethodSource("cases")
  void theScoreHasMeanZero(Family family, long seed) {
    Batch b = new Batch(family, 1, seed);
    for (int i = 0; i < size(b); i++) {
      int component = i;
      double mean = family.expectation(b.row(b.outputs, 0), b.freeRow(b.free), b.mask(0), action -> score(b, action)[component]);
      assertThat(mean).isCloseTo(0, offset(1e-5));
    }
  }

  /// F = E[score scoreᵀ]
  @ParameterizedTest
  @MethodSource("cases")
  void fisherIsTheCovarianceOfTheScore(Family family, long seed) {
    Batch b = new Batch(family, 1, seed);
    int size = size(b);
    for (int j = 0; j < size; j++) {
      double[] column = fisherColumn(b, j);
      for (int i = 0; i < size; i++) {
        int component = i;
        int other = j;
        double expected = family.expectation(b.row(b.outputs, 0), b.freeRow(b.free), b.mask(0), action -> {
          double[] score = score(b, action);
          return score[component] * score[other];
        });
        assertThat(column[i]).isCloseTo(expected, offset(2e-5 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  /// F = ∇² KL(p ‖ q) in q at q = p
  @ParameterizedTest
  @MethodSource("cases")
  void fisherIsTheCurvatureOfTheKl(Family family, long seed) {
    Batch b = new Batch(family, 1, seed);
    int size = size(b);
    double h = 1e-3;
    for (int j = 0; j < size; j++) {
      double[] column = fisherColumn(b, j);
      for (int i = 0; i < size; i++) {
        double curvature = (klMoved(b, i, h, j, h) - klMoved(b, i, h, j, -h) - klMoved(b, i, -h, j, h) + klMoved(b, i, -h, j, -h)) / (4 * h * h);
        assertThat(column[i]).isCloseTo(curvature, offset(1e-4 * Math.max(1, Math.abs(curvature))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rowsAreIndependentAndGradientsAccumulate(Family family, long seed) {
    Batch b = new Batch(family, ROWS, seed);
    float[] once = new float[b.outputs.length];
    float[] freeOnce = new float[b.free.length];
    addGradient(b, b.weights, b.entropyWeights, once, freeOnce);
    float[] twice = new float[b.outputs.length];
    float[] freeTwice = new float[b.free.length];
    addGradient(b, b.weights, null, twice, freeTwice);
    addGradient(b, null, b.entropyWeights, twice, freeTwice);
    for (int i = 0; i < once.length; i++) {
      assertThat(twice[i]).isCloseTo(once[i], offset(1e-5f));
    }
    for (int i = 0; i < freeOnce.length; i++) {
      assertThat(freeTwice[i]).isCloseTo(freeOnce[i], offset(1e-4f));
    }
    float[] together = new float[ROWS];
    b.distribution.logProbabilities(b.outputs, b.free, FREE, b.masks, null, b.discrete, b.continuous, ROWS, together);
    int width = b.distribution.parameters();
    int size = b.distribution.actionSize();
    for (int row = 0; row < ROWS; row++) {
      float[] alone = new float[1];
      b.distribution.logProbabilities(
          Arrays.copyOfRange(b.outputs, row * width, (row + 1) * width), b.free, FREE, b.mask(row), null,
          b.discrete == null ? null : Arrays.copyOfRange(b.discrete, row * size, (row + 1) * size),
          b.continuous == null ? null : Arrays.copyOfRange(b.continuous, row * size, (row + 1) * size), 1, alone);
      assertThat(alone[0]).isEqualTo(together[row]);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void summariesChangeNoBit(Family family, long seed) {
    Batch b = new Batch(family, ROWS, seed);
    float[] summaries = new float[ROWS * b.distribution.summarySize()];
    b.distribution.summarise(b.outputs, b.masks, ROWS, summaries);
    assertThat(results(b, summaries)).containsExactly(results(b, null));
  }

  private static float[] results(Batch b, float[] summaries) {
    float[] logProbabilities = new float[ROWS];
    float[] entropies = new float[ROWS];
    float[] outputGradient = new float[b.outputs.length];
    float[] freeGradient = new float[b.free.length];
    b.distribution.logProbabilities(b.outputs, b.free, FREE, b.masks, summaries, b.discrete, b.continuous, ROWS, logProbabilities);
    b.distribution.entropies(b.outputs, b.free, FREE, b.masks, summaries, ROWS, entropies);
    b.distribution.addGradient(b.outputs, b.free, FREE, b.masks, summaries, b.discrete, b.continuous, ROWS, b.weights, b.entropyWeights, outputGradient,
        freeGradient, FREE);
    List<Float> all = new ArrayList<>();
    for (float[] part : List.of(logProbabilities, entropies, outputGradient, freeGradient)) {
      for (float value : part) {
        all.add(value);
      }
    }
    float[] flat = new float[all.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = all.get(i);
    }
    return flat;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theModeIsTheMostProbableAction(Family family, long seed) {
    Batch b = new Batch(family, ROWS, seed);
    float[] sampled = new float[ROWS];
    b.distribution.logProbabilities(b.outputs, b.free, FREE, b.masks, null, b.discrete, b.continuous, ROWS, sampled);
    float[] best = new float[ROWS];
    b.distribution.mode(b.outputs, b.free, FREE, b.masks, ROWS, b.discrete, b.continuous);
    b.distribution.logProbabilities(b.outputs, b.free, FREE, b.masks, null, b.discrete, b.continuous, ROWS, best);
    for (int row = 0; row < ROWS; row++) {
      assertThat(best[row]).isGreaterThanOrEqualTo(sampled[row]);
    }
  }

  /// Mean log-probability of many draws against the entropy: within 5 standard errors (false alarms: 6 in 10 million), variance from the reference.
  @ParameterizedTest
  @MethodSource("cases")
  void samplesHaveTheEntropyOfTheDistribution(Family family, long seed) {
    int draws = 20_000;
    Batch one = new Batch(family, 1, seed);
    Batch many = new Batch(family, draws, seed + 100);
    for (int row = 0; row < draws; row++) {
      System.arraycopy(one.outputs, 0, many.outputs, row * one.outputs.length, one.outputs.length);
      if (many.masks != null) {
        System.arraycopy(one.masks, 0, many.masks, row * one.masks.length, one.masks.length);
      }
    }
    System.arraycopy(one.free, 0, many.free, 0, one.free.length);
    many.distribution.sample(many.outputs, many.free, FREE, many.masks, draws, many.keys(seed), many.discrete, many.continuous);
    float[] logProbabilities = new float[draws];
    many.distribution.logProbabilities(many.outputs, many.free, FREE, many.masks, null, many.discrete, many.continuous, draws, logProbabilities);
    double mean = 0;
    for (float logProbability : logProbabilities) {
      mean += (double) logProbability / draws;
    }
    double[] outputs = one.row(one.outputs, 0);
    double[] free = one.freeRow(one.free);
    double expected = family.expectation(outputs, free, one.mask(0), a -> family.logProbability(outputs, free, one.mask(0), a));
    double square = family.expectation(outputs, free, one.mask(0), a -> Math.pow(family.logProbability(outputs, free, one.mask(0), a), 2));
    assertThat(mean).isCloseTo(expected, offset(5 * Math.sqrt(Math.max(0, square - expected * expected) / draws) + 1e-5));
  }

  private interface RowFunction {
    double at(int row, double[] outputs, double[] free);
  }

  /// Central differences in every output and free parameter; a masked logit's entry is exactly 0.
  private static void assertDerivative(Batch b, float[] outputGradient, float[] freeGradient, RowFunction function) {
    int width = b.distribution.parameters();
    for (int i = 0; i < outputGradient.length; i++) {
      int row = i / width;
      double[] up = b.row(b.outputs, row);
      double[] down = up.clone();
      up[i % width] += H;
      down[i % width] -= H;
      double expected = (function.at(row, up, b.freeRow(b.free)) - function.at(row, down, b.freeRow(b.free))) / (2 * H);
      assertClose(outputGradient[i], expected, 3e-5);
      if (b.masks != null && b.masks[i] == 0) {
        assertThat(outputGradient[i]).isZero();
      }
    }
    for (int d = 0; d < b.distribution.freeParameters(); d++) {
      double expected = 0;
      for (int row = 0; row < b.rows; row++) {
        double[] up = b.freeRow(b.free);
        double[] down = up.clone();
        up[d] += H;
        down[d] -= H;
        expected += (function.at(row, b.row(b.outputs, row), up) - function.at(row, b.row(b.outputs, row), down)) / (2 * H);
      }
      assertClose(freeGradient[FREE + d], expected, 1e-4);
    }
  }

  private static void addGradient(Batch b, float[] weights, float[] entropyWeights, float[] outputGradient, float[] freeGradient) {
    b.distribution.addGradient(
        b.outputs, b.free, FREE, b.masks, null, b.discrete, b.continuous, b.rows, weights, entropyWeights, outputGradient, freeGradient, FREE);
  }

  private static void kl(Batch b, float[] firstOutputs, float[] firstFree, float[] secondOutputs, float[] secondFree, float[] divergences) {
    b.distribution.klFromTo(firstOutputs, firstFree, FREE, secondOutputs, secondFree, FREE, b.masks, ROWS, divergences);
  }

  private static double logProbability(Batch b, int row) {
    return b.family.logProbability(b.row(b.outputs, row), b.freeRow(b.free), b.mask(row), b.action(row));
  }

  private static double klReference(Batch b, int row, double[] secondOutputs, double[] secondFree) {
    double[] outputs = b.row(b.outputs, row);
    double[] free = b.freeRow(b.free);
    byte[] mask = b.mask(row);
    return b.family.expectation(
        outputs, free, mask, a -> b.family.logProbability(outputs, free, mask, a) - b.family.logProbability(secondOutputs, secondFree, mask, a));
  }

  private static int size(Batch b) {
    return b.distribution.parameters() + b.distribution.freeParameters();
  }

  private static double klMoved(Batch b, int i, double stepI, int j, double stepJ) {
    int width = b.distribution.parameters();
    double[] outputs = b.row(b.outputs, 0);
    double[] free = b.freeRow(b.free);
    move(outputs, free, width, i, stepI);
    move(outputs, free, width, j, stepJ);
    return klReference(b, 0, outputs, free);
  }

  private static void move(double[] outputs, double[] free, int width, int i, double step) {
    if (i < width) {
      outputs[i] += step;
    } else {
      free[i - width] += step;
    }
  }

  private static double[] score(Batch b, double[] action) {
    int[] discrete = b.discrete == null ? null : Arrays.stream(action).mapToInt(a -> (int) a).toArray();
    float[] continuous = b.continuous == null ? null : new float[action.length];
    for (int i = 0; continuous != null && i < action.length; i++) {
      continuous[i] = (float) action[i];
    }
    float[] outputGradient = new float[b.outputs.length];
    float[] freeGradient = new float[b.free.length];
    b.distribution.addGradient(
        b.outputs, b.free, FREE, b.masks, null, discrete, continuous, 1, new float[] {1f}, null, outputGradient, freeGradient, FREE);
    return joined(b, outputGradient, freeGradient);
  }

  private static double[] fisherColumn(Batch b, int j) {
    int width = b.distribution.parameters();
    float[] tangent = new float[width];
    float[] freeTangent = new float[b.free.length];
    if (j < width) {
      tangent[j] = 1f;
    } else {
      freeTangent[FREE + j - width] = 1f;
    }
    float[] product = new float[width];
    float[] freeProduct = new float[b.free.length];
    b.distribution.addFisherProduct(b.outputs, b.free, FREE, b.masks, 1, new float[] {1f}, tangent, freeTangent, FREE, product, freeProduct, FREE);
    return joined(b, product, freeProduct);
  }

  private static double[] joined(Batch b, float[] outputPart, float[] freePart) {
    double[] joined = new double[size(b)];
    for (int i = 0; i < joined.length; i++) {
      int width = outputPart.length;
      joined[i] = i < width ? outputPart[i] : freePart[FREE + i - width];
    }
    return joined;
  }

  private static void assertClose(float actual, double expected, double tolerance) {
    assertThat((double) actual).isCloseTo(expected, offset(tolerance * Math.max(1, Math.abs(expected))));
  }
}
