// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import io.tributary.env.NamedProvider;
import io.tributary.env.TimeLimit;

/// The tasks of this package by name. None has a mark: their exact values are in their descriptions.
public final class SmallTasks {
  private SmallTasks() {}

  /// `corridor`.
  public static final class OfCorridor extends NamedProvider {
    public OfCorridor() {
      super("corridor", "walk out of a row of 8 cells by its right end, every step costs 1: 8 numbers in, 2 choices, best return -8",
          () -> new TimeLimit(new Corridor(Corridor.LENGTH), Corridor.MAX_STEPS));
    }
  }

  /// `masked-corridor`.
  public static final class OfMaskedCorridor extends NamedProvider {
    public OfMaskedCorridor() {
      super("masked-corridor", "the same where masks forbid the impossible: 8 numbers in, 3 choices, best return -8",
          () -> new TimeLimit(new MaskedCorridor(Corridor.LENGTH), Corridor.MAX_STEPS));
    }
  }

  /// `catch`.
  public static final class OfCatch extends NamedProvider {
    public OfCatch() {
      super("catch", "move a paddle under a falling ball: a board of 50 numbers in, 3 choices, 9 steps, best return 1", Catch::new);
    }
  }

  /// `two-state-chain`.
  public static final class OfTwoStateChain extends NamedProvider {
    public OfTwoStateChain() {
      super("two-state-chain", "take now or invest, two states and chance: 4 numbers in, 2 choices, 10 steps, best return 5.527", TwoStateChain::new);
    }
  }

  /// `tshirt`.
  public static final class OfTShirt extends NamedProvider {
    public OfTShirt() {
      super("tshirt", "fold a T-shirt in 4 stages, rewarded 0, 0.5 or 1 at the end: 7 numbers in, 3 choices, best return 1", () -> new TShirt(false));
    }
  }

  /// `tshirt-dense`.
  public static final class OfTShirtDense extends NamedProvider {
    public OfTShirtDense() {
      super("tshirt-dense", "the same with every fold rewarded by its quality: 7 numbers in, 3 choices, best return 1", () -> new TShirt(true));
    }
  }

  /// `walker`.
  public static final class OfWalker extends NamedProvider {
    public OfWalker() {
      super("walker", "a toy body on two legs, rewarded by its speed, that must not fall: 8 numbers in, 3 out, 1000 steps at most",
          () -> new TimeLimit(new Walker(), Walker.MAX_STEPS));
    }
  }

  /// `memory`.
  public static final class OfMemory extends NamedProvider {
    public OfMemory() {
      super("memory", "recall a cue shown at the first of 8 steps: 3 numbers in, 2 choices, best return 1, without memory 0", Memory::new);
    }
  }

  /// `multi-switch`.
  public static final class OfMultiSwitch extends NamedProvider {
    public OfMultiSwitch() {
      super("multi-switch", "set three switches at once as shown: 9 numbers in, 2 x 3 x 4 choices, 10 steps, best return 10", MultiSwitch::new);
    }
  }
}
