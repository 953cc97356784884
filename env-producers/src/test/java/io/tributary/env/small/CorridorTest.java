// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.Environments;

class CorridorTest extends CorridorContract {
  @Override
  protected Environment create() {
    return Environments.create("corridor");
  }

  @Override
  Environment bare() {
    return new Corridor(Corridor.LENGTH);
  }

  @Override
  double fairValue(int cell) {
    return cell * (cell + 1.0) - Corridor.LENGTH * (Corridor.LENGTH + 1.0);
  }

  @Override
  protected Action survive(float[] observation) {
    return Action.discrete(0);
  }
}
