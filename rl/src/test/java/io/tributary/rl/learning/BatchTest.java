// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Trajectory;

import static org.assertj.core.api.Assertions.assertThat;

class BatchTest {
  private static final Spaces SPACES = new Spaces(Space.Box.unbounded(2), new Space.Discrete(3));

  private static Trajectory trajectory(int number, int n, byte[] masks) {
    float[] observations = new float[2 * n + 2];
    for (int i = 0; i < observations.length; i++) {
      observations[i] = 100 * number + i;
    }
    int[] actions = new int[n];
    Arrays.fill(actions, number);
    float[] logProbabilities = new float[n];
    Arrays.fill(logProbabilities, -number);
    Columns.Builder columns = new Columns.Builder(n, 2, 1).observations(observations, 0).nextObservation(observations, 2 * n)
        .discreteActions(actions, 0).rewards(new float[n], 0).logProbabilities(logProbabilities, 0).recurrent(new float[] {number}, new float[1]);
    return Cases.trajectory((masks == null ? columns : columns.masks(masks, 0, 3)).build(), number, Ending.TERMINATED, 0);
  }

  @Test
  void shouldLayTrajectoriesSideBySideInTheOrderGiven() {
    Batch batch = Batch.of(SPACES, List.of(trajectory(2, 3, null), trajectory(1, 2, null)));
    assertThat(batch.rows()).isEqualTo(5);
    assertThat(batch.trajectories()).isEqualTo(2);
    assertThat(batch.start(1)).isEqualTo(3);
    assertThat(batch.start(2)).isEqualTo(5);
    assertThat(batch.observations()).containsExactly(200, 201, 202, 203, 204, 205, 100, 101, 102, 103);
    assertThat(batch.nextObservations()).containsExactly(206, 207, 104, 105);
    assertThat(batch.discreteActions()).containsExactly(2, 2, 2, 1, 1);
    assertThat(batch.logProbabilities()).containsExactly(-2, -2, -2, -1, -1);
    assertThat(batch.initialStates()[1]).containsExactly(1);
    assertThat(batch.masked()).isFalse();
  }

  @Test
  void shouldAllowEverythingWhereATrajectoryRecordedNoMasks() {
    Batch batch = Batch.of(SPACES, List.of(trajectory(2, 1, null), trajectory(1, 1, new byte[] {0, 1, 0})));
    assertThat(batch.masked()).isTrue();
    assertThat(batch.masks()).containsExactly(1, 1, 1, 0, 1, 0);
  }

  @Test
  void shouldForgetWhatItHeldWhenFilledAgain() {
    Batch batch = Batch.of(SPACES, List.of(trajectory(2, 9, new byte[27]), trajectory(1, 7, null)));
    float[] memory = batch.observations();
    batch.fill(List.of(trajectory(1, 2, null)));
    assertThat(batch.rows()).isEqualTo(2);
    assertThat(batch.masked()).isFalse();
    assertThat(batch.observations()).as("memory is kept").isSameAs(memory).startsWith(100, 101, 102, 103);
    batch.fill(List.of(trajectory(0, 40, null)));
    assertThat(batch.observations()[79]).isEqualTo(79);
  }
}
