// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.EnvironmentContract;
import io.tributary.env.TimeStep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// A corridor of either kind: its table of moves is found by walking, and solved by sweeps over the cells; the closed forms must come out.
abstract class CorridorContract extends EnvironmentContract {
  private static final int CELLS = Corridor.LENGTH;
  private static final int OUT = CELLS;
  private static final int FORBIDDEN = -1;
  private static final int SWEEPS = 5_000;

  /// Without its time limit.
  abstract Environment bare();

  /// The value of a cell where one chooses fairly among what is allowed, as documented.
  abstract double fairValue(int cell);

  @Override
  protected int timeLimit() {
    return Corridor.MAX_STEPS;
  }

  @Override
  protected int firstObservations() {
    return 1;
  }

  @Test
  void shouldHaveTheDocumentedOptimum() {
    double[] best = solve((values, moves) -> Arrays.stream(moves).filter(to -> to != FORBIDDEN).mapToDouble(to -> values[to]).max().orElseThrow());
    for (int cell = 0; cell < CELLS; cell++) {
      assertThat(best[cell]).isEqualTo(cell - CELLS);
    }
  }

  @Test
  void shouldHaveTheDocumentedValueOfFairChoices() {
    double[] fair = solve((values, moves) -> Arrays.stream(moves).filter(to -> to != FORBIDDEN).mapToDouble(to -> values[to]).average().orElseThrow());
    for (int cell = 0; cell < CELLS; cell++) {
      assertThat(fair[cell]).isCloseTo(fairValue(cell), within(1e-9));
    }
  }

  /// What the best or the mean of the next cells' values is.
  private interface Backup {
    double of(double[] values, int[] moves);
  }

  private double[] solve(Backup backup) {
    int[][] table = table();
    double[] values = new double[CELLS + 1];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int cell = CELLS - 1; cell >= 0; cell--) {
        values[cell] = -1 + backup.of(values, table[cell]);
      }
    }
    return values;
  }

  /// Where each choice leads from each cell.
  private int[][] table() {
    try (Environment corridor = bare()) {
      int choices = corridor.spaces().maskSize();
      int[][] table = new int[CELLS][choices];
      float[] observation = new float[CELLS];
      byte[] mask = new byte[choices];
      for (int cell = 0; cell < CELLS; cell++) {
        for (int choice = 0; choice < choices; choice++) {
          walkTo(corridor, cell, observation);
          corridor.mask(mask, 0);
          table[cell][choice] = mask[choice] == 0 ? FORBIDDEN : move(corridor, choice, observation);
        }
      }
      return table;
    }
  }

  private static void walkTo(Environment corridor, int cell, float[] observation) {
    corridor.reset(0, observation, 0);
    for (int i = 0; i < cell; i++) {
      assertThat(move(corridor, 1, observation)).isEqualTo(i + 1);
    }
  }

  private static int move(Environment corridor, int choice, float[] observation) {
    TimeStep now = corridor.step(Action.discrete(choice), observation, 0);
    assertThat(now.reward()).isEqualTo(-1);
    for (int cell = 0; cell < CELLS && !now.last(); cell++) {
      if (observation[cell] == 1) {
        return cell;
      }
    }
    assertThat(now.last()).isTrue();
    return OUT;
  }
}
