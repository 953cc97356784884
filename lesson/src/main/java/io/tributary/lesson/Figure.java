// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// One entry of a table.
///
/// @param shown as it is printed
/// @param value as it is written to JSON: a Double, a Long or a String
/// @param measured whether it depends on the machine and the moment, as times do; such figures are not compared with the pages
public record Figure(String shown, Object value, boolean measured) {
  private static final int DIGITS = 5;

  public static Figure of(String text) {
    return new Figure(text, text, false);
  }

  public static Figure of(long number) {
    return new Figure(Long.toString(number), number, false);
  }

  public static Figure of(double number) {
    return new Figure(shown(number), number, false);
  }

  /// A time in seconds.
  public static Figure seconds(double seconds) {
    return new Figure(shown(new BigDecimal(seconds).round(new MathContext(3)).doubleValue()) + " s", seconds, true);
  }

  /// A figure that follows from a time.
  public static Figure measured(double number) {
    return new Figure(shown(new BigDecimal(number).round(new MathContext(3)).doubleValue()), number, true);
  }

  /// Any of these by the value's type.
  static Figure of(Object value) {
    return switch (value) {
      case Figure figure -> figure;
      case Double number -> of(number.doubleValue());
      case Long number -> of(number.longValue());
      case Integer number -> of(number.longValue());
      default -> of(value.toString());
    };
  }

  /// Five significant digits, without needless zeros; powers of ten where the number is very small or large.
  public static String shown(double number) {
    if (number == 0 || !Double.isFinite(number)) {
      return number == 0 ? "0" : Double.toString(number);
    }
    double magnitude = Math.abs(number);
    if (magnitude < 1e-4 || magnitude >= 1e9) {
      BigDecimal rounded = new BigDecimal(number).round(new MathContext(2, RoundingMode.HALF_EVEN));
      int exponent = rounded.precision() - rounded.scale() - 1;
      return rounded.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }
    int digits = Math.max(DIGITS, (int) Math.floor(Math.log10(magnitude)) + 1);
    return new BigDecimal(number).round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros().toPlainString();
  }
}
