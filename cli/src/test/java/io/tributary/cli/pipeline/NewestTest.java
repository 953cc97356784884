// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.tributary.cli.pipeline.Newest.Last;
import io.tributary.schemas.OffsetRange;

import static org.assertj.core.api.Assertions.assertThat;

class NewestTest {
  private static final OffsetRange UP_TO_8 = new OffsetRange(0, 3, 8);

  @Test
  void shouldBeDrainedWhenEverythingIsTaken() {
    assertThat(new Newest(List.of(List.of(new Last(5, 9), new Last(7, 9)), List.of())).drained(List.of(UP_TO_8))).isTrue();
    assertThat(new Newest(List.of(List.of(), List.of())).drained(List.of())).isTrue();
  }

  @Test
  void shouldNotWaitForASingleStepThatIsNeverTaken() {
    assertThat(new Newest(List.of(List.of(new Last(7, 9), new Last(8, 1)))).drained(List.of(UP_TO_8))).isTrue();
  }

  @Test
  void shouldWaitForTwoStepsWhereverTheyAre() {
    assertThat(new Newest(List.of(List.of(new Last(7, 9), new Last(8, 2)))).drained(List.of(UP_TO_8))).isFalse();
    assertThat(new Newest(List.of(List.of(new Last(8, 1), new Last(9, 1)))).drained(List.of(UP_TO_8))).isFalse();
    assertThat(new Newest(List.of(List.of(new Last(8, 1)), List.of(new Last(0, 1)))).drained(List.of(UP_TO_8))).isFalse();
  }
}
