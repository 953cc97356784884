// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import io.tributary.env.Action;

class MountainCarTest extends ClassicControlContract {
  MountainCarTest() {
    super("mountain-car", "mountaincar-v0.csv", 200);
  }

  @Override
  ClassicControl bare() {
    return new MountainCar();
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
    return Action.discrete(1);
  }
}
