// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/// Something about a claim's problem that can be chosen, as `--name VALUE`.
public sealed interface Option permits Option.Whole, Option.Real, Option.Choice {

  String name();

  String meaning();

  /// What it is unless told, as it would be typed.
  String standard();

  /// What it is in the small size, in which tests run claims.
  String small();

  /// Another value than the small one; a test checks that it moves figures.
  String other();

  /// What may be typed.
  String bounds();

  /// The value in its shortest form.
  ///
  /// @throws IllegalArgumentException where it cannot be meant
  String checked(String typed);

  private IllegalArgumentException impossible(String typed) {
    return new IllegalArgumentException("--" + name() + " is '" + typed + "'; expected " + bounds());
  }

  /// A whole number.
  ///
  /// @param usual what it is unless told
  /// @param least in the small size
  record Whole(String name, String meaning, long usual, long least, long min, long max) implements Option {
    /// One that is the same in both sizes.
    public Whole(String name, String meaning, long usual, long min, long max) {
      this(name, meaning, usual, usual, min, max);
    }

    @Override
    public String standard() {
      return Long.toString(usual);
    }

    @Override
    public String small() {
      return Long.toString(least);
    }

    @Override
    public String other() {
      return Long.toString(least + 1 <= max ? least + 1 : least - 1);
    }

    @Override
    public String bounds() {
      return min + " to " + max;
    }

    @Override
    public String checked(String typed) {
      try {
        long value = Long.parseLong(typed.replace("_", ""));
        if (value >= min && value <= max) {
          return Long.toString(value);
        }
      } catch (NumberFormatException notANumber) {
        throw new IllegalArgumentException("--" + name + " is '" + typed + "'; expected a whole number, " + bounds(), notANumber);
      }
      throw ((Option) this).impossible(typed);
    }
  }

  /// A real number.
  record Real(String name, String meaning, double usual, double min, double max) implements Option {
    @Override
    public String standard() {
      return text(usual);
    }

    @Override
    public String small() {
      return standard();
    }

    /// A tenth of the way to the bound that is farther off.
    @Override
    public String other() {
      double towards = usual - min > max - usual ? min : max;
      return text(new BigDecimal(usual + 0.1 * (towards - usual)).round(new MathContext(3)).doubleValue());
    }

    @Override
    public String bounds() {
      return text(min) + " to " + text(max);
    }

    @Override
    public String checked(String typed) {
      try {
        double value = Double.parseDouble(typed);
        if (value >= min && value <= max) {
          return text(value);
        }
      } catch (NumberFormatException notANumber) {
        throw new IllegalArgumentException("--" + name + " is '" + typed + "'; expected a number, " + bounds(), notANumber);
      }
      throw ((Option) this).impossible(typed);
    }

    private static String text(double value) {
      return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
  }

  /// One of several words; the first unless told.
  record Choice(String name, String meaning, List<String> choices) implements Option {
    public Choice {
      choices = List.copyOf(choices);
    }

    @Override
    public String standard() {
      return choices.get(0);
    }

    @Override
    public String small() {
      return standard();
    }

    @Override
    public String other() {
      return choices.get(1);
    }

    @Override
    public String bounds() {
      return String.join(" or ", choices);
    }

    @Override
    public String checked(String typed) {
      if (!choices.contains(typed.toLowerCase(Locale.ROOT))) {
        throw ((Option) this).impossible(typed);
      }
      return typed.toLowerCase(Locale.ROOT);
    }
  }
}
