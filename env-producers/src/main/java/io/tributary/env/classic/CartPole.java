// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import java.util.List;

import io.tributary.env.Action;
import io.tributary.env.TimeStep;
import io.tributary.env.draw.Canvas;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;

/// A pole is balanced on a cart by pushing the cart left (0) or right (1) (Barto, Sutton and Anderson 1983), with the constants and the
/// explicit Euler step of Gymnasium's `CartPole-v1`; its limit of 500 steps is a [io.tributary.env.TimeLimit] around this.
///
/// Observation: cart position (m), cart velocity (m/s), pole angle (rad), pole velocity at the tip (rad/s), each the float nearest to the
/// state, which is kept in double precision. Reward: 1 for every step, the last one too. Terminated beyond ±2.4 m or ±12°.
/// A reset draws each number uniformly from ±0.05.
public final class CartPole extends ClassicControl {
  /// Steps after which version 1 truncates.
  public static final int MAX_STEPS = 500;

  static final double POSITION_LIMIT = 2.4;
  static final double ANGLE_LIMIT = 12 * 2 * Math.PI / 360;

  private static final double GRAVITY = 9.8;
  private static final double POLE_MASS = 0.1;
  private static final double TOTAL_MASS = POLE_MASS + 1.0;
  private static final double HALF_LENGTH = 0.5;
  private static final double POLE_MOMENT = POLE_MASS * HALF_LENGTH;
  private static final double FORCE = 10;
  private static final double SECONDS_PER_STEP = 0.02;
  private static final double RESET_RANGE = 0.05;
  /// Of the picture, in metres; the cart has no size in the dynamics.
  private static final double CART_WIDTH = 0.25;
  private static final double CART_HEIGHT = 0.2;

  private static final TimeStep UPRIGHT = TimeStep.transition(1);
  private static final TimeStep FALLEN = TimeStep.termination(1);
  private static final Spaces SPACES = new Spaces(
      new Space.Box(
          List.of(4),
          List.of((float) (-POSITION_LIMIT * 2), Float.NEGATIVE_INFINITY, (float) (-ANGLE_LIMIT * 2), Float.NEGATIVE_INFINITY),
          List.of((float) (POSITION_LIMIT * 2), Float.POSITIVE_INFINITY, (float) (ANGLE_LIMIT * 2), Float.POSITIVE_INFINITY),
          false),
      new Space.Discrete(2));

  private double x;
  private double xDot;
  private double theta;
  private double thetaDot;

  public CartPole() {
    super(SPACES);
  }

  @Override
  protected void begin(long randomKey) {
    place(draw(randomKey, 0, RESET_RANGE), draw(randomKey, 1, RESET_RANGE), draw(randomKey, 2, RESET_RANGE), draw(randomKey, 3, RESET_RANGE));
  }

  @Override
  protected TimeStep act(Action action) {
    move(choice(action, 2, "0 (left) or 1 (right)") == 1 ? FORCE : -FORCE);
    return x < -POSITION_LIMIT || x > POSITION_LIMIT || theta < -ANGLE_LIMIT || theta > ANGLE_LIMIT ? FALLEN : UPRIGHT;
  }

  @Override
  void place(double... state) {
    x = state[0];
    xDot = state[1];
    theta = state[2];
    thetaDot = state[3];
  }

  @Override
  double[] state() {
    return new double[] {x, xDot, theta, thetaDot};
  }

  @Override
  public void draw(Canvas canvas) {
    double top = CART_HEIGHT + 2 * HALF_LENGTH * StrictMath.cos(theta);
    canvas.window(-POSITION_LIMIT - CART_WIDTH, -CART_HEIGHT, POSITION_LIMIT + CART_WIDTH, 2 * HALF_LENGTH + 2 * CART_HEIGHT);
    canvas.line(-POSITION_LIMIT, 0, POSITION_LIMIT, 0);
    canvas.line(-POSITION_LIMIT, 0, -POSITION_LIMIT, CART_HEIGHT);
    canvas.line(POSITION_LIMIT, 0, POSITION_LIMIT, CART_HEIGHT);
    canvas.polygon(x - CART_WIDTH, 0, x + CART_WIDTH, 0, x + CART_WIDTH, CART_HEIGHT, x - CART_WIDTH, CART_HEIGHT);
    canvas.line(x, CART_HEIGHT, x + 2 * HALF_LENGTH * StrictMath.sin(theta), top);
  }

  private void move(double force) {
    double cos = SmallAngles.cos(theta);
    double sin = SmallAngles.sin(theta);
    double push = (force + POLE_MOMENT * (thetaDot * thetaDot) * sin) / TOTAL_MASS;
    double angularAcceleration = (GRAVITY * sin - cos * push) / (HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * (cos * cos) / TOTAL_MASS));
    double acceleration = push - POLE_MOMENT * angularAcceleration * cos / TOTAL_MASS;
    x += SECONDS_PER_STEP * xDot;
    xDot += SECONDS_PER_STEP * acceleration;
    theta += SECONDS_PER_STEP * thetaDot;
    thetaDot += SECONDS_PER_STEP * angularAcceleration;
  }

  @Override
  protected void observe(float[] observation, int at) {
    observation[at] = (float) x;
    observation[at + 1] = (float) xDot;
    observation[at + 2] = (float) theta;
    observation[at + 3] = (float) thetaDot;
  }
}
