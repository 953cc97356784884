// SPDX-License-Identifier: Apache-2.0
package io.tributary.env;

import io.tributary.env.draw.Canvas;
import io.tributary.rl.experience.Spaces;

/// Truncates an environment's episodes after a number of steps; a termination on the very last step stays a termination.
public final class TimeLimit implements Environment {
  private static final int OVER = -1;

  private final Environment limited;
  private final int maxSteps;
  private int elapsed = OVER;

  /// @throws IllegalArgumentException for a limit below 1
  public TimeLimit(Environment limited, int maxSteps) {
    if (maxSteps < 1) {
      throw new IllegalArgumentException("time limit is " + maxSteps + " steps; expected at least 1");
    }
    this.limited = limited;
    this.maxSteps = maxSteps;
  }

  @Override
  public Spaces spaces() {
    return limited.spaces();
  }

  @Override
  public TimeStep reset(long randomKey, float[] observation, int at) {
    elapsed = 0;
    return limited.reset(randomKey, observation, at);
  }

  @Override
  public TimeStep step(Action action, float[] observation, int at) {
    if (elapsed == OVER) {
      throw new IllegalStateException("step without an episode; expected a reset first");
    }
    TimeStep now = limited.step(action, observation, at);
    elapsed++;
    if (!now.last() && elapsed == maxSteps) {
      now = TimeStep.truncation(now.reward());
    }
    if (now.last()) {
      elapsed = OVER;
    }
    return now;
  }

  @Override
  public boolean hasMasks() {
    return limited.hasMasks();
  }

  @Override
  public void mask(byte[] mask, int at) {
    limited.mask(mask, at);
  }

  @Override
  public boolean draws() {
    return limited.draws();
  }

  @Override
  public void draw(Canvas canvas) {
    limited.draw(canvas);
  }

  @Override
  public void close() {
    limited.close();
  }
}
