// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.Tensor;
import org.tribuo.math.optimisers.Adam;

import static org.assertj.core.api.Assertions.assertThat;

/// Why Tribuo's Adam is refused. If a later Tribuo fails this test, the refusal can go.
class BrokenAdamTest {
  private static final double RATE = 1e-3;
  private static final int STEPS = 10;

  /// Where a single parameter is after some steps of a gradient that never changes.
  private static double distance(StochasticGradientOptimiser optimiser, double gradient) {
    LinearParameters parameters = new LinearParameters(DenseMatrix.createDenseMatrix(new double[][] {{0}}));
    optimiser.initialise(parameters);
    for (int i = 0; i < STEPS; i++) {
      parameters.update(optimiser.step(new Tensor[] {DenseMatrix.createDenseMatrix(new double[][] {{gradient}})}, 1));
    }
    return parameters.getWeightMatrix().get(0, 0);
  }

  /// Kingma and Ba 2015, algorithm 1.
  private static double textbook(double gradient) {
    double m = 0;
    double v = 0;
    double theta = 0;
    for (int t = 1; t <= STEPS; t++) {
      m = .9 * m + .1 * gradient;
      v = .999 * v + .001 * gradient * gradient;
      theta += RATE * (m / (1 - Math.pow(.9, t))) / (Math.sqrt(v / (1 - Math.pow(.999, t))) + 1e-8);
    }
    return theta;
  }

  @Test
  void adamMovesByItsRateWhateverTheGradientsScale() {
    for (double gradient : new double[] {1e-3, 1, 1e3}) {
      assertThat(textbook(gradient)).isCloseTo(STEPS * RATE, Offset.offset(1e-6));
    }
  }

  @Test
  void tribuosAdamMovesByTheSquareOfTheGradientsScale() {
    double small = distance(new Adam(RATE, 1e-8), 1e-3);
    double one = distance(new Adam(RATE, 1e-8), 1);
    double large = distance(new Adam(RATE, 1e-8), 1e3);
    assertThat(one / small).isBetween(.9e6, 1.1e6);
    assertThat(large / one).isBetween(.9e6, 1.1e6);
    assertThat(one).isLessThan(STEPS * RATE / 100);
    assertThat(large).isGreaterThan(STEPS * RATE * 1000);
  }
}
