// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.tributary.env.Environment;
import io.tributary.env.Environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TShirtDenseTest extends TShirtTest {
  @Override
  protected Environment create() {
    return Environments.create("tshirt-dense");
  }

  @Test
  @Override
  void shouldBeFoldedByOneWayOf81() {
    List<Double> returns = returns(create());
    assertThat(returns).filteredOn(r -> r == 1).hasSize(1);
    assertThat(returns).allMatch(r -> r <= 1);
    assertThat(returns.stream().mapToDouble(r -> r).average().orElseThrow()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  @Override
  void shouldGiveTheAverageBaselineOfTheExample() {
    assertThat(Played.episode(create(), 0, List.of(0, 0, 1, 0))).as("ruined twice, right at its ends").isEqualTo(0.5);
    assertThat(Played.episode(create(), 0, List.of(1, 2, 0, 1))).as("sloppy throughout").isEqualTo(0.5);
  }
}
