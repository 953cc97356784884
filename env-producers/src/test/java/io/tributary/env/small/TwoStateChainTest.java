// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import org.junit.jupiter.api.Test;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.EnvironmentContract;
import io.tributary.env.Environments;
import io.tributary.rl.random.CounterRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TwoStateChainTest extends EnvironmentContract {
  private static final int HORIZON = 10;
  private static final int EPISODES = 40_000;
  private static final double FALSE_ALARM = 1e-9;

  @Override
  protected Environment create() {
    return Environments.create("two-state-chain");
  }

  @Override
  protected int timeLimit() {
    return 0;
  }

  @Override
  protected int firstObservations() {
    return 2;
  }

  @Override
  protected Action survive(float[] observation) {
    return Action.discrete(0);
  }

  /// Over every course of events, from the table in the documentation.
  @Test
  void shouldHaveTheOptimumThatAllCoursesOfEventsGive() {
    double expected = (best(false, HORIZON) + best(true, HORIZON)) / 2;
    assertThat(TwoStateChain.optimalReturn()).isCloseTo(expected, within(1e-12)).isCloseTo(5.527, within(1e-3));
  }

  private static double best(boolean high, int steps) {
    if (steps == 0) {
      return 0;
    }
    double ifHigh = best(true, steps - 1);
    double ifLow = best(false, steps - 1);
    double take = high ? 1 + 0.5 * ifHigh + 0.5 * ifLow : 0.25 + 0.1 * ifHigh + 0.9 * ifLow;
    double invest = high ? 0.5 + 0.9 * ifHigh + 0.1 * ifLow : 0.6 * ifHigh + 0.4 * ifLow;
    return Math.max(take, invest);
  }

  /// Returns lie in [0, 10]; Hoeffding: their mean is off by more with probability at most the false alarm.
  @Test
  void shouldPayTheBestPolicyItsExactValue() {
    double most = HORIZON * Math.sqrt(Math.log(2 / FALSE_ALARM) / (2 * EPISODES));
    Environment chain = create();
    double sum = 0;
    for (int i = 0; i < EPISODES; i++) {
      sum += Played.episode(chain, CounterRandom.key(1, i), seen -> Action.discrete(seen[0] == 1 && seen[3] == 0 ? 1 : 0));
    }
    assertThat(sum / EPISODES).isCloseTo(TwoStateChain.optimalReturn(), within(most));
  }

  /// Each frequency is off by more than Hoeffding's bound with probability at most the false alarm.
  @Test
  void shouldMoveAsItsTableSays() {
    double most = Math.sqrt(Math.log(2 / FALSE_ALARM) / (2 * EPISODES));
    double[][] chances = {{0.1, 0.6}, {0.5, 0.9}};
    double[][] rewards = {{0.25, 0}, {1, 0.5}};
    Environment chain = create();
    float[] seen = new float[4];
    for (int state = 0; state < 2; state++) {
      for (int action = 0; action < 2; action++) {
        int high = 0;
        for (int i = 0, key = 0; i < EPISODES; key++) {
          chain.reset(CounterRandom.key(2, key), seen, 0);
          if (seen[state] == 1) {
            assertThat(chain.step(Action.discrete(action), seen, 0).reward()).isEqualTo(rewards[state][action]);
            high += (int) seen[1];
            i++;
          }
        }
        assertThat((double) high / EPISODES).isCloseTo(chances[state][action], within(most));
      }
    }
  }
}
