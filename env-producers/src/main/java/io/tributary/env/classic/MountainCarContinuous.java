// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import io.tributary.env.Action;
import io.tributary.env.TimeStep;
import io.tributary.env.draw.Canvas;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;

/// The [MountainCar] pushed by any force in ±1, where effort costs, with the constants of Gymnasium's `MountainCarContinuous-v0` (a stronger
/// engine, the goal at 0.45); its limit of 999 steps is a [io.tributary.env.TimeLimit] around this.
///
/// Reward: 100 for arriving, less 0.1 times the squared force, each step. Standing still earns 0, so that the task is to find the goal at all.
///
/// **Precision.** Gymnasium rounds this task's state to 32-bit floats after every step, and computes with 32-bit floats what it then makes of
/// position and force; only the position of a reset is a double until it is stepped from. Rounding a double sum of two floats to float is
/// rounding their sum (the significand has more than twice as many bits), hence the few casts below are the same arithmetic, bit for bit.
public final class MountainCarContinuous extends ClassicControl {
  /// Steps after which version 0 truncates.
  public static final int MAX_STEPS = 999;

  static final float GOAL = 0.45f;
  private static final float LEFT_WALL = (float) MountainCar.LEFT_WALL;
  private static final float RIGHT_END = (float) MountainCar.RIGHT_END;
  private static final float MAX_SPEED = (float) MountainCar.MAX_SPEED;
  private static final float POWER = 0.0015f;
  private static final double GRAVITY = 0.0025;
  private static final double EFFORT_COST = 0.1;
  private static final double PRIZE = 100;

  private double position;
  private float velocity;
  private boolean fresh;

  public MountainCarContinuous() {
    super(new Spaces(MountainCar.OBSERVATION, Space.Box.bounded(1, -1, 1)));
  }

  @Override
  protected void begin(long randomKey) {
    position = draw(randomKey, 0, MountainCar.RESET_LOW, MountainCar.RESET_HIGH);
    velocity = 0;
    fresh = true;
  }

  @Override
  protected TimeStep act(Action action) {
    float force = action.number(0);
    double slope = StrictMath.cos(fresh ? 3 * position : (float) (3 * position));
    velocity = Math.clamp(velocity + (force * POWER - (float) (GRAVITY * slope)), -MAX_SPEED, MAX_SPEED);
    position = Math.clamp((float) (position + velocity), LEFT_WALL, RIGHT_END);
    fresh = false;
    if (position == LEFT_WALL && velocity < 0) {
      velocity = 0;
    }
    double effort = (double) force * force * EFFORT_COST;
    return position >= GOAL && velocity >= 0 ? TimeStep.termination(PRIZE - effort) : TimeStep.transition(0 - effort);
  }

  @Override
  protected void observe(float[] observation, int at) {
    observation[at] = (float) position;
    observation[at + 1] = velocity;
  }

  @Override
  public void draw(Canvas canvas) {
    MountainCar.draw(canvas, position, GOAL);
  }

  @Override
  double[] state() {
    return new double[] {position, velocity};
  }

  /// A position that is no float can only be that of a reset.
  @Override
  void place(double... state) {
    position = state[0];
    velocity = (float) state[1];
    fresh = position != (float) position;
  }
}
