// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.distribution;

import java.math.BigDecimal;
import java.math.MathContext;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

class ExcessTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-12, -1e-9, 1e-3, -0.1, 0.2499, 0.2501, -0.2499, -0.2501, 1, -3, 19.9, -700, -1e300})
  void shouldKeepItsRelativePrecision(double x) {
    double expected = x < -50 ? -1 - x : series(x);
    assertThat(Excess.of(x)).isCloseTo(expected, offset(1e-13 * expected)).isNotNegative();
  }

  /// Σ_{k ≥ 2} xᵏ/k! in 60 digits.
  private static double series(double x) {
    MathContext digits = new MathContext(60);
    BigDecimal term = new BigDecimal(x);
    BigDecimal sum = BigDecimal.ZERO;
    for (int k = 2; k < 200; k++) {
      term = term.multiply(new BigDecimal(x), digits).divide(BigDecimal.valueOf(k), digits);
      sum = sum.add(term, digits);
    }
    return sum.doubleValue();
  }
}
