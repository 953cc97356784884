// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.kernel;

import java.util.Random;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

/// Each operation against its definition, with equal bits, for every kernel.
class KernelTest {
  private static final float[] SPECIAL = {
    0f, -0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY, Float.NaN, 88.72283f, 88.7229f, 89f, 1e9f, -87.3f, -103.9f, -104f, -1e9f, 9.01f, 9.02f, -9.02f, 2f / 3, 4f / 3, 0.5f, 2f
  };

  @Test
  void shouldCoverEveryWidth() {
    assertThat(WidthKernels.all().map(Kernel::name)).contains("scalar", "vector-64", "vector-128", "vector-256", "vector-512");
  }

  @ParameterizedTest
  @CsvSource({"1,1,16", "3,5,16", "4,64,64", "7,64,64", "9,3,80", "6,1,48", "13,17,112", "5,0,32", "0,4,16", "64,64,16"})
  void everyElementOfAProductIsOneChainOfFusedMultiplyAdds(int rows, int inner, int columns) {
    Random random = new Random(rows * 31L + inner);
    int aStride = inner + 3;
    int bStride = columns + 5;
    int cStride = columns + 2;
    float[] a = gaussians(random, 2 + rows * aStride);
    float[] b = gaussians(random, 1 + inner * bStride);
    float[] bias = gaussians(random, 4 + columns);
    float[] before = gaussians(random, 3 + rows * cStride);
    float[] withBias = before.clone();
    float[] without = before.clone();
    float[] added = before.clone();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int at = 3 + i * cStride + j;
        withBias[at] = bias[4 + j];
        without[at] = 0f;
        for (int k = 0; k < inner; k++) {
          float x = a[2 + i * aStride + k];
          float w = b[1 + k * bStride + j];
          withBias[at] = Math.fma(x, w, withBias[at]);
          without[at] = Math.fma(x, w, without[at]);
          added[at] = Math.fma(x, w, added[at]);
        }
      }
    }
    forEachKernel(kernel -> {
      float[] c = before.clone();
      kernel.multiply(a, 2, aStride, b, 1, bStride, bias, 4, c, 3, cStride, rows, inner, columns);
      assertThat(c).as(kernel.name()).isEqualTo(withBias);
      c = before.clone();
      kernel.multiply(a, 2, aStride, b, 1, bStride, null, 0, c, 3, cStride, rows, inner, columns);
      assertThat(c).as(kernel.name()).isEqualTo(without);
      c = before.clone();
      kernel.multiplyAdding(a, 2, aStride, b, 1, bStride, c, 3, cStride, rows, inner, columns);
      assertThat(c).as(kernel.name()).isEqualTo(added);
    });
  }

  @ParameterizedTest
  @CsvSource({"1,1,16", "5,3,16", "64,4,64", "33,7,80", "6,1,48", "17,13,112", "0,5,32"})
  void everyElementOfATransposedProductIsOneChainFromThePresentValue(int rows, int inner, int columns) {
    Random random = new Random(rows * 37L + inner);
    int aStride = inner + 1;
    float[] a = gaussians(random, 2 + rows * aStride);
    float[] b = gaussians(random, 1 + rows * columns);
    float[] before = gaussians(random, 3 + inner * columns);
    float[] expected = before.clone();
    float[] sums = gaussians(random, 5 + columns);
    float[] expectedSums = sums.clone();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float y = b[1 + i * columns + j];
        expectedSums[5 + j] += y;
        for (int k = 0; k < inner; k++) {
          int at = 3 + k * columns + j;
          expected[at] = Math.fma(a[2 + i * aStride + k], y, expected[at]);
        }
      }
    }
    forEachKernel(kernel -> {
      float[] c = before.clone();
      kernel.multiplyTransposedAdding(a, 2, aStride, b, 1, columns, c, 3, columns, rows, inner, columns);
      assertThat(c).as(kernel.name()).isEqualTo(expected);
      float[] s = sums.clone();
      kernel.addColumnSums(b, 1, columns, s, 5, rows, columns);
      assertThat(s).as(kernel.name()).isEqualTo(expectedSums);
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 15, 16, 17, 63, 200})
  void elementwiseFunctionsHaveTheBitsOfTheirScalarForm(int count) {
    Random random = new Random(count);
    float[] x = new float[count + 2];
    for (int i = 0; i < x.length; i++) {
      x[i] = i < SPECIAL.length && count > 20 ? SPECIAL[i] : (float) (random.nextGaussian() * Math.pow(10, random.nextInt(5) - 2));
    }
    float[] exp = x.clone();
    float[] log = x.clone();
    float[] tanh = x.clone();
    float[] relu = x.clone();
    float[] sigmoid = x.clone();
    float[] elu = x.clone();
    float[] leakyRelu = x.clone();
    for (int i = 1; i < 1 + count; i++) {
      exp[i] = Elementary.exp(x[i]);
      log[i] = Elementary.log(x[i]);
      tanh[i] = Elementary.tanh(x[i]);
      relu[i] = x[i] < 0 ? 0f : x[i];
      sigmoid[i] = Elementary.sigmoid(x[i]);
      elu[i] = Elementary.elu(x[i]);
      leakyRelu[i] = x[i] < 0 ? x[i] * 0.01f : x[i];
    }
    forEachKernel(kernel -> {
      assertEffect(kernel, x, exp, (k, y) -> k.exp(y, 1, 1 + count));
      assertEffect(kernel, x, log, (k, y) -> k.log(y, 1, 1 + count));
      assertEffect(kernel, x, tanh, (k, y) -> k.tanh(y, 1, 1 + count));
      assertEffect(kernel, x, relu, (k, y) -> k.relu(y, 1, 1 + count));
      assertEffect(kernel, x, sigmoid, (k, y) -> k.sigmoid(y, 1, 1 + count));
      assertEffect(kernel, x, elu, (k, y) -> k.elu(y, 1, 1 + count));
      assertEffect(kernel, x, leakyRelu, (k, y) -> k.leakyRelu(y, 1, 1 + count));
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 37})
  void gradientsAndUpdatesHaveTheBitsOfTheScalarKernel(int count) {
    Random random = new Random(count);
    float[] a = gaussians(random, count + 3);
    float[] b = gaussians(random, count + 3);
    b[0] = 0f;
    float[] m = gaussians(random, count + 3);
    float[] v = gaussians(random, count + 3);
    for (int i = 0; i < v.length; i++) {
      v[i] = Math.abs(v[i]);
    }
    float[] negative = b.clone();
    negative[0] = -0.5f;
    Kernel scalar = new ScalarKernel();
    forEachKernel(kernel -> {
      assertEqualEffect(kernel, scalar, a, (k, x) -> k.tanhGradient(x, 1, b, 2, count));
      assertEqualEffect(kernel, scalar, a, (k, x) -> k.reluGradient(x, 1, b, 0, count));
      assertEqualEffect(kernel, scalar, a, (k, x) -> k.sigmoidGradient(x, 1, b, 2, count));
      assertEqualEffect(kernel, scalar, a, (k, x) -> k.eluGradient(x, 1, negative, 0, count));
      assertEqualEffect(kernel, scalar, a, (k, x) -> k.leakyReluGradient(x, 1, negative, 0, count));
      assertEqualEffect(kernel, scalar, a, (k, x) -> k.addScaled(x, 2, 0.3f, b, 1, count));
      assertEqualEffect(kernel, scalar, a, (k, x) -> k.adam(x, m.clone(), v.clone(), b, 1, 1 + count, 0.5f, 0.9f, 0.999f, 1e-3f, 1.7f, 1e-5f));
      assertEqualEffect(kernel, scalar, m, (k, x) -> k.adam(a.clone(), x, v.clone(), b, 1, 1 + count, 0.5f, 0.9f, 0.999f, 1e-3f, 1.7f, 1e-5f));
      assertEqualEffect(kernel, scalar, v, (k, x) -> k.adam(a.clone(), m.clone(), x, b, 1, 1 + count, 0.5f, 0.9f, 0.999f, 1e-3f, 1.7f, 1e-5f));
    });
  }

  @Test
  void theFirstAdamStepMovesByTheLearningRateAgainstTheSignOfTheGradient() {
    float learningRate = 3e-4f;
    forEachKernel(kernel -> {
      float[] theta = {1f, 1f, 1f};
      float[] gradient = {2f, -0.5f, 1e-5f};
      kernel.adam(theta, new float[3], new float[3], gradient, 0, 3, 1f, 0.9f, 0.999f, learningRate / (1 - 0.9f), 1f / (1 - 0.999f), 1e-5f);
      for (int i = 0; i < 3; i++) {
        double expected = 1 - learningRate * gradient[i] / (Math.abs(gradient[i]) + 1e-5);
        assertThat((double) theta[i]).isCloseTo(expected, offset(1e-7));
      }
    });
  }

  @Test
  void activationGradientsAreTheDerivatives() {
    forEachKernel(kernel -> {
      float[] tanh = {2f, 2f};
      kernel.tanhGradient(tanh, 0, new float[] {0.5f, 0f}, 0, 2);
      assertThat(tanh).containsExactly(1.5f, 2f);
      float[] relu = {2f, 2f};
      kernel.reluGradient(relu, 0, new float[] {0f, 3f}, 0, 2);
      assertThat(relu).containsExactly(0f, 2f);
      float[] sigmoid = {2f, 2f};
      kernel.sigmoidGradient(sigmoid, 0, new float[] {0.5f, 0.25f}, 0, 2);
      assertThat(sigmoid).containsExactly(0.5f, 0.375f);
      float[] elu = {2f, 2f, 2f};
      kernel.eluGradient(elu, 0, new float[] {3f, -0.25f, 0f}, 0, 3);
      assertThat(elu).containsExactly(2f, 1.5f, 2f);
      float[] leakyRelu = {2f, 2f};
      kernel.leakyReluGradient(leakyRelu, 0, new float[] {3f, -0.5f}, 0, 2);
      assertThat(leakyRelu).containsExactly(2f, 0.02f);
    });
  }

  private interface Effect {
    void apply(Kernel kernel, float[] x);
  }

  private static void assertEffect(Kernel kernel, float[] x, float[] expected, Effect effect) {
    float[] y = x.clone();
    effect.apply(kernel, y);
    assertThat(y).as(kernel.name()).isEqualTo(expected);
  }

  private static void assertEqualEffect(Kernel kernel, Kernel expected, float[] x, Effect effect) {
    float[] mine = x.clone();
    float[] theirs = x.clone();
    effect.apply(kernel, mine);
    effect.apply(expected, theirs);
    assertThat(mine).as(kernel.name()).isEqualTo(theirs).isNotEqualTo(x);
  }

  private static void forEachKernel(Consumer<Kernel> check) {
    WidthKernels.all().forEach(check);
  }

  private static float[] gaussians(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
