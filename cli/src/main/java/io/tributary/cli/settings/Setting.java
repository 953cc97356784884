// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One setting there is: a leaf in a tree of records.
///
/// @param key its dotted name; for a family of names passed through untouched, what they begin with, dot included
/// @param type Java type of its value
/// @param value in the record it was read from
/// @param component of the record it stands in
public record Setting(String key, Type type, Object value, RecordComponent component) {
  /// Where records nest but names do not: path in the tree of records → the names that stand in messages and presets.
  private static final Map<String, String> SHORTER = Map.of("rollout.rollout.", "rollout.", "trainer.batch.", "batch.");

  /// All leaves of `root`, in the order they are declared.
  public static List<Setting> of(Record root) {
    List<Setting> settings = new ArrayList<>();
    collect("", root, settings);
    return List.copyOf(settings);
  }

  /// What the names inside the record at `key` begin with.
  static String inside(String key) {
    return SHORTER.getOrDefault(key + ".", key + ".");
  }

  private static void collect(String prefix, Record record, List<Setting> settings) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String key = prefix + component.getName();
      Object value = read(component, record);
      if (component.getType().isRecord()) {
        collect(inside(key), value == null ? defaults(component.getType()) : (Record) value, settings);
      } else if (isFamily(component.getGenericType())) {
        settings.add(new Setting(key + ".", component.getGenericType(), value, component));
      } else {
        settings.add(new Setting(key, component.getGenericType(), value, component));
      }
    }
  }

  /// Whether any name below this one is passed through untouched.
  public boolean isFamily() {
    return isFamily(type);
  }

  static boolean isFamily(Type type) {
    return type instanceof ParameterizedType p && p.getRawType() == Map.class;
  }

  /// The value as text; empty where it is absent.
  public String text() {
    return Scalars.text(value);
  }

  /// `rollout.pieceSteps` → `TRIBUTARY_ROLLOUT_PIECE_STEPS`.
  public String environmentVariable() {
    return "TRIBUTARY_" + key.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /// All leaves of `root` as text by dotted name; absent values are left out.
  public static Map<String, String> flatten(Record root) {
    Map<String, String> flat = new TreeMap<>();
    for (Setting setting : of(root)) {
      if (setting.isFamily()) {
        ((Map<?, ?>) setting.value).forEach((name, value) -> flat.put(setting.key + name, String.valueOf(value)));
      } else if (!setting.text().isEmpty()) {
        flat.put(setting.key, setting.text());
      }
    }
    return flat;
  }

  static Object read(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException failed) {
      throw new IllegalStateException(record.getClass().getName() + "." + component.getName() + " cannot be read", failed);
    }
  }

  /// The record's own static `defaults()`.
  static Record defaults(Class<?> type) {
    try {
      return (Record) type.getMethod("defaults").invoke(null);
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException(type.getName() + " has no public static defaults(); every settings record needs it", missing);
    }
  }
}
