// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import java.util.Locale;

import io.tributary.env.Action;
import io.tributary.env.Task;
import io.tributary.env.TimeStep;
import io.tributary.env.draw.Canvas;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.random.CounterRandom;

/// A body on two legs, seen from the side, that has to balance and to walk: a toy of locomotion, a few smooth equations and no contact solver.
///
/// Action, each in ±1: where the first leg swings to, where the second does (±0.6 rad about the hip, positive forward), and on which leg to stand (+1 the
/// first). Observation, the whole state: speed v (m/s), pitch θ (rad, positive forward), pitch rate ω, angle q and rate p of each leg, weight w.
///
/// With u the action and L = 1 m the length of a leg, every 0.02 s (rates first, angles with the new rates):
/// - a leg is a damped spring about where it was told to be: q̈ᵢ = 60·(0.6·uᵢ − qᵢ) − 10·pᵢ
/// - the weight follows in a tenth of a second: ẇ = 10·(u₃ − w); the first leg carries the share s₁ = 1/(1 + exp(−4w)), the second s₂ = 1 − s₁
/// - a foot grips in proportion to what it carries, as long as it slides: f = 6·Σ sᵢ·tanh((−L·pᵢ − v)/0.5), v̇ = f
/// - the body topples over its feet, and pushing forward leans it back: ω̇ = 4·sin θ − 6·Σ sᵢ·sin qᵢ − 0.3·f − ω, θ̇ = ω
///
/// So a leg drives only while it carries and swings back, and the other has to swing forward meanwhile: walking is a rhythm that is to be found, on top of
/// the balance without which the body falls within about two seconds.
///
/// Reward: v + 0.1 − 0.02·|u|². Terminated when |θ| exceeds 0.6 rad: a fall. A reset draws everything but the speed, which is 0, uniformly from ±0.05; the
/// registered task truncates after 1,000 steps.
///
/// **Known values.** Standing still earns less than 100; a fixed rhythm with a balance reflex (in the test) more than 2,000; doing nothing falls with about 10.
public final class Walker extends Task {
  /// Steps after which the registered task truncates.
  public static final int MAX_STEPS = 1_000;

  static final double FALL = 0.6;
  static final double SWING = 0.6;
  static final double RESET_RANGE = 0.05;

  private static final double SECONDS_PER_STEP = 0.02;
  private static final double STIFFNESS = 60;
  private static final double DAMPING = 10;
  private static final double SHIFT = 10;
  private static final double SHARPNESS = 4;
  private static final double GRIP = 6;
  private static final double SLIDE = 0.5;
  private static final double TOPPLE = 4;
  private static final double SUPPORT = 6;
  private static final double LEAN_BACK = 0.3;
  private static final double PITCH_DAMPING = 1;
  private static final double UPRIGHT = 0.1;
  private static final double EFFORT_COST = 0.02;
  private static final int SEEN = 8;

  private final double[] angle = new double[2];
  private final double[] rate = new double[2];
  private double speed;
  private double pitch;
  private double pitchRate;
  private double weight;
  /// Walked so far, for the picture.
  private double distance;

  public Walker() {
    super(new Spaces(Space.Box.unbounded(SEEN), Space.Box.bounded(3, -1, 1)));
  }

  @Override
  protected void begin(long randomKey) {
    speed = 0;
    distance = 0;
    pitch = draw(randomKey, 0);
    pitchRate = draw(randomKey, 1);
    for (int leg = 0; leg < 2; leg++) {
      angle[leg] = draw(randomKey, 2 + 2 * leg);
      rate[leg] = draw(randomKey, 3 + 2 * leg);
    }
    weight = draw(randomKey, 6);
  }

  @Override
  protected TimeStep act(Action action) {
    double effort = 0;
    for (int i = 0; i < 3; i++) {
      effort += (double) action.number(i) * action.number(i);
    }
    swing(0, action.number(0));
    swing(1, action.number(1));
    weight += SECONDS_PER_STEP * SHIFT * (action.number(2) - weight);
    move(share());
    distance += SECONDS_PER_STEP * speed;
    double reward = speed + UPRIGHT - EFFORT_COST * effort;
    return Math.abs(pitch) > FALL ? TimeStep.termination(reward) : TimeStep.transition(reward);
  }

  @Override
  public boolean draws() {
    return true;
  }

  @Override
  public void draw(Canvas canvas) {
    double share = share();
    double hip = share * StrictMath.cos(angle[0]) + (1 - share) * StrictMath.cos(angle[1]);
    canvas.window(-2, -0.2, 2, 2);
    canvas.line(-2, 0, 2, 0);
    for (double mark = StrictMath.ceil(distance - 2); mark < distance + 2; mark++) {
      canvas.line(mark - distance, 0, mark - distance, -0.15);
    }
    for (int leg = 0; leg < 2; leg++) {
      canvas.line(0, hip, StrictMath.sin(angle[leg]), hip - StrictMath.cos(angle[leg]));
    }
    double shoulderX = 0.6 * StrictMath.sin(pitch);
    double shoulderY = hip + 0.6 * StrictMath.cos(pitch);
    canvas.line(0, hip, shoulderX, shoulderY);
    canvas.circle(shoulderX + 0.15 * StrictMath.sin(pitch), shoulderY + 0.15 * StrictMath.cos(pitch), 0.15);
    canvas.text(-2, 1.95, String.format(Locale.ROOT, "%.1f m", distance));
  }

  @Override
  protected void observe(float[] observation, int at) {
    observation[at] = (float) speed;
    observation[at + 1] = (float) pitch;
    observation[at + 2] = (float) pitchRate;
    observation[at + 3] = (float) angle[0];
    observation[at + 4] = (float) rate[0];
    observation[at + 5] = (float) angle[1];
    observation[at + 6] = (float) rate[1];
    observation[at + 7] = (float) weight;
  }

  /// Of the weight, carried by the first leg.
  private double share() {
    return 1 / (1 + StrictMath.exp(-SHARPNESS * weight));
  }

  private void swing(int leg, double target) {
    rate[leg] += SECONDS_PER_STEP * (STIFFNESS * (SWING * target - angle[leg]) - DAMPING * rate[leg]);
    angle[leg] += SECONDS_PER_STEP * rate[leg];
  }

  private void move(double share) {
    double force = GRIP * (share * grip(rate[0]) + (1 - share) * grip(rate[1]));
    double support = share * StrictMath.sin(angle[0]) + (1 - share) * StrictMath.sin(angle[1]);
    double toppling = TOPPLE * StrictMath.sin(pitch) - SUPPORT * support - LEAN_BACK * force - PITCH_DAMPING * pitchRate;
    speed += SECONDS_PER_STEP * force;
    pitchRate += SECONDS_PER_STEP * toppling;
    pitch += SECONDS_PER_STEP * pitchRate;
  }

  private double grip(double legRate) {
    return StrictMath.tanh((-legRate - speed) / SLIDE);
  }

  private static double draw(long randomKey, int element) {
    return (2 * CounterRandom.uniform(randomKey, element) - 1) * RESET_RANGE;
  }
}
