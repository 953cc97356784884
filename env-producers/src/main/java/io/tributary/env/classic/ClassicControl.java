// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import io.tributary.env.Task;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.random.CounterRandom;

/// What the tasks of classic control share: a few real numbers are the whole state, and it can be looked at and placed.
///
/// Their sines and cosines are [StrictMath]'s, so that one key gives one episode on every machine.
abstract class ClassicControl extends Task {
  ClassicControl(Spaces spaces) {
    super(spaces);
  }

  /// The state, in Gymnasium's order.
  abstract double[] state();

  /// Continues the episode from a given state.
  abstract void place(double... state);

  @Override
  public final boolean draws() {
    return true;
  }

  /// One number of a reset, uniform in [−range, range).
  static double draw(long randomKey, int element, double range) {
    return draw(randomKey, element, -range, range);
  }

  /// One number of a reset, uniform in [low, high).
  static double draw(long randomKey, int element, double low, double high) {
    return low + (high - low) * CounterRandom.uniform(randomKey, element);
  }
}
