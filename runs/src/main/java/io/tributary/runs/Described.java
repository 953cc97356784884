// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;

/// Spaces in words short enough for a message.
public final class Described {
  private Described() {}

  /// For example `observations Box(4), actions Discrete(2)`.
  public static String spaces(Spaces spaces) {
    return "observations " + space(spaces.observation()) + ", actions " + space(spaces.action());
  }

  private static String space(Space space) {
    return switch (space) {
      case Space.Discrete(int n) -> "Discrete(" + n + ")";
      case Space.MultiDiscrete(var sizes) -> "MultiDiscrete" + sizes;
      case Space.Box box -> (box.pixels() ? "Pixels" : "Box") + box.shape() + bounds(box);
    };
  }

  private static String bounds(Space.Box box) {
    boolean single = box.low().size() == 1 && box.high().size() == 1;
    return single ? " in [" + box.low(0) + ", " + box.high(0) + "]" : " from " + box.low() + " to " + box.high();
  }
}
