// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import io.tributary.env.Action;

class PendulumTest extends ClassicControlContract {
  PendulumTest() {
    super("pendulum", "pendulum-v1.csv", 200);
  }

  @Override
  ClassicControl bare() {
    return new Pendulum();
  }

  @Override
  boolean terminates() {
    return false;
  }

  @Override
  double[][] resetRanges() {
    return new double[][] {{-Math.PI, Math.PI}, {-1, 1}};
  }

  @Override
  double[] seen(double[] s) {
    return new double[] {StrictMath.cos(s[0]), StrictMath.sin(s[0]), s[1]};
  }

  @Override
  protected Action survive(float[] observation) {
    return Action.continuous(0);
  }
}
