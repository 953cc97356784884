// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.tributary.cli.UsageException;
import io.tributary.rl.learning.Schedule;
import io.tributary.runs.Redaction;

/// Lays given values over a record's defaults.
///
/// **Guarantees.** Every given name is either used or refused with the name it was probably meant to be; every refusal names setting,
/// value, expectation and where the value came from. The records' own constructors check ranges and relations, and their messages,
/// which begin with the dotted name, pass through.
public final class Binder {
  private final Map<String, Given> given;

  public Binder(Map<String, Given> given) {
    this.given = new TreeMap<>(given);
  }

  /// The record with the given values.
  ///
  /// @throws UsageException for an unknown name or an impossible value
  public <R extends Record> R bind(R defaults) {
    refuseUnknown(Setting.of(defaults));
    @SuppressWarnings("unchecked")
    R bound = (R) bind("", defaults.getClass(), defaults);
    return bound;
  }

  private void refuseUnknown(List<Setting> known) {
    List<String> names = known.stream().map(Setting::key).toList();
    given.forEach((key, value) -> {
      if (!isWhole(key, known) && known.stream().noneMatch(setting -> setting.isFamily() ? key.startsWith(setting.key()) : key.equals(setting.key()))) {
        throw new UsageException("unknown setting '" + key + "' (from " + value.origin() + ")" + Nearest.hint(key, names)
            + (Nearest.to(key, names).isEmpty() ? "; expected one of those in docs/settings.md" : "") + "; nothing was started");
      }
    });
  }

  /// Whether `key` names a schedule, which a single number can stand for.
  private static boolean isWhole(String key, List<Setting> known) {
    return known.stream().anyMatch(setting -> setting.key().startsWith(key + ".") && isSchedule(setting.component().getDeclaringRecord()));
  }

  private static boolean isSchedule(Class<?> type) {
    return type == Schedule.class;
  }

  private Record bind(String prefix, Class<?> type, Record defaults) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = value(prefix + components[i].getName(), components[i], defaults);
    }
    return construct(prefix, type, values);
  }

  private Object value(String key, RecordComponent component, Record defaults) {
    Object standard = Setting.read(component, defaults);
    if (component.getType().isRecord()) {
      return nested(key, component.getType(), (Record) standard);
    }
    if (Setting.isFamily(component.getGenericType())) {
      return family(key + ".", (Map<?, ?>) standard);
    }
    Given value = given.get(key);
    return value == null ? standard : parse(key, component.getGenericType(), value);
  }

  private Record nested(String key, Class<?> type, Record standard) {
    Record base = standard;
    if (isSchedule(type) && given.containsKey(key)) {
      base = Schedule.constant((Double) parse(key, double.class, given.get(key)));
    }
    String inside = Setting.inside(key);
    if (base == null) {
      boolean touched = given.keySet().stream().anyMatch(name -> name.startsWith(inside));
      return touched ? bind(inside, type, Setting.defaults(type)) : null;
    }
    return bind(inside, type, base);
  }

  private Map<String, String> family(String prefix, Map<?, ?> standard) {
    Map<String, String> family = new TreeMap<>();
    standard.forEach((name, value) -> family.put(String.valueOf(name), String.valueOf(value)));
    given.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        family.put(name.substring(prefix.length()), value.value());
      }
    });
    return family;
  }

  private static Object parse(String key, Type type, Given given) {
    if (!Scalars.isScalar(type)) {
      throw new IllegalStateException(key + " is a " + type + ", which no setting can be");
    }
    try {
      return Scalars.parse(type, given.value());
    } catch (IllegalArgumentException unreadable) {
      throw new UsageException(key + " is '" + Redaction.value(key, given.value()) + "' (from " + given.origin() + "); expected "
          + Scalars.expectation(type) + "; nothing was started", unreadable);
    }
  }

  private Record construct(String prefix, Class<?> type, Object[] values) {
    try {
      Class<?>[] types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> canonical = type.getConstructor(types);
      return (Record) canonical.newInstance(values);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof IllegalArgumentException impossible) {
        throw new UsageException(impossible.getMessage() + origin(impossible.getMessage()) + "; nothing was started", impossible);
      }
      throw new IllegalStateException(type.getName() + " at '" + prefix + "' cannot be made", thrown);
    } catch (ReflectiveOperationException failed) {
      throw new IllegalStateException(type.getName() + " at '" + prefix + "' cannot be made", failed);
    }
  }

  /// Where the setting a message begins with was given: ` (from --set)`; nothing where it was not given.
  private String origin(String message) {
    Optional<String> key = given.keySet().stream()
        .filter(name -> message.startsWith(name + " "))
        .max(Comparator.comparingInt(String::length));
    return key.map(name -> " (from " + given.get(name).origin() + ")").orElse("");
  }
}
