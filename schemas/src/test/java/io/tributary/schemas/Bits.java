// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Everything in an object as text, numbers by their bits: equal text is bitwise equality, NaN and −0 included.
final class Bits {
  private Bits() {}

  static String of(Object value) {
    StringBuilder text = new StringBuilder();
    append(value, text);
    return text.toString();
  }

  private static void append(Object value, StringBuilder text) {
    switch (value) {
      case null -> text.append("null");
      case Float number -> text.append(number).append('#').append(Float.floatToRawIntBits(number));
      case Double number -> text.append(number).append('#').append(Double.doubleToRawLongBits(number));
      case String string -> text.append('"').append(string).append('"');
      case Number number -> text.append(number);
      case Boolean flag -> text.append(flag);
      case Enum<?> symbol -> text.append(symbol.name());
      case List<?> list -> list.forEach(item -> append(item, text.append(',')));
      case Map<?, ?> map -> new TreeMap<>(map).forEach((key, item) -> append(item, text.append(',').append(key).append('=')));
      default -> compound(value, text);
    }
  }

  private static void compound(Object value, StringBuilder text) {
    if (value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        append(Array.get(value, i), text.append(i == 0 ? '[' : ' '));
      }
      text.append(']');
      return;
    }
    text.append(value.getClass().getSimpleName()).append('{');
    for (Field field : value.getClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        append(read(field, value), text.append('\n').append(field.getName()).append(": "));
      }
    }
    text.append('}');
  }

  private static Object read(Field field, Object value) {
    try {
      field.setAccessible(true);
      return field.get(value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
