// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import java.util.Arrays;

import io.tributary.env.Action;
import io.tributary.env.Task;
import io.tributary.env.TimeStep;
import io.tributary.env.draw.Canvas;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;

/// A [Corridor] with masks: left (0) is forbidden in the first cell, right (1) in the last, and the only way out is to leave (2), forbidden
/// everywhere but in the last cell. A forbidden choice is an error, so that whoever ignores a mask is found out.
///
/// **Exact values** (undiscounted, cells 0 … N−1). The best is V\*(c) = c − N. Choosing fairly among what is allowed earns V(c) = c² − N², the
/// hitting time of a random walk reflected at its wall. Cut off after [Corridor#MAX_STEPS] steps as registered.
public final class MaskedCorridor extends Task {
  private static final int LEFT = 0;
  private static final int RIGHT = 1;
  private static final int LEAVE = 2;
  private static final TimeStep INSIDE = TimeStep.transition(-1);
  private static final TimeStep OUT = TimeStep.termination(-1);

  private final int length;
  private int cell;

  /// @param length cells, at least 2
  public MaskedCorridor(int length) {
    super(new Spaces(Space.Box.bounded(length, 0, 1), new Space.Discrete(3)));
    this.length = length;
  }

  @Override
  public boolean hasMasks() {
    return true;
  }

  @Override
  public void mask(byte[] mask, int at) {
    for (int choice = LEFT; choice <= LEAVE; choice++) {
      mask[at + choice] = (byte) (allowed(choice) ? 1 : 0);
    }
  }

  @Override
  protected void begin(long randomKey) {
    cell = 0;
  }

  @Override
  protected TimeStep act(Action action) {
    int choice = choice(action, 3, "0 (left), 1 (right) or 2 (leave)");
    if (!allowed(choice)) {
      throw new IllegalArgumentException("action is " + choice + " in cell " + cell + " of " + length + ", which the mask forbids");
    }
    cell += choice == LEFT ? -1 : choice == RIGHT ? 1 : 0;
    return choice == LEAVE ? OUT : INSIDE;
  }

  @Override
  public boolean draws() {
    return true;
  }

  @Override
  public void draw(Canvas canvas) {
    Corridor.draw(canvas, length, cell);
  }

  @Override
  protected void observe(float[] observation, int at) {
    Arrays.fill(observation, at, at + length, 0);
    observation[at + cell] = 1;
  }

  private boolean allowed(int choice) {
    return choice == LEFT ? cell > 0 : (choice == RIGHT) == (cell < length - 1);
  }
}
