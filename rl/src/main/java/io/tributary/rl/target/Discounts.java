// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.target;

import java.util.Arrays;

import io.tributary.rl.experience.Ending;

/// `discounts[t]`: γ, and 0 on a step that terminates; a truncation or a cut keeps γ, because the future after it is worth something.
public final class Discounts {
  private Discounts() {}

  /// One discount for each of `count` steps of a segment whose last step has the given ending.
  public static double[] of(int count, double gamma, Ending ending) {
    double[] discounts = new double[count];
    fill(discounts, count, gamma, ending);
    return discounts;
  }

  /// The same into the first `count` entries of a buffer that is reused.
  public static void fill(double[] discounts, int count, double gamma, Ending ending) {
    Arrays.fill(discounts, 0, count, gamma);
    if (ending == Ending.TERMINATED) {
      discounts[count - 1] = 0;
    }
  }
}
