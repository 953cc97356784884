// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import io.tributary.env.Action;
import io.tributary.env.Task;
import io.tributary.env.TimeStep;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.random.CounterRandom;

/// Two states, low (0) and high (1), two actions, take (0) and invest (1), ten steps:
///
/// | state | action | reward | chance to be high next |
/// |---|---|---|---|
/// | low | take | 0.25 | 0.1 |
/// | low | invest | 0 | 0.6 |
/// | high | take | 1 | 0.5 |
/// | high | invest | 0.5 | 0.9 |
///
/// An episode starts low or high by a fair coin and terminates after its last step: the horizon is part of the task.
///
/// Observation: low, high (one-hot), share of the steps that are left, whether this is the last one.
///
/// **Exact values** by dynamic programming, V₀ = 0, Vₖ(s) = maxₐ r(s, a) + E Vₖ₋₁(s′): [#optimalReturn()], about 5.527. The best policy takes when
/// high and invests when low, except in the last step, where it takes.
public final class TwoStateChain extends Task {
  /// Steps of every episode.
  public static final int HORIZON = 10;

  private static final double[][] REWARD = {{0.25, 0}, {1, 0.5}};
  private static final double[][] CHANCE_HIGH = {{0.1, 0.6}, {0.5, 0.9}};

  private long key;
  private int state;
  private int elapsed;

  public TwoStateChain() {
    super(new Spaces(Space.Box.bounded(4, 0, 1), new Space.Discrete(2)));
  }

  /// Reward for an action in a state.
  public static double reward(int state, int action) {
    return REWARD[state][action];
  }

  /// Probability that the next state is high.
  public static double chanceHigh(int state, int action) {
    return CHANCE_HIGH[state][action];
  }

  /// Expected return of the best policy.
  public static double optimalReturn() {
    double low = 0;
    double high = 0;
    for (int k = 1; k <= HORIZON; k++) {
      double nextLow = Math.max(backup(0, 0, low, high), backup(0, 1, low, high));
      high = Math.max(backup(1, 0, low, high), backup(1, 1, low, high));
      low = nextLow;
    }
    return (low + high) / 2;
  }

  private static double backup(int state, int action, double low, double high) {
    return reward(state, action) + low + chanceHigh(state, action) * (high - low);
  }

  @Override
  protected void begin(long randomKey) {
    key = randomKey;
    state = CounterRandom.below(randomKey, 0, 2);
    elapsed = 0;
  }

  @Override
  protected TimeStep act(Action action) {
    int choice = choice(action, 2, "0 (take) or 1 (invest)");
    double reward = reward(state, choice);
    elapsed++;
    state = CounterRandom.uniform(key, elapsed) < chanceHigh(state, choice) ? 1 : 0;
    return elapsed == HORIZON ? TimeStep.termination(reward) : TimeStep.transition(reward);
  }

  @Override
  protected void observe(float[] observation, int at) {
    observation[at] = 1 - state;
    observation[at + 1] = state;
    observation[at + 2] = (HORIZON - elapsed) / (float) HORIZON;
    observation[at + 3] = elapsed == HORIZON - 1 ? 1 : 0;
  }
}
