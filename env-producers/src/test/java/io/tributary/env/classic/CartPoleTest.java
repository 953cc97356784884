// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import org.junit.jupiter.api.Test;

import io.tributary.env.Action;
import io.tributary.env.Environment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CartPoleTest extends ClassicControlContract {
  CartPoleTest() {
    super("cartpole", "cartpole-v1.csv", 500);
  }

  @Override
  ClassicControl bare() {
    return new CartPole();
  }

  @Override
  double[][] resetRanges() {
    return new double[][] {{-0.05, 0.05}, {-0.05, 0.05}, {-0.05, 0.05}, {-0.05, 0.05}};
  }

  @Override
  double[] seen(double[] state) {
    return state;
  }

  @Override
  protected Action survive(float[] o) {
    return Action.discrete(0.05 * o[0] + 0.15 * o[1] + 1.2 * o[2] + 0.8 * o[3] > 0 ? 1 : 0);
  }

  @Test
  void shouldRefuseAnActionThatIsNeitherLeftNorRight() {
    Environment cartPole = create();
    cartPole.reset(1, new float[4], 0);
    assertThatThrownBy(() -> cartPole.step(Action.discrete(2), new float[4], 0)).hasMessage("action is 2; expected 0 (left) or 1 (right)");
  }
}
