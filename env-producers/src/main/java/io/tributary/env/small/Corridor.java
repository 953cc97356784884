// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import io.tributary.env.Action;
import io.tributary.env.Task;
import io.tributary.env.TimeStep;
import io.tributary.env.draw.Canvas;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;

/// A row of N cells, left (0) or right (1), out by the right end: nothing is random, every step costs 1, the wall on the left holds.
///
/// Observation: the cell, one-hot, so that a linear policy is a table; outside nothing is set.
///
/// **Exact values** (undiscounted, cells 0 … N−1). The best is V\*(c) = c − N: from the first cell −N. Choosing by a fair coin earns
/// V(c) = c(c+1) − N(N+1), the hitting time of a random walk that stays put half the time at its wall. The registered task cuts episodes off
/// after [#MAX_STEPS] steps, which the best policy never meets.
public final class Corridor extends Task {
  /// Cells of the registered task; its optimal return is −8.
  public static final int LENGTH = 8;
  /// Steps after which the registered task truncates.
  public static final int MAX_STEPS = 200;

  private static final TimeStep INSIDE = TimeStep.transition(-1);
  private static final TimeStep OUT = TimeStep.termination(-1);

  private final int length;
  private int cell;

  /// @param length cells
  public Corridor(int length) {
    super(new Spaces(Space.Box.bounded(length, 0, 1), new Space.Discrete(2)));
    this.length = length;
  }

  @Override
  protected void begin(long randomKey) {
    cell = 0;
  }

  @Override
  protected TimeStep act(Action action) {
    if (choice(action, 2, "0 (left) or 1 (right)") == 0) {
      cell = Math.max(0, cell - 1);
    } else {
      cell++;
    }
    return cell == length ? OUT : INSIDE;
  }

  @Override
  public boolean draws() {
    return true;
  }

  @Override
  public void draw(Canvas canvas) {
    draw(canvas, length, cell);
  }

  /// Cells in a row, open at the right end, somebody in one of them.
  static void draw(Canvas canvas, int length, int cell) {
    canvas.window(-0.5, -0.5, length + 1, 1.5);
    canvas.line(0, 0, length, 0);
    canvas.line(0, 1, length, 1);
    for (int wall = 0; wall < length; wall++) {
      canvas.line(wall, 0, wall, wall == 0 ? 1 : 0.2);
    }
    canvas.disc(cell + 0.5, 0.5, 0.25);
  }

  @Override
  protected void observe(float[] observation, int at) {
    for (int i = 0; i < length; i++) {
      observation[at + i] = i == cell ? 1 : 0;
    }
  }
}
