// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.experience;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpacesTest {
  @Test
  void shouldKnowItsSizes() {
    Spaces discrete = new Spaces(Space.Box.unbounded(4), new Space.Discrete(3));
    assertThat(discrete.observationSize()).isEqualTo(4);
    assertThat(discrete.actionSize()).isEqualTo(1);
    assertThat(discrete.maskSize()).isEqualTo(3);
    assertThat(discrete.discreteActions()).isTrue();
    Spaces several = new Spaces(new Space.Box(List.of(8, 8, 3), List.of(0f), List.of(255f), true), new Space.MultiDiscrete(List.of(2, 5)));
    assertThat(several.observationSize()).isEqualTo(192);
    assertThat(several.pixels()).isTrue();
    assertThat(several.actionSize()).isEqualTo(2);
    assertThat(several.maskSize()).isEqualTo(7);
    Spaces real = new Spaces(Space.Box.unbounded(1), Space.Box.bounded(2, -1, 1));
    assertThat(real.maskSize()).isZero();
    assertThat(real.discreteActions()).isFalse();
    assertThat(((Space.Box) real.action()).high(1)).isEqualTo(1);
  }

  @Test
  void shouldBeEqualWhereItsPartsAre() {
    assertThat(new Spaces(Space.Box.bounded(2, 0, 1), new Space.Discrete(3))).isEqualTo(new Spaces(Space.Box.bounded(2, 0, 1), new Space.Discrete(3)));
    assertThat(new Space.Discrete(3)).isNotEqualTo(new Space.MultiDiscrete(List.of(3)));
  }

  @Test
  void shouldRefuseWhatIsNoSpace() {
    assertThatThrownBy(() -> new Space.Discrete(0)).hasMessageContaining("size 0");
    assertThatThrownBy(() -> new Space.MultiDiscrete(List.of())).hasMessageContaining("at least one size");
    assertThatThrownBy(() -> new Space.Box(List.of(2), List.of(0f, 1f, 2f), List.of(3f), false)).hasMessageContaining("3 low bounds");
    assertThatThrownBy(() -> Space.Box.bounded(1, 1, 0)).hasMessageContaining("expected low ≤ high");
    assertThatThrownBy(() -> Space.Box.bounded(1, Float.NaN, 0)).hasMessageContaining("neither NaN");
    assertThatThrownBy(() -> Space.Box.unbounded(Space.MAX_ELEMENTS + 1)).hasMessageContaining("at most");
  }
}
