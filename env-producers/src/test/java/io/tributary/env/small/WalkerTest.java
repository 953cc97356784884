// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.EnvironmentContract;
import io.tributary.env.Environments;

import static org.assertj.core.api.Assertions.assertThat;

class WalkerTest extends EnvironmentContract {
  private static final double SECONDS_PER_STEP = 0.02;
  private static final int PITCH = 1;
  private static final int PITCH_RATE = 2;

  @Override
  protected Environment create() {
    return Environments.create("walker");
  }

  @Override
  protected int timeLimit() {
    return 1_000;
  }

  @Override
  protected Action survive(float[] seen) {
    return Action.continuous(clipped(balance(seen)), clipped(balance(seen)), 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldPayWalkingFarMoreThanStanding(long key) {
    assertThat(Played.episode(create(), key, this::survive)).as("standing").isBetween(0.0, 100.0);
    assertThat(Played.episode(create(), key, new Rhythm())).as("walking").isGreaterThan(2_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldFallWhereNobodyBalances(long key) {
    assertThat(Played.episode(create(), key, seen -> Action.continuous(0, 0, 0))).isBetween(-10.0, 40.0);
  }

  private static double balance(float[] seen) {
    return 2.5 * seen[PITCH] + 1.3 * seen[PITCH_RATE];
  }

  private static float clipped(double number) {
    return (float) Math.clamp(number, -1, 1);
  }

  /// Swings the legs against one another 1.2 times a second, stands on the one that swings back, and balances meanwhile.
  private static final class Rhythm implements Played.Rule {
    private int steps;

    @Override
    public Action act(float[] seen) {
      double phase = 2 * Math.PI * 1.2 * SECONDS_PER_STEP * steps++;
      double swing = 1.3 * Math.cos(phase);
      return Action.continuous(clipped(balance(seen) + swing), clipped(balance(seen) - swing), clipped(2 * Math.sin(phase - 1)));
    }
  }
}
