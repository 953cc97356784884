// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay.lineage;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LineageTest {
  @Test
  void shouldReadCoordinatesAsMessagesWriteThem() {
    assertThat(Coordinates.parse("[my-run.steps-12@345]")).isEqualTo(new Coordinates("my-run.steps", 12, 345));
    assertThat(Coordinates.parse("p.night.steps-0@0")).hasToString("p.night.steps-0@0");
    assertThatThrownBy(() -> Coordinates.parse("night.steps@5")).hasMessageContaining("--event is 'night.steps@5'");
  }

  @Test
  void shouldSayThatASecretChangedButNotToWhat() {
    assertThat(VersionLineage.changes(Map.of("a.password", "x", "b", "1", "c", "1"), Map.of("a.password", "y", "b", "2", "c", "1")))
        .containsOnly(Map.entry("a.password", "[hidden] → [hidden]"), Map.entry("b", "1 → 2"));
  }
}
