// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import org.tribuo.math.optimisers.Adam;

/// Keeps Tribuo's Adam out: up to 4.3.2 it multiplies by √v, where Adam (Kingma and Ba, arXiv 1412.6980) divides by it.
final class BrokenAdam {
  static final String NAME = "org.tribuo.math.optimisers.Adam";

  private static final String WHY = "; expected another optimiser, such as org.tribuo.math.optimisers.AdaGrad: Tribuo's Adam (4.0.0 to 4.3.2) multiplies "
      + "its step by the root of the second moment instead of dividing by it, so a gradient 1000 times smaller moves a million times less";

  private BrokenAdam() {}

  /// @param path the setting's dotted path
  /// @throws IllegalArgumentException if the value names it
  static void refuseName(String path, String value) {
    if (value.strip().equals(NAME)) {
      throw new IllegalArgumentException(path + " is " + value.strip() + WHY);
    }
  }

  /// @throws IllegalArgumentException if the class is it, or inherits from it
  static void refuseClass(String path, Class<?> component) {
    if (Adam.class.isAssignableFrom(component)) {
      throw new IllegalArgumentException(path + " is " + component.getName() + WHY);
    }
  }

  /// Looks at all components a configured object is made of, also those that nobody named because they are a class' defaults.
  ///
  /// @throws IllegalArgumentException if it is among them
  static void refuseWithin(String path, Provenance provenance) {
    switch (provenance) {
      case ConfiguredObjectProvenance object -> {
        refuseClass(path, classOf(object.getClassName()));
        object.getConfiguredParameters().forEach((field, value) -> refuseWithin(path + "." + field, value));
      }
      case ListProvenance<?> list -> list.getList().forEach(element -> refuseWithin(path, element));
      default -> {
        // A plain value.
      }
    }
  }

  private static Class<?> classOf(String name) {
    try {
      return Class.forName(name, false, BrokenAdam.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a configured object says it is a " + name + ", which cannot be found", e);
    }
  }
}
