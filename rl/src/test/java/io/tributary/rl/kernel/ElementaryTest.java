// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.kernel;

import java.util.function.DoubleUnaryOperator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ElementaryTest {
  private static final int STEP = 9973;

  private interface FloatFunction {
    float apply(float x);
  }

  @Test
  void expIsWithinTwoUnitsInTheLastPlace() {
    assertThat(worstError(Elementary::exp, Math::exp, Float.MIN_VALUE, 88.72f)).isLessThan(1.1);
    assertThat(worstError(x -> Elementary.exp(-x), x -> Math.exp(-x), Float.MIN_VALUE, 104f)).isLessThan(1.1);
  }

  @Test
  void logIsWithinTwoUnitsInTheLastPlace() {
    assertThat(worstError(Elementary::log, Math::log, Float.MIN_VALUE, Float.MAX_VALUE)).isLessThan(1.1);
  }

  @Test
  void tanhIsWithinThreeUnitsInTheLastPlace() {
    assertThat(worstError(Elementary::tanh, Math::tanh, Float.MIN_VALUE, 20f)).isLessThan(3);
  }

  @Test
  void sigmoidIsWithinThreeUnitsInTheLastPlace() {
    assertThat(worstError(Elementary::sigmoid, x -> 1 / (1 + Math.exp(-x)), Float.MIN_VALUE, 100f)).isLessThan(3);
    assertThat(worstError(x -> Elementary.sigmoid(-x), x -> 1 / (1 + Math.exp(x)), Float.MIN_VALUE, 86f)).isLessThan(3);
  }

  @Test
  void eluIsWithinThreeUnitsInTheLastPlace() {
    assertThat(worstError(Elementary::elu, x -> x, Float.MIN_VALUE, Float.MAX_VALUE)).isZero();
    assertThat(worstError(x -> Elementary.elu(-x), x -> Math.expm1(-x), Float.MIN_VALUE, 200f)).isLessThan(3);
  }

  @Test
  void tanhIsOddAndNeverBeyondOne() {
    for (int bits = 0; bits >= 0 && bits <= Float.floatToRawIntBits(Float.POSITIVE_INFINITY); bits += STEP) {
      float x = Float.intBitsToFloat(bits);
      assertThat(Elementary.tanh(-x)).isEqualTo(-Elementary.tanh(x));
      assertThat(Elementary.tanh(x)).isLessThanOrEqualTo(1f);
    }
  }

  @Test
  void limitsAreExact() {
    assertThat(Elementary.exp(0f)).isEqualTo(1f);
    assertThat(Elementary.exp(-0f)).isEqualTo(1f);
    assertThat(Elementary.exp(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
    assertThat(Elementary.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Elementary.exp(-1000f)).isEqualTo(0f);
    assertThat(Elementary.exp(1000f)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Elementary.exp(88.72283f)).isFinite();
    assertThat(Elementary.exp(Float.NaN)).isNaN();
    assertThat(Elementary.log(1f)).isEqualTo(0f);
    assertThat(Elementary.log(0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Elementary.log(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Elementary.log(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Elementary.log(-1f)).isNaN();
    assertThat(Elementary.log(Float.NaN)).isNaN();
    assertThat(Elementary.tanh(0f)).isEqualTo(0f);
    assertThat(Elementary.tanh(-0f)).isEqualTo(-0f);
    assertThat(Elementary.tanh(100f)).isEqualTo(1f);
    assertThat(Elementary.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Elementary.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(Elementary.tanh(Float.NaN)).isNaN();
    assertThat(Elementary.sigmoid(0f)).isEqualTo(0.5f);
    assertThat(Elementary.sigmoid(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
    assertThat(Elementary.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Elementary.sigmoid(Float.NaN)).isNaN();
    assertThat(Elementary.elu(0f)).isEqualTo(0f);
    assertThat(Elementary.elu(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(Elementary.elu(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Elementary.elu(Float.NaN)).isNaN();
  }

  private static double worstError(FloatFunction own, DoubleUnaryOperator exact, float from, float to) {
    double worst = 0;
    for (int bits = Float.floatToRawIntBits(from); bits <= Float.floatToRawIntBits(to); bits += STEP) {
      float x = Float.intBitsToFloat(bits);
      double expected = exact.applyAsDouble(x);
      double error = Math.abs(own.apply(x) - expected) / Math.ulp((float) expected);
      worst = Math.max(worst, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
    }
    return worst;
  }
}
