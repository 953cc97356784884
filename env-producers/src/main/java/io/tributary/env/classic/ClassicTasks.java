// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import io.tributary.env.NamedProvider;
import io.tributary.env.TimeLimit;

/// The tasks of this package, each with the time limit of its version in Gymnasium and the mean return of 100 episodes that counts as solved.
public final class ClassicTasks {
  private ClassicTasks() {}

  /// `cartpole`.
  public static final class OfCartPole extends NamedProvider {
    public OfCartPole() {
      super("cartpole", "balance a pole on a cart, CartPole-v1: 4 numbers in, 2 choices, 500 steps at most", 475,
          () -> new TimeLimit(new CartPole(), CartPole.MAX_STEPS));
    }
  }

  /// `acrobot`.
  public static final class OfAcrobot extends NamedProvider {
    public OfAcrobot() {
      super("acrobot", "swing two links up by the joint between them, Acrobot-v1: 6 numbers in, 3 choices, 500 steps at most", -85,
          () -> new TimeLimit(new Acrobot(), Acrobot.MAX_STEPS));
    }
  }

  /// `mountain-car`.
  public static final class OfMountainCar extends NamedProvider {
    public OfMountainCar() {
      super("mountain-car", "rock a weak car out of a valley, MountainCar-v0: 2 numbers in, 3 choices, 200 steps at most", -115,
          () -> new TimeLimit(new MountainCar(), MountainCar.MAX_STEPS));
    }
  }

  /// `mountain-car-continuous`.
  public static final class OfMountainCarContinuous extends NamedProvider {
    public OfMountainCarContinuous() {
      super("mountain-car-continuous", "the same with any push in ±1, and effort costs, MountainCarContinuous-v0: 2 numbers in, 1 out, 999 steps at most",
          90, () -> new TimeLimit(new MountainCarContinuous(), MountainCarContinuous.MAX_STEPS));
    }
  }

  /// `pendulum`.
  public static final class OfPendulum extends NamedProvider {
    public OfPendulum() {
      super("pendulum", "swing a pendulum up and hold it there, Pendulum-v1: 3 numbers in, a torque in ±2 out, 200 steps", -180,
          () -> new TimeLimit(new Pendulum(), Pendulum.MAX_STEPS));
    }
  }
}
