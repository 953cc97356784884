// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.List;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Figure;
import io.tributary.lesson.Lessons;

import static org.assertj.core.api.Assertions.assertThat;

/// Figures that are quoted, in the claims' own tables.
class FiguresOfTheLessonTest {
  private static Object value(String slug, int table, int row, int column, String... typed) {
    Claim claim = Lessons.named(slug).orElseThrow();
    Figure figure = claim.run(Chosen.small(claim).typed(List.of(typed))).tables().get(table).rows().get(row).get(column);
    return figure.value();
  }

  @Test
  void robotTimeIsNineAndAHalfYears() {
    assertThat(value("robot-time", 0, 0, 2)).isEqualTo(5e6);
    assertThat((Double) value("robot-time", 0, 0, 3)).isEqualTo(9.513, Offset.offset(0.001));
    assertThat((Double) value("robot-time", 0, 1, 3, "--reuse", "10")).isEqualTo(0.951, Offset.offset(0.001));
  }

  @Test
  void theStandardSetUpMakesSomeNineteenThousandFiveHundredGradientSteps() {
    assertThat(value("batch-arithmetic", 0, 4, 1)).isEqualTo(4882L * 4);
    assertThat((Double) value("batch-arithmetic", 0, 5, 1)).isEqualTo(19_531.25);
    assertThat(value("batch-arithmetic", 1, 1, 1)).as("no whole episode of 1000 steps in 32").isEqualTo(0L);
  }

  @Test
  void theFoldedShirtGetsThreeQuarters() {
    for (int i = 0; i < 4; i++) {
      assertThat(value("all-positive", 1, i, 4)).isEqualTo(i == 3 ? 0.75 : -0.25);
    }
  }

  @Test
  void withoutDiscountTheTenOfTheBeginningIsHiddenFromRewardToGoAsWell() {
    assertThat(value("causality", 2, 0, 2)).as("first action, γ = 1").isEqualTo(0.0);
    assertThat(value("causality", 2, 1, 2)).as("second action, γ = 1").isEqualTo(-10.0);
    assertThat((Double) value("causality", 2, 0, 4, "--gamma", "0.99")).isEqualTo(10 - 10 * Math.pow(0.99, 49), Offset.offset(1e-9));
  }

  @Test
  void twentyThousandPassesBecomeOne() {
    assertThat(value("one-backward-pass", 0, 0, 1)).isEqualTo(20_000L);
    assertThat(value("one-backward-pass", 0, 1, 1)).isEqualTo(1L);
  }
}
