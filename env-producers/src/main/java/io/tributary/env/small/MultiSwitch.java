// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import java.util.Arrays;
import java.util.List;

import io.tributary.env.Action;
import io.tributary.env.Task;
import io.tributary.env.TimeStep;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.random.CounterRandom;

/// Three switches with 2, 3 and 4 positions are set at once, ten times; each time a wanted position is shown for each, drawn afresh and uniformly.
/// Reward: the share of switches that were set as wanted.
///
/// Observation: the wanted positions, one-hot, switch after switch. Action: one choice for each switch (multi-discrete).
///
/// **Exact values.** The best return is 10. Choosing fairly earns (1/2 + 1/3 + 1/4)/3 = 13/36 a step, together 65/18 ≈ 3.61.
public final class MultiSwitch extends Task {
  /// Steps of every episode.
  public static final int STEPS = 10;
  static final List<Integer> POSITIONS = List.of(2, 3, 4);
  private static final int SWITCHES = POSITIONS.size();
  private static final int SEEN = POSITIONS.stream().mapToInt(n -> n).sum();

  private final int[] wanted = new int[SWITCHES];
  private long key;
  private int elapsed;

  public MultiSwitch() {
    super(new Spaces(Space.Box.bounded(SEEN, 0, 1), new Space.MultiDiscrete(POSITIONS)));
  }

  @Override
  protected void begin(long randomKey) {
    key = randomKey;
    elapsed = 0;
    want();
  }

  @Override
  protected TimeStep act(Action action) {
    int right = 0;
    for (int i = 0; i < SWITCHES; i++) {
      int position = action.choice(i);
      if (position < 0 || position >= POSITIONS.get(i)) {
        throw new IllegalArgumentException("action " + i + " is " + position + "; expected 0 to " + (POSITIONS.get(i) - 1));
      }
      right += position == wanted[i] ? 1 : 0;
    }
    elapsed++;
    want();
    double reward = right / (double) SWITCHES;
    return elapsed == STEPS ? TimeStep.termination(reward) : TimeStep.transition(reward);
  }

  @Override
  protected void observe(float[] observation, int at) {
    Arrays.fill(observation, at, at + SEEN, 0);
    int first = at;
    for (int i = 0; i < SWITCHES; i++) {
      observation[first + wanted[i]] = 1;
      first += POSITIONS.get(i);
    }
  }

  private void want() {
    for (int i = 0; i < SWITCHES; i++) {
      wanted[i] = CounterRandom.below(key, (long) elapsed * SWITCHES + i, POSITIONS.get(i));
    }
  }
}
