// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.kernel;

/// The kernel in plain loops: for processes without the module `jdk.incubator.vector`, and as the definition of what [VectorKernel] must compute.
final class ScalarKernel implements Kernel {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void multiply(
      float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride, float[] bias, int biasOffset, float[] c, int cOffset, int cStride, int rows,
      int inner, int columns) {
    product(a, aOffset, aStride, 1, b, bOffset, bStride, bias, biasOffset, 0, c, cOffset, cStride, rows, inner, columns);
  }

  @Override
  public void multiplyAdding(
      float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride, float[] c, int cOffset, int cStride, int rows, int inner, int columns) {
    product(a, aOffset, aStride, 1, b, bOffset, bStride, c, cOffset, cStride, c, cOffset, cStride, rows, inner, columns);
  }

  @Override
  public void multiplyTransposedAdding(
      float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride, float[] c, int cOffset, int cStride, int rows, int inner, int columns) {
    product(a, aOffset, 1, aStride, b, bOffset, bStride, c, cOffset, cStride, c, cOffset, cStride, inner, rows, columns);
  }

  /// c[i, j] = start[i, j] + Σ_k a[i·aRowStep + k·aInnerStep]·b[k, j], where start may be c, a row for all i (stride 0), or null for 0.
  ///
  /// Blocks of 2 × 4 chains hide the latency of the multiply-add.
  private static void product(
      float[] a, int aOffset, int aRowStep, int aInnerStep, float[] b, int bOffset, int bStride, float[] start, int startOffset, int startStride, float[] c,
      int cOffset, int cStride, int rows, int inner, int columns) {
    int whole = rows - rows % 2;
    for (int j = 0; j < columns; j += 4) {
      for (int i = 0; i < whole; i += 2) {
        block2x4(
            a, aOffset + i * aRowStep, aRowStep, aInnerStep, b, bOffset + j, bStride, start, startOffset + i * startStride + j, startStride, c,
            cOffset + i * cStride + j, cStride, inner);
      }
      if (whole < rows) {
        block1x4(
            a, aOffset + whole * aRowStep, aInnerStep, b, bOffset + j, bStride, start, startOffset + whole * startStride + j, c, cOffset + whole * cStride + j,
            inner);
      }
    }
  }

  private static void block2x4(
      float[] a, int aAt, int aRowStep, int aInnerStep, float[] b, int bAt, int bStride, float[] start, int startAt, int startStride, float[] c, int cAt,
      int cStride, int inner) {
    float c00 = start == null ? 0f : start[startAt];
    float c01 = start == null ? 0f : start[startAt + 1];
    float c02 = start == null ? 0f : start[startAt + 2];
    float c03 = start == null ? 0f : start[startAt + 3];
    float c10 = start == null ? 0f : start[startAt + startStride];
    float c11 = start == null ? 0f : start[startAt + startStride + 1];
    float c12 = start == null ? 0f : start[startAt + startStride + 2];
    float c13 = start == null ? 0f : start[startAt + startStride + 3];
    int ak = aAt;
    int bk = bAt;
    for (int k = 0; k < inner; k++) {
      float x0 = a[ak];
      float x1 = a[ak + aRowStep];
      float b0 = b[bk];
      c00 = Math.fma(x0, b0, c00);
      c10 = Math.fma(x1, b0, c10);
      float b1 = b[bk + 1];
      c01 = Math.fma(x0, b1, c01);
      c11 = Math.fma(x1, b1, c11);
      float b2 = b[bk + 2];
      c02 = Math.fma(x0, b2, c02);
      c12 = Math.fma(x1, b2, c12);
      float b3 = b[bk + 3];
      c03 = Math.fma(x0, b3, c03);
      c13 = Math.fma(x1, b3, c13);
      ak += aInnerStep;
      bk += bStride;
    }
    c[cAt] = c00;
    c[cAt + 1] = c01;
    c[cAt + 2] = c02;
    c[cAt + 3] = c03;
    c[cAt + cStride] = c10;
    c[cAt + cStride + 1] = c11;
    c[cAt + cStride + 2] = c12;
    c[cAt + cStride + 3] = c13;
  }

  private static void block1x4(
      float[] a, int aAt, int aInnerStep, float[] b, int bAt, int bStride, float[] start, int startAt, float[] c, int cAt, int inner) {
    float c00 = start == null ? 0f : start[startAt];
    float c01 = start == null ? 0f : start[startAt + 1];
    float c02 = start == null ? 0f : start[startAt + 2];
    float c03 = start == null ? 0f : start[startAt + 3];
    int ak = aAt;
    int bk = bAt;
    for (int k = 0; k < inner; k++) {
      float x0 = a[ak];
      float b0 = b[bk];
      c00 = Math.fma(x0, b0, c00);
      float b1 = b[bk + 1];
      c01 = Math.fma(x0, b1, c01);
      float b2 = b[bk + 2];
      c02 = Math.fma(x0, b2, c02);
      float b3 = b[bk + 3];
      c03 = Math.fma(x0, b3, c03);
      ak += aInnerStep;
      bk += bStride;
    }
    c[cAt] = c00;
    c[cAt + 1] = c01;
    c[cAt + 2] = c02;
    c[cAt + 3] = c03;
  }

  @Override
  public void addColumnSums(float[] a, int aOffset, int aStride, float[] sums, int sumsOffset, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      int from = aOffset + i * aStride;
      for (int j = 0; j < columns; j++) {
        sums[sumsOffset + j] += a[from + j];
      }
    }
  }

  @Override
  public void tanh(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = Elementary.tanh(x[i]);
    }
  }

  @Override
  public void relu(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = x[i] < 0f ? 0f : x[i];
    }
  }

  @Override
  public void sigmoid(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = Elementary.sigmoid(x[i]);
    }
  }

  @Override
  public void elu(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = Elementary.elu(x[i]);
    }
  }

  @Override
  public void leakyRelu(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = x[i] < 0f ? x[i] * Elementary.LEAK : x[i];
    }
  }

  @Override
  public void exp(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = Elementary.exp(x[i]);
    }
  }

  @Override
  public void log(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = Elementary.log(x[i]);
    }
  }

  @Override
  public void tanhGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count) {
    for (int i = 0; i < count; i++) {
      float y = activated[activatedOffset + i];
      gradient[gradientOffset + i] *= Math.fma(-y, y, 1f);
    }
  }

  @Override
  public void reluGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count) {
    for (int i = 0; i < count; i++) {
      gradient[gradientOffset + i] = activated[activatedOffset + i] > 0f ? gradient[gradientOffset + i] : 0f;
    }
  }

  @Override
  public void sigmoidGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count) {
    for (int i = 0; i < count; i++) {
      float y = activated[activatedOffset + i];
      gradient[gradientOffset + i] *= Math.fma(-y, y, y);
    }
  }

  @Override
  public void eluGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count) {
    for (int i = 0; i < count; i++) {
      float y = activated[activatedOffset + i];
      gradient[gradientOffset + i] *= y > 0f ? 1f : y + 1f;
    }
  }

  @Override
  public void leakyReluGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count) {
    for (int i = 0; i < count; i++) {
      gradient[gradientOffset + i] *= activated[activatedOffset + i] > 0f ? 1f : Elementary.LEAK;
    }
  }

  @Override
  public void addScaled(float[] y, int yOffset, float factor, float[] x, int xOffset, int count) {
    for (int i = 0; i < count; i++) {
      y[yOffset + i] = Math.fma(factor, x[xOffset + i], y[yOffset + i]);
    }
  }

  @Override
  public void adam(
      float[] theta, float[] m, float[] v, float[] gradient, int from, int to, float scale, float beta1, float beta2, float stepSize,
      float inverseSecondCorrection, float epsilon) {
    float rest1 = 1f - beta1;
    float rest2 = 1f - beta2;
    for (int i = from; i < to; i++) {
      float g = scale * gradient[i];
      float first = Math.fma(beta1, m[i], rest1 * g);
      float second = Math.fma(beta2, v[i], rest2 * g * g);
      m[i] = first;
      v[i] = second;
      theta[i] -= stepSize * first / ((float) Math.sqrt(second * inverseSecondCorrection) + epsilon);
    }
  }
}
