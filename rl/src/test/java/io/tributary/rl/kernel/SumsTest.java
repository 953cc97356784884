// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.kernel;

import java.math.BigDecimal;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

class SumsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 15, 100, 1001})
  void shouldFollowTheDocumentedTree(int count) {
    Random random = new Random(count);
    float[] a = new float[count + 2];
    float[] b = new float[count + 3];
    for (int i = 0; i < count; i++) {
      a[1 + i] = (float) random.nextGaussian();
      b[3 + i] = (float) (random.nextGaussian() * 1e4);
    }
    double[] sums = new double[8];
    double[] products = new double[8];
    for (int i = 0; i < count; i++) {
      sums[i % 8] += a[1 + i];
      products[i % 8] += (double) a[1 + i] * b[3 + i];
    }
    assertThat(Sums.sum(a, 1, count)).isEqualTo(tree(sums));
    assertThat(Sums.dot(a, 1, b, 3, count)).isEqualTo(tree(products));
    WidthKernels.all().forEach(kernel -> {
      assertThat(kernel.sum(a, 1, count)).isEqualTo(tree(sums));
      assertThat(kernel.dot(a, 1, b, 3, count)).isEqualTo(tree(products));
      assertThat(kernel.squaredNorm(a, 1, count)).isEqualTo(Sums.dot(a, 1, a, 1, count));
    });
  }

  @Test
  void shouldKeepWhatAFloatSumWouldLose() {
    float[] x = new float[100_000];
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < x.length; i++) {
      x[i] = i == 0 ? 1e8f : 0.1f;
      exact = exact.add(new BigDecimal(x[i]));
    }
    assertThat(Sums.sum(x, 0, x.length)).isCloseTo(exact.doubleValue(), offset(1e-3));
  }

  private static double tree(double[] p) {
    return ((p[0] + p[1]) + (p[2] + p[3])) + ((p[4] + p[5]) + (p[6] + p[7]));
  }
}
