// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import org.junit.jupiter.api.Test;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;

import static org.assertj.core.api.Assertions.assertThat;

class EpisodeStatisticsTest {
  @Test
  void shouldAverageTheNewestHundredReturns() {
    EpisodeStatistics statistics = new EpisodeStatistics();
    assertThat(statistics.meanReturn()).isEmpty();
    statistics.observe(record(7, 1, Ending.CONTINUES));
    assertThat(statistics.episodes()).isZero();
    for (int i = 0; i < 150; i++) {
      statistics.observe(record(i, 2, i % 2 == 0 ? Ending.TERMINATED : Ending.TRUNCATED));
    }
    assertThat(statistics.episodes()).isEqualTo(150);
    assertThat(statistics.meanReturn()).hasValue((50 + 149) / 2.0 + 2);
  }

  private static Steps record(double returnBefore, float reward, Ending ending) {
    Columns columns = new Columns.Builder(1, 1, 1).observations(new float[1], 0).nextObservation(new float[1], 0).rewards(new float[] {reward}, 0)
        .discreteActions(new int[1], 0).build();
    return new Steps(new StepId("a/0", 1, 0, 0), 0, columns, ending, false, returnBefore, Purpose.TRAIN, false, 0, 0);
  }
}
