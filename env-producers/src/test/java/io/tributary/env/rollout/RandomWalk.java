// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import java.util.List;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.TimeStep;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.random.CounterRandom;

/// A task made to be inconvenient: episodes of 1 to 12 steps that end either way, dynamics that remember every action, rewards of any sign,
/// choices that are forbidden at times, and narrow bounds on numbers. It insists on legal actions.
final class RandomWalk implements Environment {
  private static final int LONGEST = 12;

  /// What actions are like.
  enum Kind {
    CHOICE(new Space.Discrete(3)),
    CHOICES(new Space.MultiDiscrete(List.of(3, 2))),
    NUMBERS(Space.Box.bounded(2, -0.5f, 0.75f)),
    /// Numbers for policies with state-dependent exploration.
    EXPLORING(Space.Box.bounded(2, -0.5f, 0.75f));

    final Spaces spaces;

    Kind(Space action) {
      spaces = new Spaces(Space.Box.unbounded(3), action);
    }
  }

  private final Kind kind;
  private final boolean masked;
  private long key;
  private int length;
  private int index;
  private double position;

  RandomWalk(Kind kind, boolean masked) {
    this.kind = kind;
    this.masked = masked;
  }

  @Override
  public Spaces spaces() {
    return kind.spaces;
  }

  @Override
  public TimeStep reset(long randomKey, float[] observation, int at) {
    key = randomKey;
    length = 1 + CounterRandom.below(key, 0, LONGEST);
    index = 0;
    position = CounterRandom.gaussian(key, 1);
    observe(observation, at);
    return TimeStep.restart();
  }

  @Override
  public TimeStep step(Action action, float[] observation, int at) {
    if (index == length) {
      throw new IllegalStateException("step without an episode; expected a reset first");
    }
    position = 0.9 * position + number(action) + 0.1 * CounterRandom.gaussian(key, 10 + index);
    index++;
    observe(observation, at);
    double reward = position - 0.25 * index;
    if (index < length) {
      return TimeStep.transition(reward);
    }
    return (key & 1) == 0 ? TimeStep.termination(reward) : TimeStep.truncation(reward);
  }

  @Override
  public boolean hasMasks() {
    return masked;
  }

  @Override
  public void mask(byte[] mask, int at) {
    for (int choice = 0; choice < kind.spaces.maskSize(); choice++) {
      mask[at + choice] = (byte) (isForbidden(choice) ? 0 : 1);
    }
  }

  /// Of the first three choices one is forbidden, another one each step.
  private boolean isForbidden(int choice) {
    return masked && choice == (index + length) % 3;
  }

  private double number(Action action) {
    double sum = 0;
    for (int i = 0; i < action.size(); i++) {
      if (kind.spaces.action() instanceof Space.Box box) {
        require(action.number(i) >= box.low(i) && action.number(i) <= box.high(i), "number " + action.number(i));
        sum += action.number(i) * (i + 1);
      } else {
        require(i > 0 || !isForbidden(action.choice(i)), "choice " + action.choice(i));
        sum += action.choice(i) * (i + 1) - 1;
      }
    }
    return sum;
  }

  private static void require(boolean legal, String got) {
    if (!legal) {
      throw new IllegalArgumentException("illegal " + got);
    }
  }

  private void observe(float[] observation, int at) {
    observation[at] = (float) position;
    observation[at + 1] = index;
    observation[at + 2] = (float) Math.abs(position);
  }
}
