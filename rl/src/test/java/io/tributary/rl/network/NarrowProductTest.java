// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.WidthKernels;

import static org.assertj.core.api.Assertions.assertThat;

class NarrowProductTest {
  /// So a head of four outputs and one of five follow the same rule.
  @ParameterizedTest
  @CsvSource({"1,1,1", "7,5,2", "8,64,1", "9,16,3", "29,33,4", "16,1,2"})
  void shouldHaveTheBitsOfThePaddedProduct(int rows, int inputs, int outputs) {
    Random random = new Random(rows);
    int stride = inputs + 2;
    float[] x = gaussians(random, 3 + rows * stride);
    float[] theta = gaussians(random, 5 + (inputs + 1) * outputs);
    int biasOffset = 5 + inputs * outputs;
    int yStride = outputs + 3;
    float[] narrow = new float[2 + rows * yStride];
    NarrowProduct.multiply(x, 3, stride, theta, 5, biasOffset, narrow, 2, yStride, rows, inputs, outputs);

    float[] weights = new float[inputs * Kernel.COLUMNS];
    float[] bias = new float[Kernel.COLUMNS];
    System.arraycopy(theta, biasOffset, bias, 0, outputs);
    for (int k = 0; k < inputs; k++) {
      System.arraycopy(theta, 5 + k * outputs, weights, k * Kernel.COLUMNS, outputs);
    }
    WidthKernels.all().forEach(kernel -> {
      float[] padded = new float[rows * Kernel.COLUMNS];
      kernel.multiply(x, 3, stride, weights, 0, Kernel.COLUMNS, bias, 0, padded, 0, Kernel.COLUMNS, rows, inputs, Kernel.COLUMNS);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < outputs; j++) {
          assertThat(narrow[2 + i * yStride + j]).as("%s %d %d", kernel.name(), i, j).isEqualTo(padded[i * Kernel.COLUMNS + j]);
        }
      }
    });
  }

  private static float[] gaussians(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
