// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import io.tributary.env.Action;
import io.tributary.env.Task;
import io.tributary.env.TimeStep;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.random.CounterRandom;

/// A cue, heads or tails by a fair coin, is shown at the first step only; at the last of eight steps the choice must name it (0 tails, 1 heads): +1
/// if it does, −1 if not. What is chosen before changes nothing.
///
/// Observation: the cue (±1 at the first step, 0 afterwards), whether to answer now, share of the steps that are gone.
///
/// **Exact values.** With memory the best return is 1. A policy without memory has the mean return 0, whatever it does: when it answers, what it sees is
/// the same for both cues, so the chance p of heads is too, and ½(2p − 1) + ½(1 − 2p) = 0.
public final class Memory extends Task {
  /// Steps of every episode.
  public static final int STEPS = 8;

  private static final TimeStep WAITING = TimeStep.transition(0);
  private static final TimeStep RIGHT = TimeStep.termination(1);
  private static final TimeStep WRONG = TimeStep.termination(-1);

  private int cue;
  private int elapsed;

  public Memory() {
    super(new Spaces(Space.Box.bounded(3, -1, 1), new Space.Discrete(2)));
  }

  @Override
  protected void begin(long randomKey) {
    cue = CounterRandom.below(randomKey, 0, 2);
    elapsed = 0;
  }

  @Override
  protected TimeStep act(Action action) {
    int answer = choice(action, 2, "0 (tails) or 1 (heads)");
    elapsed++;
    if (elapsed < STEPS) {
      return WAITING;
    }
    return answer == cue ? RIGHT : WRONG;
  }

  @Override
  protected void observe(float[] observation, int at) {
    observation[at] = elapsed == 0 ? 2 * cue - 1 : 0;
    observation[at + 1] = elapsed == STEPS - 1 ? 1 : 0;
    observation[at + 2] = elapsed / (float) STEPS;
  }
}
