// SPDX-License-Identifier: Apache-2.0
package io.tributary.env;

import java.util.OptionalDouble;
import java.util.function.Supplier;

/// A provider that is its name, its line of description and a constructor; a package's tasks then fit on one page.
public abstract class NamedProvider implements EnvironmentProvider {
  private final String name;
  private final String description;
  private final OptionalDouble solvedReturn;
  private final Supplier<Environment> maker;

  /// A task without a mark.
  protected NamedProvider(String name, String description, Supplier<Environment> maker) {
    this(name, description, OptionalDouble.empty(), maker);
  }

  /// A task that counts as solved at a mean return.
  protected NamedProvider(String name, String description, double solvedReturn, Supplier<Environment> maker) {
    this(name, description, OptionalDouble.of(solvedReturn), maker);
  }

  private NamedProvider(String name, String description, OptionalDouble solvedReturn, Supplier<Environment> maker) {
    this.name = name;
    this.description = description;
    this.solvedReturn = solvedReturn;
    this.maker = maker;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String description() {
    return description;
  }

  @Override
  public final Environment create() {
    return maker.get();
  }

  @Override
  public final OptionalDouble solvedReturn() {
    return solvedReturn;
  }
}
