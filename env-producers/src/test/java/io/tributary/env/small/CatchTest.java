// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.EnvironmentContract;
import io.tributary.env.Environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CatchTest extends EnvironmentContract {
  private static final int ROWS = 10;
  private static final int COLUMNS = 5;

  @Override
  protected Environment create() {
    return Environments.create("catch");
  }

  @Override
  protected int timeLimit() {
    return 0;
  }

  @Override
  protected int firstObservations() {
    return COLUMNS;
  }

  @Override
  protected Action survive(float[] observation) {
    return Action.discrete(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void shouldBeCaughtByWhoFollowsTheBall(long key) {
    assertThat(Played.episode(create(), key, board -> Action.discrete(1 + Integer.signum(ball(board) - paddle(board))))).isEqualTo(1);
  }

  /// All sequences of moves, against the paddle's walk on five columns as a Markov chain.
  @Test
  void shouldBeCaughtByChanceAsOftenAsTheWalkOfThePaddleSays() {
    double[] chance = {0, 0, 1, 0, 0};
    for (int step = 0; step < Catch.STEPS; step++) {
      double[] next = new double[COLUMNS];
      for (int column = 0; column < COLUMNS; column++) {
        for (int move = -1; move <= 1; move++) {
          next[Math.clamp(column + move, 0, COLUMNS - 1)] += chance[column] / 3;
        }
      }
      chance = next;
    }
    Environment environment = create();
    float[] board = new float[ROWS * COLUMNS];
    environment.reset(1, board, 0);
    double expected = 2 * chance[ball(board)] - 1;
    int sequences = (int) Math.pow(3, Catch.STEPS);
    double sum = 0;
    for (int i = 0; i < sequences; i++) {
      sum += Played.episode(environment, 1, Played.sequence(i, Catch.STEPS, 3));
    }
    assertThat(sum / sequences).isCloseTo(expected, within(1e-12));
  }

  @Test
  void shouldShowBallAndPaddle() {
    Environment environment = create();
    float[] board = new float[ROWS * COLUMNS];
    environment.reset(4, board, 0);
    int column = ball(board);
    for (int row = 1; row < ROWS; row++) {
      environment.step(Action.discrete(1), board, 0);
      assertThat(board[row * COLUMNS + column]).isEqualTo(1);
      assertThat(paddle(board)).isIn(List.of(2, column));
    }
  }

  private static int ball(float[] board) {
    for (int i = 0; i < (ROWS - 1) * COLUMNS; i++) {
      if (board[i] == 1) {
        return i % COLUMNS;
      }
    }
    throw new AssertionError("no ball above the paddle's row");
  }

  private static int paddle(float[] board) {
    for (int column = 0; column < COLUMNS; column++) {
      if (board[(ROWS - 1) * COLUMNS + column] == 1) {
        return column;
      }
    }
    throw new AssertionError("no paddle");
  }
}
