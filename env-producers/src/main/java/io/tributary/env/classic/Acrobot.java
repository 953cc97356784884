// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import java.util.List;

import io.tributary.env.Action;
import io.tributary.env.TimeStep;
import io.tributary.env.draw.Canvas;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;

/// Two links hang from a fixed joint; a torque of −1, 0 or +1 (choices 0, 1, 2) at the joint between them swings the free end above the line one
/// link's length over the fixed one (Sutton 1996), with the constants, the book's equations of motion and the single fourth-order Runge-Kutta
/// step of 0.2 s of Gymnasium's `Acrobot-v1`; its limit of 500 steps is a [io.tributary.env.TimeLimit] around this.
///
/// Observation: cosine and sine of the first angle (0 hangs down), cosine and sine of the second (relative to the first link), both angular
/// velocities (±4π, ±9π), each the float nearest to the number in double precision. Reward: −1 for every step but the last, 0 for that.
/// A reset draws each number uniformly from ±0.1, rounded to a 32-bit float.
public final class Acrobot extends ClassicControl {
  /// Steps after which version 1 truncates.
  public static final int MAX_STEPS = 500;

  static final double MAX_SPEED_1 = 4 * Math.PI;
  static final double MAX_SPEED_2 = 9 * Math.PI;
  static final double RESET_RANGE = 0.1;

  private static final double SECONDS_PER_STEP = 0.2;
  private static final double GRAVITY = 9.8;
  private static final double LENGTH = 1;
  private static final double MASS = 1;
  private static final double CENTRE = 0.5;
  private static final double INERTIA = 1;
  /// Mass × length of the first link × centre of the second.
  private static final double COUPLING = MASS * LENGTH * CENTRE;
  /// Radius of a joint in the picture.
  private static final double JOINT = 0.1;
  private static final double RIGHT_ANGLE = Math.PI / 2;
  private static final double TURN = 2 * Math.PI;

  private static final TimeStep SWINGING = TimeStep.transition(-1);
  private static final TimeStep UP = TimeStep.termination(0);

  private final double[] state = new double[4];
  private final double[] between = new double[4];
  private final double[] k1 = new double[4];
  private final double[] k2 = new double[4];
  private final double[] k3 = new double[4];
  private final double[] k4 = new double[4];

  public Acrobot() {
    super(new Spaces(
        new Space.Box(List.of(6), List.of(-1f, -1f, -1f, -1f, (float) -MAX_SPEED_1, (float) -MAX_SPEED_2),
            List.of(1f, 1f, 1f, 1f, (float) MAX_SPEED_1, (float) MAX_SPEED_2), false),
        new Space.Discrete(3)));
  }

  @Override
  protected void begin(long randomKey) {
    for (int i = 0; i < state.length; i++) {
      state[i] = (float) draw(randomKey, i, RESET_RANGE);
    }
  }

  @Override
  protected TimeStep act(Action action) {
    integrate(choice(action, 3, "0 (torque −1), 1 (none) or 2 (torque +1)") - 1.0);
    state[0] = wrapped(state[0]);
    state[1] = wrapped(state[1]);
    state[2] = Math.clamp(state[2], -MAX_SPEED_1, MAX_SPEED_1);
    state[3] = Math.clamp(state[3], -MAX_SPEED_2, MAX_SPEED_2);
    return -StrictMath.cos(state[0]) - StrictMath.cos(state[1] + state[0]) > LENGTH ? UP : SWINGING;
  }

  @Override
  protected void observe(float[] observation, int at) {
    observation[at] = (float) StrictMath.cos(state[0]);
    observation[at + 1] = (float) StrictMath.sin(state[0]);
    observation[at + 2] = (float) StrictMath.cos(state[1]);
    observation[at + 3] = (float) StrictMath.sin(state[1]);
    observation[at + 4] = (float) state[2];
    observation[at + 5] = (float) state[3];
  }

  @Override
  double[] state() {
    return state.clone();
  }

  @Override
  void place(double... given) {
    System.arraycopy(given, 0, state, 0, state.length);
  }

  @Override
  public void draw(Canvas canvas) {
    double elbowX = LENGTH * StrictMath.sin(state[0]);
    double elbowY = -LENGTH * StrictMath.cos(state[0]);
    canvas.window(-2.2, -2.2, 2.2, 2.2);
    canvas.line(-2.2, LENGTH, 2.2, LENGTH);
    canvas.disc(0, 0, JOINT);
    canvas.line(0, 0, elbowX, elbowY);
    canvas.disc(elbowX, elbowY, JOINT);
    canvas.line(elbowX, elbowY, elbowX + LENGTH * StrictMath.sin(state[0] + state[1]), elbowY - LENGTH * StrictMath.cos(state[0] + state[1]));
  }

  private void integrate(double torque) {
    slopes(state, torque, k1);
    slopes(along(k1, SECONDS_PER_STEP / 2), torque, k2);
    slopes(along(k2, SECONDS_PER_STEP / 2), torque, k3);
    slopes(along(k3, SECONDS_PER_STEP), torque, k4);
    for (int i = 0; i < state.length; i++) {
      state[i] += SECONDS_PER_STEP / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    }
  }

  private double[] along(double[] slope, double seconds) {
    for (int i = 0; i < state.length; i++) {
      between[i] = state[i] + seconds * slope[i];
    }
    return between;
  }

  /// Time derivatives of the state `s` (equations of Sutton and Barto 1998, section 11.3).
  private static void slopes(double[] s, double torque, double[] slopes) {
    double cos2 = StrictMath.cos(s[1]);
    double sin2 = StrictMath.sin(s[1]);
    double d1 = MASS * (CENTRE * CENTRE) + MASS * (LENGTH * LENGTH + CENTRE * CENTRE + 2 * LENGTH * CENTRE * cos2) + INERTIA + INERTIA;
    double d2 = MASS * (CENTRE * CENTRE + LENGTH * CENTRE * cos2) + INERTIA;
    double phi2 = MASS * CENTRE * GRAVITY * StrictMath.cos(s[0] + s[1] - RIGHT_ANGLE);
    double phi1 = -COUPLING * (s[3] * s[3]) * sin2 - 2 * COUPLING * s[3] * s[2] * sin2
        + (MASS * CENTRE + MASS * LENGTH) * GRAVITY * StrictMath.cos(s[0] - RIGHT_ANGLE) + phi2;
    double acceleration2 = (torque + d2 / d1 * phi1 - COUPLING * (s[2] * s[2]) * sin2 - phi2) / (MASS * (CENTRE * CENTRE) + INERTIA - d2 * d2 / d1);
    slopes[0] = s[2];
    slopes[1] = s[3];
    slopes[2] = -(d2 * acceleration2 + phi1) / d1;
    slopes[3] = acceleration2;
  }

  /// The same angle in ±π, by whole turns one at a time, as the original does it: their rounding adds up the same.
  private static double wrapped(double angle) {
    double turned = angle;
    while (turned > Math.PI) {
      turned -= TURN;
    }
    while (turned < -Math.PI) {
      turned += TURN;
    }
    return turned;
  }
}
