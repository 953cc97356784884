// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.experience;

import java.util.Objects;

/// The two spaces of a run, fixed when it is created.
public record Spaces(Space observation, Space action) {
  public Spaces {
    Objects.requireNonNull(observation, "observation space");
    Objects.requireNonNull(action, "action space");
  }

  /// Floats one observation has in memory, whatever it travels as.
  public int observationSize() {
    return observation.elements();
  }

  /// Numbers one action has.
  public int actionSize() {
    return action.elements();
  }

  /// Whether actions are ints.
  public boolean discreteActions() {
    return action.integral();
  }

  /// Whether observations travel as unsigned bytes.
  public boolean pixels() {
    return observation instanceof Space.Box box && box.pixels();
  }

  /// Entries one action mask has: one for each choice; 0 where actions are continuous.
  public int maskSize() {
    return switch (action) {
      case Space.Discrete(int n) -> n;
      case Space.MultiDiscrete(var sizes) -> sizes.stream().mapToInt(n -> n).sum();
      case Space.Box box -> 0;
    };
  }
}
