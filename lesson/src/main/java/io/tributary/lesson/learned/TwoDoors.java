// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.learned;

import io.tributary.env.Action;
import io.tributary.env.Task;
import io.tributary.env.TimeStep;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;

/// A corridor with a small reward at its beginning and a large one at its end. In the first cell, leaving (0) earns the near reward; going on (1) earns
/// nothing until the last cell, where it earns the far one. Leaving in between earns nothing.
///
/// Observation: the cell, one-hot. Choosing fairly reaches the end of n cells once in 2ⁿ episodes, so that going on is at first worth less than leaving
/// wherever near > far/2ⁿ⁻¹: the way to the best policy leads through worse ones.
public final class TwoDoors extends Task {
  private final int cells;
  private final double near;
  private final double far;
  private int cell;

  public TwoDoors(int cells, double near, double far) {
    super(new Spaces(Space.Box.bounded(cells, 0, 1), new Space.Discrete(2)));
    this.cells = cells;
    this.near = near;
    this.far = far;
  }

  @Override
  protected void begin(long randomKey) {
    cell = 0;
  }

  @Override
  protected TimeStep act(Action action) {
    if (choice(action, 2, "0 (leave) or 1 (go on)") == 0) {
      return TimeStep.termination(cell == 0 ? near : 0);
    }
    cell++;
    return cell == cells ? TimeStep.termination(far) : TimeStep.transition(0);
  }

  @Override
  protected void observe(float[] observation, int at) {
    for (int i = 0; i < cells; i++) {
      observation[at + i] = i == cell ? 1 : 0;
    }
  }
}
