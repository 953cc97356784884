// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.config.ConfigurationData;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.Startable;
import com.oracle.labs.mlrg.olcut.config.property.Property;
import com.oracle.labs.mlrg.olcut.config.property.SimpleProperty;
import org.tribuo.Trainer;
import org.tribuo.regression.Regressor;

import io.tributary.rl.random.CounterRandom;

/// Makes the trainer that settings describe, through OLCUT's configuration manager.
///
/// Tribuo's trainers count their calls and draw from a generator, so every fit gets a new one: what it does then depends on its settings, the key and the
/// rows alone.
final class ConfiguredTrainer {
  private static final String PATH = "tribuo.fields";

  private final String className;
  private final Map<String, String> fields;

  /// @throws IllegalArgumentException if a class or field does not exist or does not fit, or is Tribuo's Adam
  ConfiguredTrainer(TribuoSettings settings) {
    KnownTrainers.Known known = KnownTrainers.resolve(settings);
    className = known.className();
    fields = known.fields();
    BrokenAdam.refuseWithin("tribuo.trainer", create(0).getProvenance());
  }

  /// A fresh trainer.
  ///
  /// @param randomKey what its `seed` fields follow, unless the settings give them
  Trainer<Regressor> create(long randomKey) {
    List<ConfigurationData> components = new ArrayList<>();
    Class<?> trainer = componentClass("tribuo.trainer", className, Trainer.class);
    String name = describe("", trainer, fields, CounterRandom.stream(randomKey, "tribuo.trainer"), components);
    ConfigurationManager manager = new ConfigurationManager();
    manager.addConfiguration(components);
    try {
      @SuppressWarnings("unchecked") // Whether it trains regressions shows in the trial fit.
      Trainer<Regressor> created = (Trainer<Regressor>) manager.lookup(name);
      return created;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(PATH + " is " + fields + " for " + className + "; expected what it accepts: " + e.getMessage(), e);
    } finally {
      manager.close();
    }
  }

  @Override
  public String toString() {
    return className + fields;
  }

  /// Adds the configuration of a component and of those within it; returns its name.
  private static String describe(String prefix, Class<?> component, Map<String, String> values, long key, List<ConfigurationData> components) {
    Map<String, Field> known = configurableFields(component);
    Map<String, Property> properties = new HashMap<>();
    own(values).forEach((field, value) -> {
      String path = PATH + "." + prefix + field;
      Field declared = known.get(field);
      if (declared == null) {
        throw new IllegalArgumentException(path + " is " + value + "; expected one of the fields of " + component.getName() + ": " + known.keySet());
      }
      Map<String, String> inner = below(values, field);
      if (Configurable.class.isAssignableFrom(declared.getType())) {
        Class<?> innerClass = componentClass(path, value, declared.getType());
        properties.put(field, new SimpleProperty(describe(prefix + field + ".", innerClass, inner, key, components)));
      } else if (inner.isEmpty()) {
        properties.put(field, new SimpleProperty(value));
      } else {
        throw new IllegalArgumentException(path + "." + inner.keySet().iterator().next() + " is set, but " + field + " of " + component.getName()
            + " is a " + declared.getType().getSimpleName() + "; expected no fields below it");
      }
    });
    Field seed = known.get("seed");
    if (seed != null && !properties.containsKey("seed")) {
      long bits = CounterRandom.stream(key, prefix);
      properties.put("seed", new SimpleProperty(seed.getType() == long.class ? Long.toString(bits) : Integer.toString((int) bits)));
    }
    String name = "component" + components.size();
    components.add(new ConfigurationData(name, component.getName(), properties));
    return name;
  }

  /// Entries without a dot; a component whose fields are given must be given itself.
  private static Map<String, String> own(Map<String, String> values) {
    Map<String, String> own = new TreeMap<>();
    values.forEach((field, value) -> {
      int dot = field.indexOf('.');
      if (dot < 0) {
        own.put(field, value);
      } else if (!values.containsKey(field.substring(0, dot))) {
        throw new IllegalArgumentException(PATH + "." + field + " is " + value + ", but there is no " + field.substring(0, dot)
            + "; expected the full name of a class for it");
      }
    });
    return own;
  }

  private static Map<String, String> below(Map<String, String> values, String field) {
    Map<String, String> below = new TreeMap<>();
    values.forEach((name, value) -> {
      if (name.startsWith(field + ".")) {
        below.put(name.substring(field.length() + 1), value);
      }
    });
    return below;
  }

  /// Loads a class without running any of its code, and checks that it may be created there.
  private static Class<?> componentClass(String path, String name, Class<?> type) {
    Class<?> found;
    try {
      found = Class.forName(name, false, ConfiguredTrainer.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      String names = type == Trainer.class ? "one of " + KnownTrainers.names() + " or " : "";
      throw new IllegalArgumentException(path + " is " + name + ", which is no class here; expected " + names + "the full name of a " + type.getName(), e);
    }
    boolean usable = type.isAssignableFrom(found) && Configurable.class.isAssignableFrom(found) && !Startable.class.isAssignableFrom(found)
        && !Modifier.isAbstract(found.getModifiers());
    if (!usable) {
      throw new IllegalArgumentException(path + " is " + name + "; expected a configurable class that is a " + type.getName());
    }
    BrokenAdam.refuseClass(path, found);
    return found;
  }

  private static Map<String, Field> configurableFields(Class<?> component) {
    Map<String, Field> fields = new TreeMap<>();
    for (Class<?> c = component; c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.isAnnotationPresent(Config.class)) {
          fields.putIfAbsent(field.getName(), field);
        }
      }
    }
    return fields;
  }
}
