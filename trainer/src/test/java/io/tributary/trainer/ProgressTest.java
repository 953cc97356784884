// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.schemas.Consumed;
import io.tributary.schemas.OffsetRange;
import io.tributary.trainer.TakenBatch.ProducerSession;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {
  private static TakenBatch batch(Map<Integer, Long> positions, Map<ProducerSession, Long> steps) {
    return new TakenBatch(List.of(), List.of(), positions, steps, false);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldAbutTheParentsRangesInEveryPartition(long seed) {
    Random random = new Random(seed);
    Progress parent = Progress.start(3);
    long[] until = new long[3];
    for (int version = 1; version < 50; version++) {
      int partition = random.nextInt(3);
      Progress child = parent.after(batch(Map.of(partition, until[partition] + random.nextInt(9)), Map.of()), version);
      List<OffsetRange> ranges = child.rangesSince(parent);
      assertThat(ranges).hasSize(3);
      for (OffsetRange range : ranges) {
        assertThat(range.from()).isEqualTo(until[range.partition()]);
        until[range.partition()] = range.until();
      }
      parent = child;
    }
  }

  @Test
  void shouldAddUpWhatEachSessionWasTakenOf() {
    Progress progress = Progress.start(1)
        .after(batch(Map.of(), Map.of(new ProducerSession("a", 1), 10L, new ProducerSession("b", 1), 5L)), 1)
        .after(batch(Map.of(), Map.of(new ProducerSession("a", 1), 3L, new ProducerSession("a", 2), 4L)), 2);
    assertThat(progress.consumed()).containsExactly(new Consumed("a", 1, 13, 2), new Consumed("a", 2, 4, 2), new Consumed("b", 1, 5, 1));
  }

  @Test
  void shouldForgetASessionAfterAThousandSilentVersions() {
    Progress progress = Progress.start(1).after(batch(Map.of(), Map.of(new ProducerSession("a", 1), 10L)), 1);
    assertThat(progress.after(batch(Map.of(), Map.of()), 1_001).consumed()).hasSize(1);
    assertThat(progress.after(batch(Map.of(), Map.of()), 1_002).consumed()).isEmpty();
  }

  @Test
  void shouldForgetTheLongestSilentWhereThereAreTooMany() {
    Progress progress = Progress.start(1);
    for (int version = 1; version <= 5; version++) {
      Map<ProducerSession, Long> names = new java.util.HashMap<>();
      for (int i = 0; i < 1_000; i++) {
        names.put(new ProducerSession("p" + version + "-" + i, 1), 1L);
      }
      progress = progress.after(batch(Map.of(), names), version);
    }
    assertThat(progress.consumed()).hasSize(Progress.MOST_SESSIONS).allMatch(entry -> entry.lastVersion() >= 3);
  }

  @Test
  void shouldSurviveACheckpoint() {
    Progress progress = Progress.start(2).after(batch(Map.of(1, 8L), Map.of(new ProducerSession("a", 1), 10L)), 1);
    Progress restored = Progress.of(progress.asPositions(), progress.consumed());
    assertThat(restored.asPositions()).isEqualTo(progress.asPositions()).containsExactly(new OffsetRange(0, 0, 0), new OffsetRange(1, 8, 8));
    assertThat(restored.consumed()).isEqualTo(progress.consumed());
  }
}
