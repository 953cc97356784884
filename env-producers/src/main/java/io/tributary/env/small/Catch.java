// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import java.util.Arrays;

import io.tributary.env.Action;
import io.tributary.env.Task;
import io.tributary.env.TimeStep;
import io.tributary.env.draw.Canvas;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.random.CounterRandom;

/// A ball falls down a board of 10 rows and 5 columns, one row a step, from a random column; a paddle on the bottom row, at first in the middle,
/// moves left (0), stays (1) or moves right (2). +1 where it lies under the ball when that arrives, after 9 steps, −1 where it does not
/// (after the task of the same name in bsuite, arXiv 1908.03568).
///
/// Observation: the board row by row, 1 where ball or paddle is.
///
/// **Exact value.** The best return is 1: the paddle is never more than 2 columns away and has 9 steps. Before the last step every reward is 0.
public final class Catch extends Task {
  /// Steps of every episode.
  public static final int STEPS = 9;
  static final int ROWS = STEPS + 1;
  static final int COLUMNS = 5;

  private static final TimeStep FALLING = TimeStep.transition(0);
  private static final TimeStep CAUGHT = TimeStep.termination(1);
  private static final TimeStep MISSED = TimeStep.termination(-1);

  private int row;
  private int ball;
  private int paddle;

  public Catch() {
    super(new Spaces(Space.Box.bounded(ROWS * COLUMNS, 0, 1), new Space.Discrete(3)));
  }

  @Override
  protected void begin(long randomKey) {
    row = 0;
    ball = CounterRandom.below(randomKey, 0, COLUMNS);
    paddle = COLUMNS / 2;
  }

  @Override
  protected TimeStep act(Action action) {
    int move = choice(action, 3, "0 (left), 1 (stay) or 2 (right)") - 1;
    paddle = Math.clamp(paddle + move, 0, COLUMNS - 1);
    row++;
    if (row < ROWS - 1) {
      return FALLING;
    }
    return paddle == ball ? CAUGHT : MISSED;
  }

  @Override
  public boolean draws() {
    return true;
  }

  @Override
  public void draw(Canvas canvas) {
    canvas.window(-0.5, -0.5, COLUMNS + 0.5, ROWS + 0.5);
    canvas.polygon(0, 0, COLUMNS, 0, COLUMNS, ROWS, 0, ROWS);
    canvas.disc(ball + 0.5, ROWS - row - 0.5, 0.4);
    canvas.polygon(paddle + 0.1, 0.2, paddle + 0.9, 0.2, paddle + 0.9, 0.4, paddle + 0.1, 0.4);
  }

  @Override
  protected void observe(float[] observation, int at) {
    Arrays.fill(observation, at, at + ROWS * COLUMNS, 0);
    observation[at + row * COLUMNS + ball] = 1;
    observation[at + (ROWS - 1) * COLUMNS + paddle] = 1;
  }
}
