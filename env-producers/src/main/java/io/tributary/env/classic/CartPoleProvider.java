// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import java.util.OptionalDouble;

import io.tributary.env.Environment;
import io.tributary.env.EnvironmentProvider;
import io.tributary.env.TimeLimit;

/// `cartpole`: Gymnasium's CartPole-v1.
public final class CartPoleProvider implements EnvironmentProvider {
  @Override
  public String name() {
    return "cartpole";
  }

  @Override
  public String description() {
    return "balance a pole on a cart, CartPole-v1: 4 numbers in, 2 choices, 500 steps at most";
  }

  @Override
  public Environment create() {
    return new TimeLimit(new CartPole(), CartPole.MAX_STEPS);
  }

  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(475);
  }
}
