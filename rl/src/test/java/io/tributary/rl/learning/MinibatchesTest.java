// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.Rows;

import static org.assertj.core.api.Assertions.assertThat;

/// Correctness item 9.
class MinibatchesTest {
  private static final Spaces SPACES = new Spaces(Space.Box.unbounded(1), new Space.Discrete(2));

  static List<Trajectory> lengths(int... lengths) {
    List<Trajectory> trajectories = new ArrayList<>();
    for (int n : lengths) {
      Columns columns = new Columns.Builder(n, 1, 1).observations(new float[n], 0).discreteActions(new int[n], 0).rewards(new float[n], 0).build();
      trajectories.add(Cases.trajectory(columns, trajectories.size(), Ending.TERMINATED, 0));
    }
    return trajectories;
  }

  @ParameterizedTest
  @CsvSource({"100, 4, 4", "101, 4, 4", "7, 4, 3", "3, 4, 1", "2, 1, 1", "5, 2, 2", "64, 64, 32"})
  void everyRowIsInExactlyOneMinibatchOfNearlyEqualSize(int n, int wanted, int expected) {
    Batch batch = Batch.of(SPACES, lengths(n));
    Minibatches minibatches = new Minibatches(Policy.Unit.ROW);
    minibatches.partition(batch, wanted, 42);
    assertThat(minibatches.count()).isEqualTo(expected);
    Rows rows = batch.rowsFor(Minibatches.maxRows(batch, Policy.Unit.ROW, wanted));
    List<Integer> order = new ArrayList<>();
    for (int m = 0; m < minibatches.count(); m++) {
      minibatches.select(m, new float[n], rows);
      assertThat(rows.count()).isBetween(Math.max(2, n / expected), (n + expected - 1) / expected);
      for (int i = 0; i < rows.count(); i++) {
        order.add(rows.indices()[i]);
      }
    }
    assertThat(new TreeSet<>(order)).hasSize(n).first().isEqualTo(0);
    assertThat(order).hasSize(n);
    if (n > 10) {
      assertThat(order).isNotEqualTo(new ArrayList<>(new TreeSet<>(order)));
    }
  }

  @Test
  void shufflesAreAPureFunctionOfTheirKey() {
    assertThat(order(1)).isEqualTo(order(1)).isNotEqualTo(order(2));
  }

  private static List<Integer> order(long key) {
    Batch batch = Batch.of(SPACES, lengths(50));
    Minibatches minibatches = new Minibatches(Policy.Unit.ROW);
    minibatches.partition(batch, 1, key);
    Rows rows = batch.rowsFor(50);
    minibatches.select(0, new float[50], rows);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      order.add(rows.indices()[i]);
    }
    return order;
  }

  @Test
  void shouldKeepSequencesWholeAndInStepOrder() {
    Batch batch = Batch.of(SPACES, lengths(5, 1, 7, 1, 3));
    Minibatches minibatches = new Minibatches(Policy.Unit.SEQUENCE);
    minibatches.partition(batch, 3, 9);
    Rows rows = batch.rowsFor(17);
    TreeSet<Integer> all = new TreeSet<>();
    for (int m = 0; m < minibatches.count(); m++) {
      minibatches.select(m, new float[17], rows);
      assertThat(rows.count()).isGreaterThanOrEqualTo(2);
      for (int s = 0; s < rows.sequences(); s++) {
        for (int i = rows.sequenceStart(s); i < rows.sequenceStart(s + 1); i++) {
          all.add(rows.indices()[i]);
          assertThat(rows.indices()[i]).isEqualTo(rows.indices()[rows.sequenceStart(s)] + i - rows.sequenceStart(s));
        }
      }
    }
    assertThat(all).hasSize(17);
  }
}
