// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import java.util.List;
import java.util.Locale;

import io.tributary.env.Action;
import io.tributary.env.TimeStep;
import io.tributary.env.draw.Canvas;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;

/// A pendulum is swung up and held there by a torque too weak to lift it at once, with the constants of Gymnasium's `Pendulum-v1`; its limit of
/// 200 steps, the only ending there is, is a [io.tributary.env.TimeLimit] around this.
///
/// Observation: cosine and sine of the angle (0 is upright), angular velocity (±8 rad/s), each the float nearest to the number in double
/// precision. Action: torque in ±2. Reward, of the state *before* the step: −(angle² + 0.1·velocity² + 0.001·torque²), the angle taken in [−π, π).
/// A reset draws the angle uniformly from ±π and the velocity from ±1.
///
/// **Precision.** Torques are 32-bit floats, and Gymnasium forms 0.001·torque² and 3·torque in that precision before it goes on in double;
/// so does this.
public final class Pendulum extends ClassicControl {
  /// Steps after which version 1 truncates.
  public static final int MAX_STEPS = 200;

  static final double MAX_SPEED = 8;
  static final double RESET_SPEED = 1;
  static final float MAX_TORQUE = 2;

  private static final double GRAVITY = 10;
  private static final double SECONDS_PER_STEP = 0.05;
  private static final double SPEED_COST = 0.1;
  private static final float TORQUE_COST = 0.001f;
  private static final double TURN = 2 * Math.PI;

  private double theta;
  private double thetaDot;
  private float torque;

  public Pendulum() {
    super(new Spaces(new Space.Box(List.of(3), List.of(-1f, -1f, (float) -MAX_SPEED), List.of(1f, 1f, (float) MAX_SPEED), false),
        Space.Box.bounded(1, -MAX_TORQUE, MAX_TORQUE)));
  }

  @Override
  protected void begin(long randomKey) {
    place(draw(randomKey, 0, Math.PI), draw(randomKey, 1, RESET_SPEED));
    torque = 0;
  }

  @Override
  protected TimeStep act(Action action) {
    torque = action.number(0);
    double angle = normalised(theta);
    double cost = angle * angle + SPEED_COST * (thetaDot * thetaDot) + TORQUE_COST * (torque * torque);
    double acceleration = 3 * GRAVITY / 2 * StrictMath.sin(theta) + 3 * torque;
    thetaDot = Math.clamp(thetaDot + acceleration * SECONDS_PER_STEP, -MAX_SPEED, MAX_SPEED);
    theta += thetaDot * SECONDS_PER_STEP;
    return TimeStep.transition(-cost);
  }

  @Override
  protected void observe(float[] observation, int at) {
    observation[at] = (float) StrictMath.cos(theta);
    observation[at + 1] = (float) StrictMath.sin(theta);
    observation[at + 2] = (float) thetaDot;
  }

  @Override
  public void draw(Canvas canvas) {
    double x = -StrictMath.sin(theta);
    double y = StrictMath.cos(theta);
    canvas.window(-1.3, -1.3, 1.3, 1.3);
    canvas.circle(0, 0, 0.06);
    canvas.line(0, 0, x, y);
    canvas.disc(x, y, 0.12);
    canvas.text(-1.3, 1.25, String.format(Locale.ROOT, "torque %+.1f", torque));
  }

  @Override
  double[] state() {
    return new double[] {theta, thetaDot};
  }

  @Override
  void place(double... state) {
    theta = state[0];
    thetaDot = state[1];
  }

  /// The same angle in [−π, π).
  private static double normalised(double angle) {
    double turned = (angle + Math.PI) % TURN;
    return (turned < 0 ? turned + TURN : turned) - Math.PI;
  }
}
