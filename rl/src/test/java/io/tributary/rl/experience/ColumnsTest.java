// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.experience;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ColumnsTest {
  private static Columns.Builder two(float first) {
    return new Columns.Builder(2, 1, 1).observations(new float[] {first, first + 1}, 0).discreteActions(new int[] {(int) first, 7}, 0)
        .rewards(new float[] {first * 10, 5}, 0);
  }

  @Test
  void shouldCopyWhatItIsGiven() {
    float[] observations = {1, 2};
    Columns columns = two(1).observations(observations, 0).build();
    observations[0] = 99;
    assertThat(columns.observations()).containsExactly(1, 2);
    assertThat(columns.count()).isEqualTo(2);
    assertThat(columns.observationSize()).isEqualTo(1);
    assertThat(columns.actionSize()).isEqualTo(1);
    assertThat(columns.nextObservation()).isEmpty();
    assertThat(columns.values()).isNull();
  }

  @Test
  void shouldTakeRangesOfLargerBuffers() {
    Columns columns = new Columns.Builder(2, 2, 1).observations(new float[] {0, 0, 1, 2, 3, 4, 0}, 2).continuousActions(new float[] {9, 8, 7}, 1)
        .rewards(new float[] {0, 5, 6}, 1).nextObservation(new float[] {0, 0, 0, 5, 6}, 3).values(new float[] {0, 1, 2, 3}, 1).build();
    assertThat(columns.observations()).containsExactly(1, 2, 3, 4);
    assertThat(columns.continuousActions()).containsExactly(8, 7);
    assertThat(columns.nextObservation()).containsExactly(5, 6);
    assertThat(columns.values()).containsExactly(1, 2, 3);
  }

  @Test
  void shouldRefuseWhatIsIncompleteOrTooShort() {
    assertThatThrownBy(() -> new Columns.Builder(0, 1, 1)).hasMessageContaining("0 steps");
    assertThatThrownBy(() -> new Columns.Builder(2, 1, 1).rewards(new float[2], 0).build()).hasMessageContaining("incomplete");
    assertThatThrownBy(() -> two(1).continuousActions(new float[2], 0).build()).hasMessageContaining("either discrete or continuous");
    assertThatThrownBy(() -> two(1).values(new float[2], 0)).hasMessageContaining("needs 3 entries from 0 but the source has 2");
    assertThatThrownBy(() -> two(1).recurrent(new float[2], new float[1])).hasMessageContaining("expected equal");
  }

  /// Design §4: V_{t+1} at an inner border is the next record's first value.
  @Test
  void shouldJoinRecordsOfOneEpisodeAsIfTheyHadBeenOne() {
    Columns first = two(1).values(new float[] {1, 2, 77}, 0).logProbabilities(new float[] {-1, -2}, 0).nextObservation(new float[] {3}, 0)
        .recurrent(new float[] {.1f}, new float[] {.2f}).build();
    Columns second = two(3).values(new float[] {3, 4, 5}, 0).nextObservation(new float[] {5}, 0).recurrent(new float[] {.2f}, new float[] {.3f}).build();
    Columns joined = Columns.concatenate(List.of(first, second));
    assertThat(joined.count()).isEqualTo(4);
    assertThat(joined.observations()).containsExactly(1, 2, 3, 4);
    assertThat(joined.discreteActions()).containsExactly(1, 7, 3, 7);
    assertThat(joined.rewards()).containsExactly(10, 5, 30, 5);
    assertThat(joined.values()).containsExactly(1, 2, 3, 4, 5);
    assertThat(joined.nextObservation()).containsExactly(5);
    assertThat(joined.recurrentBefore()).containsExactly(.1f);
    assertThat(joined.recurrentAfter()).containsExactly(.3f);
    assertThat(joined.logProbabilities()).as("survives only where every part has it").isNull();
    assertThat(Columns.concatenate(List.of(first))).isSameAs(first);
  }

  @Test
  void shouldRefuseToJoinWhatDiffersInShape() {
    Columns wide = new Columns.Builder(1, 2, 1).observations(new float[2], 0).discreteActions(new int[1], 0).rewards(new float[1], 0).build();
    assertThatThrownBy(() -> Columns.concatenate(List.of(two(1).build(), wide))).hasMessageContaining("differ in shape");
    assertThatThrownBy(() -> Columns.concatenate(List.of())).hasMessageContaining("no columns");
  }
}
