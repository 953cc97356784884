// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Single values between text and Java: whole numbers, numbers, yes or no, words, choices, and lists of whole numbers.
final class Scalars {
  private Scalars() {}

  /// Whether `type` is one of them.
  static boolean isScalar(Type type) {
    return isIntegers(type) || type instanceof Class<?> c && (c.isEnum() || c == String.class || number(c) || c == boolean.class || c == Boolean.class);
  }

  private static boolean number(Class<?> c) {
    return c == int.class || c == long.class || c == double.class || c == short.class
        || c == Integer.class || c == Long.class || c == Double.class || c == OptionalLong.class;
  }

  static boolean isIntegers(Type type) {
    return type instanceof ParameterizedType p && p.getRawType() == List.class && p.getActualTypeArguments()[0] == Integer.class;
  }

  /// The value `text` stands for.
  ///
  /// @throws IllegalArgumentException if it stands for none; say {@link #expectation} then
  static Object parse(Type type, String text) {
    String word = text.strip();
    if (isIntegers(type)) {
      return integers(word);
    }
    Class<?> c = (Class<?>) type;
    if (c == OptionalLong.class) {
      return word.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits(word)));
    }
    if (word.isEmpty() && !c.isPrimitive() && c != String.class && !c.isEnum()) {
      return null;
    }
    return c.isEnum() ? choice(c, word) : switch (c.getSimpleName()) {
      case "String" -> text;
      case "int", "Integer" -> Integer.valueOf(digits(word));
      case "short" -> Short.valueOf(digits(word));
      case "long", "Long" -> Long.valueOf(digits(word));
      case "double", "Double" -> number(word);
      case "boolean", "Boolean" -> yesOrNo(word);
      default -> throw new IllegalStateException("no setting can be a " + c);
    };
  }

  private static String digits(String word) {
    return word.replace("_", "");
  }

  private static Double number(String word) {
    double value = Double.parseDouble(digits(word));
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("NaN");
    }
    return value;
  }

  private static Boolean yesOrNo(String word) {
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static Object choice(Class<?> c, String word) {
    for (Object constant : c.getEnumConstants()) {
      if (label(constant).equals(word.toLowerCase(Locale.ROOT).replace('_', '-'))) {
        return constant;
      }
    }
    throw new IllegalArgumentException(word);
  }

  private static List<Integer> integers(String text) {
    String inner = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    return inner.isBlank() ? List.of() : Arrays.stream(inner.split(",")).map(part -> Integer.valueOf(part.strip())).toList();
  }

  /// What a value of `type` looks like, in words.
  static String expectation(Type type) {
    if (isIntegers(type)) {
      return "whole numbers with commas between them";
    }
    Class<?> c = (Class<?>) type;
    if (c.isEnum()) {
      return Arrays.stream(c.getEnumConstants()).map(Scalars::label).collect(Collectors.joining(" or "));
    }
    return switch (c.getSimpleName()) {
      case "String" -> "text";
      case "boolean", "Boolean" -> "true or false";
      case "double", "Double" -> "a number";
      default -> "a whole number";
    };
  }

  /// The text that `parse` would turn into `value`.
  static String text(Object value) {
    return switch (value) {
      case null -> "";
      case OptionalLong maybe -> maybe.isPresent() ? Long.toString(maybe.getAsLong()) : "";
      case Double number -> plain(number);
      case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(","));
      case Enum<?> constant -> label(constant);
      default -> value.toString();
    };
  }

  private static String plain(double number) {
    if (Double.isInfinite(number)) {
      return Double.toString(number);
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    return Math.abs(exact.scale()) > 12 ? exact.toString() : exact.toPlainString();
  }

  private static String label(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
