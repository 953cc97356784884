// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.kernel;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The kernel on the Vector API, of any lane width up to [Kernel#COLUMNS].
///
/// Both products run one loop over register blocks of 4 rows × 4 vectors: 16 independent chains hide the latency of the multiply-add, and each loaded vector is
/// used four times. Only how many elements are computed side by side depends on the width, never how one of them is.
final class VectorKernel implements Kernel {
  /// A constant of the class, since the compiler makes vector instructions only where it knows the species. Another width is this class once more, defined as a
  /// hidden class with its species as class data.
  private static final VectorSpecies<Float> SPECIES = species();
  private static final int LANES = SPECIES.length();
  /// Vectors per row of a register block: 4 × 4 accumulators need 32 registers, which processors whose widest vectors have 8 lanes (AVX2) lack.
  private static final int VECTORS = LANES == 8 ? 2 : 4;
  private static final ScalarKernel SCALAR = new ScalarKernel();

  @SuppressWarnings("unchecked")
  private static VectorSpecies<Float> species() {
    try {
      VectorSpecies<Float> given = MethodHandles.classData(MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, VectorSpecies.class);
      VectorSpecies<Float> species = given == null ? FloatVector.SPECIES_PREFERRED : given;
      return species.length() > COLUMNS ? FloatVector.SPECIES_512 : species;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the vector kernel may not read its own class data", e);
    }
  }

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
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
  private static void product(
      float[] a, int aOffset, int aRowStep, int aInnerStep, float[] b, int bOffset, int bStride, float[] start, int startOffset, int startStride, float[] c,
      int cOffset, int cStride, int rows, int inner, int columns) {
    int whole = rows - rows % 4;
    int j = 0;
    for (; j + VECTORS * LANES <= columns; j += VECTORS * LANES) {
      for (int i = 0; i < whole; i += 4) {
        if (VECTORS == 4) {
          block4x4(
              a, aOffset + i * aRowStep, aRowStep, aInnerStep, b, bOffset + j, bStride, start, startOffset + i * startStride + j, startStride, c,
              cOffset + i * cStride + j, cStride, inner);
        } else {
          block4x2(
              a, aOffset + i * aRowStep, aRowStep, aInnerStep, b, bOffset + j, bStride, start, startOffset + i * startStride + j, startStride, c,
              cOffset + i * cStride + j, cStride, inner);
        }
      }
    }
    for (; j < columns; j += LANES) {
      for (int i = 0; i < whole; i += 4) {
        block4x1(
            a, aOffset + i * aRowStep, aRowStep, aInnerStep, b, bOffset + j, bStride, start, startOffset + i * startStride + j, startStride, c,
            cOffset + i * cStride + j, cStride, inner);
      }
    }
    for (int i = whole; i < rows; i++) {
      j = 0;
      for (; j + 4 * LANES <= columns; j += 4 * LANES) {
        block1x4(
            a, aOffset + i * aRowStep, aInnerStep, b, bOffset + j, bStride, start, startOffset + i * startStride + j, c, cOffset + i * cStride + j,
            inner);
      }
      for (; j < columns; j += LANES) {
        block1x1(
            a, aOffset + i * aRowStep, aInnerStep, b, bOffset + j, bStride, start, startOffset + i * startStride + j, c, cOffset + i * cStride + j,
            inner);
      }
    }
  }

  private static FloatVector start(float[] start, int at) {
    return start == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, start, at);
  }

  private static void block4x4(
      float[] a, int aAt, int aRowStep, int aInnerStep, float[] b, int bAt, int bStride, float[] start, int startAt, int startStride, float[] c, int cAt,
      int cStride, int inner) {
    FloatVector c00 = start(start, startAt);
    FloatVector c01 = start(start, startAt + LANES);
    FloatVector c02 = start(start, startAt + 2 * LANES);
    FloatVector c03 = start(start, startAt + 3 * LANES);
    int start1 = startAt + startStride;
    FloatVector c10 = start(start, start1);
    FloatVector c11 = start(start, start1 + LANES);
    FloatVector c12 = start(start, start1 + 2 * LANES);
    FloatVector c13 = start(start, start1 + 3 * LANES);
    int start2 = startAt + 2 * startStride;
    FloatVector c20 = start(start, start2);
    FloatVector c21 = start(start, start2 + LANES);
    FloatVector c22 = start(start, start2 + 2 * LANES);
    FloatVector c23 = start(start, start2 + 3 * LANES);
    int start3 = startAt + 3 * startStride;
    FloatVector c30 = start(start, start3);
    FloatVector c31 = start(start, start3 + LANES);
    FloatVector c32 = start(start, start3 + 2 * LANES);
    FloatVector c33 = start(start, start3 + 3 * LANES);
    int a0 = aAt;
    int a1 = aAt + aRowStep;
    int a2 = aAt + 2 * aRowStep;
    int a3 = aAt + 3 * aRowStep;
    int bk = bAt;
    for (int k = 0; k < inner; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bk);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bk + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bk + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bk + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      c02 = x0.fma(b2, c02);
      c03 = x0.fma(b3, c03);
      a0 += aInnerStep;
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      c12 = x1.fma(b2, c12);
      c13 = x1.fma(b3, c13);
      a1 += aInnerStep;
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      c22 = x2.fma(b2, c22);
      c23 = x2.fma(b3, c23);
      a2 += aInnerStep;
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      c32 = x3.fma(b2, c32);
      c33 = x3.fma(b3, c33);
      a3 += aInnerStep;
      bk += bStride;
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c03.intoArray(c, cAt + 3 * LANES);
    int c1 = cAt + cStride;
    c10.intoArray(c, c1);
    c11.intoArray(c, c1 + LANES);
    c12.intoArray(c, c1 + 2 * LANES);
    c13.intoArray(c, c1 + 3 * LANES);
    int c2 = cAt + 2 * cStride;
    c20.intoArray(c, c2);
    c21.intoArray(c, c2 + LANES);
    c22.intoArray(c, c2 + 2 * LANES);
    c23.intoArray(c, c2 + 3 * LANES);
    int c3 = cAt + 3 * cStride;
    c30.intoArray(c, c3);
    c31.intoArray(c, c3 + LANES);
    c32.intoArray(c, c3 + 2 * LANES);
    c33.intoArray(c, c3 + 3 * LANES);
  }

  private static void block4x2(
      float[] a, int aAt, int aRowStep, int aInnerStep, float[] b, int bAt, int bStride, float[] start, int startAt, int startStride, float[] c, int cAt,
      int cStride, int inner) {
    FloatVector c00 = start(start, startAt);
    FloatVector c01 = start(start, startAt + LANES);
    int start1 = startAt + startStride;
    FloatVector c10 = start(start, start1);
    FloatVector c11 = start(start, start1 + LANES);
    int start2 = startAt + 2 * startStride;
    FloatVector c20 = start(start, start2);
    FloatVector c21 = start(start, start2 + LANES);
    int start3 = startAt + 3 * startStride;
    FloatVector c30 = start(start, start3);
    FloatVector c31 = start(start, start3 + LANES);
    int a0 = aAt;
    int a1 = aAt + aRowStep;
    int a2 = aAt + 2 * aRowStep;
    int a3 = aAt + 3 * aRowStep;
    int bk = bAt;
    for (int k = 0; k < inner; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bk);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bk + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      a0 += aInnerStep;
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      a1 += aInnerStep;
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      a2 += aInnerStep;
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      a3 += aInnerStep;
      bk += bStride;
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    int c1 = cAt + cStride;
    c10.intoArray(c, c1);
    c11.intoArray(c, c1 + LANES);
    int c2 = cAt + 2 * cStride;
    c20.intoArray(c, c2);
    c21.intoArray(c, c2 + LANES);
    int c3 = cAt + 3 * cStride;
    c30.intoArray(c, c3);
    c31.intoArray(c, c3 + LANES);
  }

  private static void block1x4(
      float[] a, int aAt, int aInnerStep, float[] b, int bAt, int bStride, float[] start, int startAt, float[] c, int cAt, int inner) {
    FloatVector c00 = start(start, startAt);
    FloatVector c01 = start(start, startAt + LANES);
    FloatVector c02 = start(start, startAt + 2 * LANES);
    FloatVector c03 = start(start, startAt + 3 * LANES);
    int a0 = aAt;
    int bk = bAt;
    for (int k = 0; k < inner; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bk);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bk + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bk + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bk + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      c02 = x0.fma(b2, c02);
      c03 = x0.fma(b3, c03);
      a0 += aInnerStep;
      bk += bStride;
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c03.intoArray(c, cAt + 3 * LANES);
  }

  private static void block4x1(
      float[] a, int aAt, int aRowStep, int aInnerStep, float[] b, int bAt, int bStride, float[] start, int startAt, int startStride, float[] c, int cAt,
      int cStride, int inner) {
    FloatVector c00 = start(start, startAt);
    int start1 = startAt + startStride;
    FloatVector c10 = start(start, start1);
    int start2 = startAt + 2 * startStride;
    FloatVector c20 = start(start, start2);
    int start3 = startAt + 3 * startStride;
    FloatVector c30 = start(start, start3);
    int a0 = aAt;
    int a1 = aAt + aRowStep;
    int a2 = aAt + 2 * aRowStep;
    int a3 = aAt + 3 * aRowStep;
    int bk = bAt;
    for (int k = 0; k < inner; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bk);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0]);
      c00 = x0.fma(b0, c00);
      a0 += aInnerStep;
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1]);
      c10 = x1.fma(b0, c10);
      a1 += aInnerStep;
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2]);
      c20 = x2.fma(b0, c20);
      a2 += aInnerStep;
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3]);
      c30 = x3.fma(b0, c30);
      a3 += aInnerStep;
      bk += bStride;
    }
    c00.intoArray(c, cAt);
    int c1 = cAt + cStride;
    c10.intoArray(c, c1);
    int c2 = cAt + 2 * cStride;
    c20.intoArray(c, c2);
    int c3 = cAt + 3 * cStride;
    c30.intoArray(c, c3);
  }

  private static void block1x1(
      float[] a, int aAt, int aInnerStep, float[] b, int bAt, int bStride, float[] start, int startAt, float[] c, int cAt, int inner) {
    FloatVector c00 = start(start, startAt);
    int a0 = aAt;
    int bk = bAt;
    for (int k = 0; k < inner; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bk);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0]);
      c00 = x0.fma(b0, c00);
      a0 += aInnerStep;
      bk += bStride;
    }
    c00.intoArray(c, cAt);
  }

  @Override
  public void addColumnSums(float[] a, int aOffset, int aStride, float[] sums, int sumsOffset, int rows, int columns) {
    int j = 0;
    for (; j + 4 * LANES <= columns; j += 4 * LANES) {
      FloatVector sum0 = FloatVector.fromArray(SPECIES, sums, sumsOffset + j);
      FloatVector sum1 = FloatVector.fromArray(SPECIES, sums, sumsOffset + j + LANES);
      FloatVector sum2 = FloatVector.fromArray(SPECIES, sums, sumsOffset + j + 2 * LANES);
      FloatVector sum3 = FloatVector.fromArray(SPECIES, sums, sumsOffset + j + 3 * LANES);
      int at = aOffset + j;
      for (int i = 0; i < rows; i++) {
        sum0 = sum0.add(FloatVector.fromArray(SPECIES, a, at));
        sum1 = sum1.add(FloatVector.fromArray(SPECIES, a, at + LANES));
        sum2 = sum2.add(FloatVector.fromArray(SPECIES, a, at + 2 * LANES));
        sum3 = sum3.add(FloatVector.fromArray(SPECIES, a, at + 3 * LANES));
        at += aStride;
      }
      sum0.intoArray(sums, sumsOffset + j);
      sum1.intoArray(sums, sumsOffset + j + LANES);
      sum2.intoArray(sums, sumsOffset + j + 2 * LANES);
      sum3.intoArray(sums, sumsOffset + j + 3 * LANES);
    }
    for (; j < columns; j += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, sums, sumsOffset + j);
      int at = aOffset + j;
      for (int i = 0; i < rows; i++) {
        sum = sum.add(FloatVector.fromArray(SPECIES, a, at));
        at += aStride;
      }
      sum.intoArray(sums, sumsOffset + j);
    }
  }

  /// [Elementary#tanh] in every lane, written out: the compiler does not inline a method of ours that it has compiled by itself before, and then the
  /// vectors that go in and out become objects, 576 bytes for each. Which comes first is a matter of chance. The activation that everything waits for is
  /// not to depend on it.
  @Override
  public void tanh(float[] x, int from, int to) {
    FloatVector log2e = FloatVector.broadcast(SPECIES, Elementary.LOG2_E);
    FloatVector round = FloatVector.broadcast(SPECIES, Elementary.ROUND);
    FloatVector minusLn2High = FloatVector.broadcast(SPECIES, -Elementary.LN2_HIGH);
    FloatVector minusLn2Low = FloatVector.broadcast(SPECIES, -Elementary.LN2_LOW);
    FloatVector c6 = FloatVector.broadcast(SPECIES, Elementary.EXP_6);
    FloatVector c5 = FloatVector.broadcast(SPECIES, Elementary.EXP_5);
    FloatVector c4 = FloatVector.broadcast(SPECIES, Elementary.EXP_4);
    FloatVector c3 = FloatVector.broadcast(SPECIES, Elementary.EXP_3);
    FloatVector c2 = FloatVector.broadcast(SPECIES, Elementary.EXP_2);
    int i = from;
    for (; i + LANES <= to; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      FloatVector magnitude = v.abs();
      FloatVector clamped = magnitude.blend(Elementary.TANH_HIGHEST, magnitude.compare(VectorOperators.GT, Elementary.TANH_HIGHEST));
      FloatVector doubled = clamped.add(clamped);
      FloatVector shifted = doubled.fma(log2e, round);
      FloatVector n = shifted.sub(Elementary.ROUND);
      FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, doubled));
      FloatVector p = r.mul(r).fma(c6.fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2), r);
      FloatVector scale = shifted.reinterpretAsInts().sub(Elementary.ROUND_BITS).add(Elementary.EXPONENT_BIAS)
          .lanewise(VectorOperators.LSHL, Elementary.SIGNIFICAND_BITS).reinterpretAsFloats();
      FloatVector u = scale.fma(p, scale.sub(1f));
      IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
      u.div(u.add(2f)).reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(x, i);
    }
    SCALAR.tanh(x, i, to);
  }

  @Override
  public void relu(float[] x, int from, int to) {
    int i = from;
    for (; i + LANES <= to; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      v.blend(0f, v.compare(VectorOperators.LT, 0f)).intoArray(x, i);
    }
    SCALAR.relu(x, i, to);
  }

  @Override
  public void sigmoid(float[] x, int from, int to) {
    int i = from;
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (; i + LANES <= to; i += LANES) {
      one.div(exp(FloatVector.fromArray(SPECIES, x, i).neg()).add(1f)).intoArray(x, i);
    }
    SCALAR.sigmoid(x, i, to);
  }

  @Override
  public void elu(float[] x, int from, int to) {
    int i = from;
    for (; i + LANES <= to; i += LANES) {
      elu(FloatVector.fromArray(SPECIES, x, i)).intoArray(x, i);
    }
    SCALAR.elu(x, i, to);
  }

  @Override
  public void leakyRelu(float[] x, int from, int to) {
    int i = from;
    for (; i + LANES <= to; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      v.blend(v.mul(Elementary.LEAK), v.compare(VectorOperators.LT, 0f)).intoArray(x, i);
    }
    SCALAR.leakyRelu(x, i, to);
  }

  /// [Elementary#exp] in every lane, written out for the reason that {@link #tanh} is: the ratios of every minibatch go through it.
  @Override
  public void exp(float[] x, int from, int to) {
    FloatVector log2e = FloatVector.broadcast(SPECIES, Elementary.LOG2_E);
    FloatVector round = FloatVector.broadcast(SPECIES, Elementary.ROUND);
    FloatVector minusLn2High = FloatVector.broadcast(SPECIES, -Elementary.LN2_HIGH);
    FloatVector minusLn2Low = FloatVector.broadcast(SPECIES, -Elementary.LN2_LOW);
    FloatVector c6 = FloatVector.broadcast(SPECIES, Elementary.EXP_6);
    FloatVector c5 = FloatVector.broadcast(SPECIES, Elementary.EXP_5);
    FloatVector c4 = FloatVector.broadcast(SPECIES, Elementary.EXP_4);
    FloatVector c3 = FloatVector.broadcast(SPECIES, Elementary.EXP_3);
    FloatVector c2 = FloatVector.broadcast(SPECIES, Elementary.EXP_2);
    int i = from;
    for (; i + LANES <= to; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      FloatVector below = v.blend(Elementary.EXP_HIGHEST, v.compare(VectorOperators.GT, Elementary.EXP_HIGHEST));
      FloatVector clamped = below.blend(Elementary.EXP_LOWEST, below.compare(VectorOperators.LT, Elementary.EXP_LOWEST));
      FloatVector shifted = clamped.fma(log2e, round);
      FloatVector n = shifted.sub(Elementary.ROUND);
      FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, clamped));
      FloatVector p = r.mul(r).fma(c6.fma(r, c5).fma(r, c4).fma(r, c3).fma(r, c2), r).add(1f);
      IntVector exponent = shifted.reinterpretAsInts().sub(Elementary.ROUND_BITS);
      IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
      FloatVector first = half.add(Elementary.EXPONENT_BIAS).lanewise(VectorOperators.LSHL, Elementary.SIGNIFICAND_BITS).reinterpretAsFloats();
      FloatVector second = exponent.sub(half).add(Elementary.EXPONENT_BIAS).lanewise(VectorOperators.LSHL, Elementary.SIGNIFICAND_BITS).reinterpretAsFloats();
      p.mul(first).mul(second).intoArray(x, i);
    }
    SCALAR.exp(x, i, to);
  }

  @Override
  public void log(float[] x, int from, int to) {
    int i = from;
    for (; i + LANES <= to; i += LANES) {
      log(FloatVector.fromArray(SPECIES, x, i)).intoArray(x, i);
    }
    SCALAR.log(x, i, to);
  }

  /// [Elementary#elu] in every lane.
  private static FloatVector elu(FloatVector x) {
    FloatVector clamped = x.blend(Elementary.ELU_LOWEST, x.compare(VectorOperators.LT, Elementary.ELU_LOWEST));
    clamped = clamped.blend(0f, clamped.compare(VectorOperators.GT, 0f));
    FloatVector shifted = shifted(clamped);
    FloatVector r = reduced(clamped, shifted);
    FloatVector p = r.mul(r).fma(expPolynomial(r), r);
    FloatVector scale = powerOfTwo(shifted.reinterpretAsInts().sub(Elementary.ROUND_BITS));
    FloatVector u = scale.fma(p, scale.sub(1f));
    return u.blend(x, x.compare(VectorOperators.GT, 0f));
  }

  /// [Elementary#exp] in every lane.
  private static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.blend(Elementary.EXP_HIGHEST, x.compare(VectorOperators.GT, Elementary.EXP_HIGHEST));
    clamped = clamped.blend(Elementary.EXP_LOWEST, clamped.compare(VectorOperators.LT, Elementary.EXP_LOWEST));
    FloatVector shifted = shifted(clamped);
    FloatVector r = reduced(clamped, shifted);
    FloatVector p = r.mul(r).fma(expPolynomial(r), r).add(1f);
    IntVector exponent = shifted.reinterpretAsInts().sub(Elementary.ROUND_BITS);
    IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
    return p.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
  }

  private static FloatVector shifted(FloatVector x) {
    return x.fma(constant(x, Elementary.LOG2_E), constant(x, Elementary.ROUND));
  }

  private static FloatVector reduced(FloatVector x, FloatVector shifted) {
    FloatVector n = shifted.sub(Elementary.ROUND);
    return n.fma(constant(x, -Elementary.LN2_LOW), n.fma(constant(x, -Elementary.LN2_HIGH), x));
  }

  private static FloatVector expPolynomial(FloatVector r) {
    FloatVector p = constant(r, Elementary.EXP_6).fma(r, constant(r, Elementary.EXP_5));
    p = p.fma(r, constant(r, Elementary.EXP_4));
    p = p.fma(r, constant(r, Elementary.EXP_3));
    return p.fma(r, constant(r, Elementary.EXP_2));
  }

  private static FloatVector powerOfTwo(IntVector exponent) {
    return exponent.add(Elementary.EXPONENT_BIAS).lanewise(VectorOperators.LSHL, Elementary.SIGNIFICAND_BITS).reinterpretAsFloats();
  }

  /// [Elementary#log] in every lane.
  private static FloatVector log(FloatVector x) {
    VectorMask<Float> subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    IntVector bits = x.blend(x.mul(Elementary.SUBNORMAL_SCALE), subnormal).reinterpretAsInts();
    IntVector above = bits.sub(Elementary.TWO_THIRDS_BITS);
    IntVector exponent = above.lanewise(VectorOperators.ASHR, Elementary.SIGNIFICAND_BITS);
    FloatVector f = above.and(Elementary.SIGNIFICAND_MASK).add(Elementary.TWO_THIRDS_BITS).reinterpretAsFloats().sub(1f);
    FloatVector e = exponent.add(Elementary.ROUND_BITS).reinterpretAsFloats().sub(Elementary.ROUND);
    e = e.blend(e.sub(Elementary.SIGNIFICAND_BITS), subnormal);
    FloatVector p = constant(x, Elementary.LOG_10).fma(f, constant(x, Elementary.LOG_9));
    p = p.fma(f, constant(x, Elementary.LOG_8));
    p = p.fma(f, constant(x, Elementary.LOG_7));
    p = p.fma(f, constant(x, Elementary.LOG_6));
    p = p.fma(f, constant(x, Elementary.LOG_5));
    p = p.fma(f, constant(x, Elementary.LOG_4));
    p = p.fma(f, constant(x, Elementary.LOG_3));
    FloatVector square = f.mul(f);
    FloatVector low = square.mul(f).fma(p, e.fma(constant(x, Elementary.LN2_LOW), square.mul(-0.5f)));
    FloatVector y = e.fma(constant(x, Elementary.LN2_HIGH), f.add(low));
    y = y.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
    y = y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
    return y.blend(Float.NaN, x.compare(VectorOperators.GE, 0f).not());
  }

  private static FloatVector constant(FloatVector like, float value) {
    return like.broadcast(value);
  }

  @Override
  public void tanhGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      FloatVector y = FloatVector.fromArray(SPECIES, activated, activatedOffset + i);
      FloatVector slope = y.neg().fma(y, FloatVector.broadcast(SPECIES, 1f));
      FloatVector.fromArray(SPECIES, gradient, gradientOffset + i).mul(slope).intoArray(gradient, gradientOffset + i);
    }
    SCALAR.tanhGradient(gradient, gradientOffset + i, activated, activatedOffset + i, count - i);
  }

  @Override
  public void reluGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      VectorMask<Float> active = FloatVector.fromArray(SPECIES, activated, activatedOffset + i).compare(VectorOperators.GT, 0f);
      FloatVector passed = FloatVector.fromArray(SPECIES, gradient, gradientOffset + i);
      FloatVector.zero(SPECIES).blend(passed, active).intoArray(gradient, gradientOffset + i);
    }
    SCALAR.reluGradient(gradient, gradientOffset + i, activated, activatedOffset + i, count - i);
  }

  @Override
  public void sigmoidGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      FloatVector y = FloatVector.fromArray(SPECIES, activated, activatedOffset + i);
      FloatVector.fromArray(SPECIES, gradient, gradientOffset + i).mul(y.neg().fma(y, y)).intoArray(gradient, gradientOffset + i);
    }
    SCALAR.sigmoidGradient(gradient, gradientOffset + i, activated, activatedOffset + i, count - i);
  }

  @Override
  public void eluGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      FloatVector y = FloatVector.fromArray(SPECIES, activated, activatedOffset + i);
      FloatVector slope = y.add(1f).blend(1f, y.compare(VectorOperators.GT, 0f));
      FloatVector.fromArray(SPECIES, gradient, gradientOffset + i).mul(slope).intoArray(gradient, gradientOffset + i);
    }
    SCALAR.eluGradient(gradient, gradientOffset + i, activated, activatedOffset + i, count - i);
  }

  @Override
  public void leakyReluGradient(float[] gradient, int gradientOffset, float[] activated, int activatedOffset, int count) {
    int i = 0;
    FloatVector leak = FloatVector.broadcast(SPECIES, Elementary.LEAK);
    for (; i + LANES <= count; i += LANES) {
      FloatVector slope = leak.blend(1f, FloatVector.fromArray(SPECIES, activated, activatedOffset + i).compare(VectorOperators.GT, 0f));
      FloatVector.fromArray(SPECIES, gradient, gradientOffset + i).mul(slope).intoArray(gradient, gradientOffset + i);
    }
    SCALAR.leakyReluGradient(gradient, gradientOffset + i, activated, activatedOffset + i, count - i);
  }

  @Override
  public void addScaled(float[] y, int yOffset, float factor, float[] x, int xOffset, int count) {
    FloatVector f = FloatVector.broadcast(SPECIES, factor);
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      f.fma(FloatVector.fromArray(SPECIES, x, xOffset + i), FloatVector.fromArray(SPECIES, y, yOffset + i)).intoArray(y, yOffset + i);
    }
    SCALAR.addScaled(y, yOffset + i, factor, x, xOffset + i, count - i);
  }

  @Override
  public void adam(
      float[] theta, float[] m, float[] v, float[] gradient, int from, int to, float scale, float beta1, float beta2, float stepSize,
      float inverseSecondCorrection, float epsilon) {
    FloatVector decay1 = FloatVector.broadcast(SPECIES, beta1);
    FloatVector decay2 = FloatVector.broadcast(SPECIES, beta2);
    FloatVector rest1 = FloatVector.broadcast(SPECIES, 1f - beta1);
    FloatVector rest2 = FloatVector.broadcast(SPECIES, 1f - beta2);
    int i = from;
    for (; i + LANES <= to; i += LANES) {
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, i).mul(scale);
      FloatVector first = decay1.fma(FloatVector.fromArray(SPECIES, m, i), rest1.mul(g));
      FloatVector second = decay2.fma(FloatVector.fromArray(SPECIES, v, i), rest2.mul(g).mul(g));
      first.intoArray(m, i);
      second.intoArray(v, i);
      FloatVector step = first.mul(stepSize).div(second.mul(inverseSecondCorrection).sqrt().add(epsilon));
      FloatVector.fromArray(SPECIES, theta, i).sub(step).intoArray(theta, i);
    }
    SCALAR.adam(theta, m, v, gradient, i, to, scale, beta1, beta2, stepSize, inverseSecondCorrection, epsilon);
  }
}
