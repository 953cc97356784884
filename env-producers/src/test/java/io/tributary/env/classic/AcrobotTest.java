// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import io.tributary.env.Action;

class AcrobotTest extends ClassicControlContract {
  AcrobotTest() {
    super("acrobot", "acrobot-v1.csv", 500);
  }

  @Override
  ClassicControl bare() {
    return new Acrobot();
  }

  /// Rounded to floats, as a draw is.
  @Override
  double[][] resetRanges() {
    return new double[][] {{-0.1f, 0.1f}, {-0.1f, 0.1f}, {-0.1f, 0.1f}, {-0.1f, 0.1f}};
  }

  @Override
  double[] seen(double[] s) {
    return new double[] {StrictMath.cos(s[0]), StrictMath.sin(s[0]), StrictMath.cos(s[1]), StrictMath.sin(s[1]), s[2], s[3]};
  }

  @Override
  protected Action survive(float[] observation) {
    return Action.discrete(1);
  }
}
