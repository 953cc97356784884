// SPDX-License-Identifier: Apache-2.0
package io.tributary.env;

import java.util.Collections;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/// All environments by name.
public final class Environments {
  private static final SortedMap<String, EnvironmentProvider> PROVIDERS = load();

  private Environments() {}

  /// The provider of that name.
  ///
  /// @throws IllegalArgumentException where there is none, naming those there are
  public static EnvironmentProvider named(String name) {
    EnvironmentProvider provider = name == null ? null : PROVIDERS.get(name);
    if (provider == null) {
      throw new IllegalArgumentException("environment is '" + name + "'; expected one of " + String.join(", ", PROVIDERS.keySet()));
    }
    return provider;
  }

  /// A fresh environment of that name.
  ///
  /// @throws IllegalArgumentException where there is none
  public static Environment create(String name) {
    return named(name).create();
  }

  /// Every provider, by name.
  public static SortedMap<String, EnvironmentProvider> all() {
    return PROVIDERS;
  }

  private static SortedMap<String, EnvironmentProvider> load() {
    SortedMap<String, EnvironmentProvider> providers = new TreeMap<>();
    for (EnvironmentProvider provider : ServiceLoader.load(EnvironmentProvider.class, Environments.class.getClassLoader())) {
      EnvironmentProvider other = providers.put(provider.name(), provider);
      if (other != null) {
        throw new IllegalStateException("two environments are called '" + provider.name() + "': " + other.getClass().getName() + " and "
            + provider.getClass().getName() + "; expected distinct names");
      }
    }
    return Collections.unmodifiableSortedMap(providers);
  }
}
