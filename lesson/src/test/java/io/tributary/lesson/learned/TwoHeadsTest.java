// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.learned;

import java.util.function.DoubleSupplier;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Both gradients against central differences of what they are gradients of.
class TwoHeadsTest {
  private static final double[][] CONTEXTS = {{1, 1, 1}, {1, -1, 1}, {-1, 1, 1}, {-1, -1, 1}};
  private static final boolean[] RIGHT = {true, true, false, true};
  private static final double[] WORTH = {2, -2, 2, 0.5};
  private static final double STEP = 1e-5;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void gradientsAreThoseOfReturnAndError(long key) {
    TwoHeads net = new TwoHeads(CONTEXTS, RIGHT, WORTH, 2, key);
    compare(net, net.ofPolicy(), net.policyHead, net::rightShare);
    double[] target = new double[CONTEXTS.length];
    for (int c = 0; c < target.length; c++) {
      target[c] = net.earned(c);
    }
    compare(net, net.ofValue(), net.valueHead, () -> {
      double sum = 0;
      for (int c = 0; c < target.length; c++) {
        sum -= (target[c] - net.value(c)) * (target[c] - net.value(c)) / 2 / target.length;
      }
      return sum;
    });
  }

  private static void compare(TwoHeads net, TwoHeads.Gradient gradient, double[] head, DoubleSupplier objective) {
    for (int j = 0; j < head.length; j++) {
      assertThat(gradient.head()[j]).isCloseTo(difference(head, j, objective), within(1e-8));
      for (int i = 0; i < CONTEXTS[0].length; i++) {
        assertThat(gradient.trunk()[j][i]).isCloseTo(difference(net.trunk[j], i, objective), within(1e-8));
      }
    }
  }

  private static double difference(double[] in, int at, DoubleSupplier objective) {
    double was = in[at];
    in[at] = was + STEP;
    double up = objective.getAsDouble();
    in[at] = was - STEP;
    double down = objective.getAsDouble();
    in[at] = was;
    return (up - down) / (2 * STEP);
  }
}
