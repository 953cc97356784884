// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import java.util.List;

import io.tributary.env.Action;
import io.tributary.env.TimeStep;
import io.tributary.env.draw.Canvas;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;

/// A car too weak for the hill on its right gains height by rocking: push left (0), coast (1), push right (2) (Moore 1990), with the constants
/// of Gymnasium's `MountainCar-v0`; its limit of 200 steps is a [io.tributary.env.TimeLimit] around this.
///
/// Observation: position (−1.2 to 0.6, the valley's floor near −0.52) and velocity (±0.07), each the float nearest to the state, which is kept
/// in double precision. The wall on the left stops the car. Reward: −1 for every step, the last one too. Terminated at position 0.5, moving
/// right or standing. A reset draws the position uniformly from −0.6 to −0.4, at rest.
public final class MountainCar extends ClassicControl {
  /// Steps after which version 0 truncates.
  public static final int MAX_STEPS = 200;

  static final double LEFT_WALL = -1.2;
  static final double RIGHT_END = 0.6;
  static final double MAX_SPEED = 0.07;
  static final double RESET_LOW = -0.6;
  static final double RESET_HIGH = -0.4;
  static final Space.Box OBSERVATION = new Space.Box(List.of(2), List.of((float) LEFT_WALL, (float) -MAX_SPEED),
      List.of((float) RIGHT_END, (float) MAX_SPEED), false);

  static final double GOAL = 0.5;
  private static final double FORCE = 0.001;
  private static final double GRAVITY = 0.0025;

  private static final double CAR = 0.045;
  private static final double FLAG = 0.2;
  private static final int PIECES = 60;

  private static final TimeStep UNDER_WAY = TimeStep.transition(-1);
  private static final TimeStep ARRIVED = TimeStep.termination(-1);

  private double position;
  private double velocity;

  public MountainCar() {
    super(new Spaces(OBSERVATION, new Space.Discrete(3)));
  }

  @Override
  protected void begin(long randomKey) {
    place(draw(randomKey, 0, RESET_LOW, RESET_HIGH), 0);
  }

  @Override
  protected TimeStep act(Action action) {
    int push = choice(action, 3, "0 (left), 1 (coast) or 2 (right)") - 1;
    velocity += push * FORCE + StrictMath.cos(3 * position) * -GRAVITY;
    velocity = Math.clamp(velocity, -MAX_SPEED, MAX_SPEED);
    position = Math.clamp(position + velocity, LEFT_WALL, RIGHT_END);
    if (position == LEFT_WALL && velocity < 0) {
      velocity = 0;
    }
    return position >= GOAL && velocity >= 0 ? ARRIVED : UNDER_WAY;
  }

  @Override
  protected void observe(float[] observation, int at) {
    observation[at] = (float) position;
    observation[at + 1] = (float) velocity;
  }

  @Override
  public void draw(Canvas canvas) {
    draw(canvas, position, GOAL);
  }

  /// The valley, a flag at the goal, the car.
  static void draw(Canvas canvas, double position, double goal) {
    canvas.window(LEFT_WALL - CAR, 0, RIGHT_END + CAR, 1.3);
    canvas.line(LEFT_WALL, height(LEFT_WALL), LEFT_WALL, height(LEFT_WALL) + FLAG);
    double width = (RIGHT_END - LEFT_WALL) / PIECES;
    for (int i = 0; i < PIECES; i++) {
      double x = LEFT_WALL + i * width;
      canvas.line(x, height(x), x + width, height(x + width));
    }
    double top = height(goal) + FLAG;
    canvas.line(goal, height(goal), goal, top);
    canvas.polygon(goal, top, goal + FLAG / 3, top - FLAG / 6, goal, top - FLAG / 3);
    canvas.disc(position, height(position) + CAR, CAR);
  }

  /// Whose slope the gravity term of the dynamics follows.
  private static double height(double x) {
    return 0.55 + 0.45 * StrictMath.sin(3 * x);
  }

  @Override
  double[] state() {
    return new double[] {position, velocity};
  }

  @Override
  void place(double... state) {
    position = state[0];
    velocity = state[1];
  }
}
