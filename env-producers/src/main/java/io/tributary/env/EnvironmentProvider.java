// SPDX-License-Identifier: Apache-2.0
package io.tributary.env;

import java.util.OptionalDouble;

/// Offers an environment under a name; found by `ServiceLoader`, so that other jars can bring their own.
public interface EnvironmentProvider {

  /// What it is called in settings: lower case, no spaces.
  String name();

  /// One line for people.
  String description();

  /// A fresh environment, independent of all others.
  Environment create();

  /// Mean return over 100 episodes at which the task counts as solved, where there is such a mark.
  default OptionalDouble solvedReturn() {
    return OptionalDouble.empty();
  }
}
