// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import java.util.Random;
import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SmallAnglesTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.0, -0.0, Double.MIN_VALUE, -1e-300, 1e-9, 0x1p-27, 0x1.fffffffffffffp-28, -3e-8, 0.20943951, SmallAngles.SMALL, -SmallAngles.SMALL,
      0.29989999999999994, 0.3, 0.78, 0.8, -3, 1e6, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldHaveTheBitsOfStrictMath(double angle) {
    requireSameBits(angle);
  }

  @Test
  void shouldHaveTheBitsOfStrictMathAtAnyAngle() {
    Random random = new Random(1);
    DoubleStream.generate(() -> random.nextDouble(-0.35, 0.35)).limit(1_000_000).forEach(SmallAnglesTest::requireSameBits);
    DoubleStream.generate(() -> random.nextGaussian() * Math.pow(10, -random.nextInt(12))).limit(1_000_000).forEach(SmallAnglesTest::requireSameBits);
  }

  private static void requireSameBits(double angle) {
    if (bits(SmallAngles.sin(angle)) != bits(StrictMath.sin(angle)) || bits(SmallAngles.cos(angle)) != bits(StrictMath.cos(angle))) {
      assertThat(new double[] {SmallAngles.sin(angle), SmallAngles.cos(angle)}).as("sine and cosine of " + angle)
          .containsExactly(StrictMath.sin(angle), StrictMath.cos(angle));
      throw new AssertionError("sine and cosine of " + angle + " differ in the sign of zero");
    }
  }

  private static long bits(double value) {
    return Double.doubleToLongBits(value);
  }
}
