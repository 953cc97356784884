// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import io.tributary.env.Action;

class MountainCarContinuousTest extends ClassicControlContract {
  MountainCarContinuousTest() {
    super("mountain-car-continuous", "mountaincarcontinuous-v0.csv", 999);
  }

  @Override
  ClassicControl bare() {
    return new MountainCarContinuous();
  }

  @Override
  double[][] resetRanges() {
    return new double[][] {{-0.6, -0.4}, {0, 0}};
  }

  @Override
  double[] seen(double[] state) {
    return state;
  }

  @Override
  protected Action survive(float[] observation) {
    return Action.continuous(0);
  }
}
