// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay.lineage;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.tributary.schemas.SkippedTrajectory;

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
  void shouldNameEveryOffsetAndNoneBetween() {
    assertThat(BatchSources.runs(new TreeSet<>(List.of(7L, 3L, 4L, 9L, 8L, 1L)))).containsExactly(new long[] {1, 1}, new long[] {3, 4}, new long[] {7, 9});
  }

  @Test
  void aLossStandsForEveryOffsetItNames() {
    SkippedTrajectory loss = new SkippedTrajectory(1, 5, 0, SkippedTrajectory.LOST_UNTIL + 8);
    assertThat(LongStream.range(3, 10).filter(offset -> loss.covers(1, offset))).containsExactly(5L, 6L, 7L);
    assertThat(loss.covers(0, 5)).isFalse();
    SkippedTrajectory skipped = new SkippedTrajectory(1, 5, 4, "version-lag");
    assertThat(LongStream.range(3, 10).filter(offset -> skipped.covers(1, offset))).containsExactly(5L);
  }

  @Test
  void shouldSayThatASecretChangedButNotToWhat() {
    assertThat(VersionLineage.changes(Map.of("a.password", "x", "b", "1", "c", "1"), Map.of("a.password", "y", "b", "2", "c", "1")))
        .containsOnly(Map.entry("a.password", "[hidden] → [hidden]"), Map.entry("b", "1 → 2"));
  }
}
