// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.EnvironmentContract;
import io.tributary.env.Environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TShirtTest extends EnvironmentContract {
  private static final int SEQUENCES = 81;
  private static final List<Integer> RIGHT = List.of(0, 1, 2, 0);

  @Override
  protected Environment create() {
    return Environments.create("tshirt");
  }

  @Override
  protected int timeLimit() {
    return 0;
  }

  @Override
  protected int firstObservations() {
    return 1;
  }

  @Override
  protected Action survive(float[] observation) {
    return Action.discrete(0);
  }

  /// By counting all ways to fold.
  @Test
  void shouldBeFoldedByOneWayOf81() {
    List<Double> returns = returns(create());
    assertThat(returns).filteredOn(r -> r == 1).hasSize(1);
    assertThat(returns).filteredOn(r -> r == 0.5).hasSize(15);
    assertThat(returns).filteredOn(r -> r == 0).hasSize(65);
    assertThat(Played.episode(create(), 0, RIGHT)).isEqualTo(1);
    assertThat(returns.stream().mapToDouble(r -> r).average().orElseThrow()).isCloseTo(17 / 162.0, within(1e-12));
  }

  /// Three shirts that were not folded and one that was.
  @Test
  void shouldGiveTheAverageBaselineOfTheExample() {
    List<List<Integer>> folds = List.of(List.of(2, 0, 0, 0), List.of(0, 0, 0, 0), List.of(0, 1, 1, 0), RIGHT);
    double[] rewards = folds.stream().mapToDouble(choices -> Played.episode(create(), 0, choices)).toArray();
    assertThat(rewards).containsExactly(0, 0, 0, 1);
    double baseline = IntStream.range(0, 4).mapToDouble(i -> rewards[i]).average().orElseThrow();
    assertThat(baseline).isEqualTo(0.25);
    assertThat(IntStream.range(0, 4).mapToDouble(i -> rewards[i] - baseline)).containsExactly(-0.25, -0.25, -0.25, 0.75);
  }

  static List<Double> returns(Environment environment) {
    List<Double> returns = new ArrayList<>();
    for (int i = 0; i < SEQUENCES; i++) {
      returns.add(Played.episode(environment, 0, Played.sequence(i, TShirt.STAGES, 3)));
    }
    return returns;
  }
}
