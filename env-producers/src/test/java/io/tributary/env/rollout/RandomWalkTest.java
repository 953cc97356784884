// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.EnvironmentContract;

class RandomWalkTest extends EnvironmentContract {
  @Override
  protected Environment create() {
    return new RandomWalk(RandomWalk.Kind.CHOICES, true);
  }

  @Override
  protected int timeLimit() {
    return 0;
  }

  @Override
  protected Action survive(float[] observation) {
    throw new UnsupportedOperationException();
  }
}
