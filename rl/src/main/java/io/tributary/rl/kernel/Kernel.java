// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.kernel;

/// The dense float arithmetic that networks and optimisers are made of.
///
/// **Guarantees**
/// - Every element of a matrix product is *one* chain of fused multiply-adds in ascending inner index. Lanes run along output columns, so the bits of an
///   element depend neither on the lane width, nor on the number of rows, nor on how rows are blocked. All implementations give identical bits.
/// - Elementwise functions are the same polynomials, operation by operation, as [Elementary].
/// - No call allocates; a kernel has no state, so threads may share one as long as their arrays differ.
///
/// **Assumptions**
/// - Matrices are row-major with a stride (distance between rows). The number of *columns* that lanes run over is a multiple of [#COLUMNS]; narrower matrices
///   are copied into padded ones by the caller ([#padded]). Inner sizes and row counts are free.
/// - Ranges are half-open; inputs and outputs of one call do not overlap unless said.
public interface Kernel {
  /// The granularity of columns: the lane count of the widest vector in use (512 bits), the same for every implementation.
  int COLUMNS = 16;

  /// What runs, for summaries: `vector-512`, `vector-256`, ... or `scalar`.
  String name();

  /// The smallest multiple of [#COLUMNS] that holds so many columns.
  static int padded(int columns) {
    return (columns + COLUMNS - 1) / COLUMNS * COLUMNS;
  }

  /// C = A·B + bias, overwriting C.
  ///
  /// @param a rows × inner
  /// @param b inner × columns
  /// @param bias columns entries added to every row (the start of each chain), or null for 0
  /// @param c rows × columns
  /// @param columns a multiple of [#COLUMNS]
  void multiply(
      float[] a, int aOffset, int aStride,
      float[] b, int bOffset, int bStride,
      float[] bias, int biasOffset,
      float[] c, int cOffset, int cStride,
      int rows, int inner, int columns);

  /// C += A·B. Each chain starts at the present value of C. Shapes as in [#multiply].
  void multiplyAdding(
      float[] a, int aOffset, int aStride,
      float[] b, int bOffset, int bStride,
      float[] c, int cOffset, int cStride,
      int rows, int inner, int columns);

  /// C += Aᵀ·B. Each chain starts at the present value of C, so that a batch in two ascending parts gives the bits of the whole batch.
  ///
  /// @param a rows × inner
  /// @param b rows × columns
  /// @param c inner × columns
  /// @param columns a multiple of [#COLUMNS]
  void multiplyTransposedAdding(
      float[] a, int aOffset, int aStride,
      float[] b, int bOffset, int bStride,
      float[] c, int cOffset, int cStride,
      int rows, int inner, int columns);

  /// sums[j] += Σ_i a[i, j], rows in ascending order, each chain starting at the present value.
  ///
  /// @param columns a multiple of [#COLUMNS]
  void addColumnSums(float[] a, int aOffset, int aStride, float[] sums, int sumsOffset, int rows, int columns);

  /// x = tanh(x), in place.
  void tanh(float[] x, int from, int to);

  /// x = max(x, 0), in place; NaN stays NaN.
  void relu(float[] x, int from, int to);

  /// x = 1/(1 + e⁻ˣ), in place.
  void sigmoid(float[] x, int from, int to);

  /// x = x where positive, else eˣ − 1, in place.
  void elu(float[] x, int from, int to);

  /// x = x where positive, else x/100, in place; NaN stays NaN.
  void leakyRelu(float[] x, int from, int to);

  /// x = eˣ, in place.
  void exp(float[] x, int from, int to);

  /// x = ln x, in place.
  void log(float[] x, int from, int to);

  /// gradient *= 1 − y², where y = tanh(x) are the activated values.
  void tanhGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count);

  /// gradient = y > 0 ? gradient : 0, where y = relu(x) are the activated values.
  void reluGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count);

  /// gradient *= y·(1 − y), where y = sigmoid(x) are the activated values.
  void sigmoidGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count);

  /// gradient *= y > 0 ? 1 : y + 1, where y = elu(x) are the activated values.
  void eluGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count);

  /// gradient *= y > 0 ? 1 : 1/100, where y = leakyRelu(x) are the activated values.
  void leakyReluGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count);

  /// y += factor·x.
  void addScaled(float[] y, int yOffset, float factor, float[] x, int xOffset, int count);

  /// One Adam update of the parameters at from ≤ i < to (Kingma and Ba, arXiv 1412.6980, algorithm 1):
  /// ```
  /// g = scale·gradient[i];  m = β₁·m + (1−β₁)·g;  v = β₂·v + (1−β₂)·g²
  /// theta[i] −= stepSize · m / (√(v·inverseSecondCorrection) + epsilon)
  /// ```
  ///
  /// @param scale the factor of gradient-norm clipping
  /// @param stepSize learning rate / (1 − β₁ᵗ)
  /// @param inverseSecondCorrection 1 / (1 − β₂ᵗ)
  void adam(
      float[] theta, float[] m, float[] v, float[] gradient, int from, int to,
      float scale, float beta1, float beta2, float stepSize, float inverseSecondCorrection, float epsilon);

  /// Σ x[i], by the fixed tree of [Sums].
  default double sum(float[] x, int offset, int count) {
    return Sums.sum(x, offset, count);
  }

  /// Σ a[i]·b[i], by the fixed tree of [Sums].
  default double dot(float[] a, int aOffset, float[] b, int bOffset, int count) {
    return Sums.dot(a, aOffset, b, bOffset, count);
  }

  /// Σ x[i]², by the fixed tree of [Sums].
  default double squaredNorm(float[] x, int offset, int count) {
    return Sums.dot(x, offset, x, offset, count);
  }
}
