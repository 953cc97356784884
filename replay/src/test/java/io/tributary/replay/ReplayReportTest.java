// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayReportTest {
  @Test
  void equalMeansThatNothingThatIsThereWasLeftOut() {
    Tally tally = new Tally();
    assertThat(tally.report("night", 0, 9, 10, 1).verdict()).isEqualTo("nothing could be rebuilt");
    tally.rebuilt(8, true);
    tally.expired(3);
    assertThat(tally.report("night", 0, 9, 10, 1).isEqual()).as("what has expired is no difference").isTrue();
    tally.unverified(1);
    assertThat(tally.report("night", 0, 9, 10, 1).isEqual()).isFalse();
    assertThat(tally.report("night", 0, 9, 10, 1).verdict()).startsWith("NOT all verified");
    tally.found(new Finding(Finding.Kind.EPISODE, "night.episodes-0@1", "totalReward", "8.0", "9.0"));
    tally.episode(false);
    assertThat(tally.report("night", 0, 9, 10, 1).verdict()).isEqualTo("NOT equal");
    assertThat(tally.report("night", 0, 9, 10, 1).json()).containsEntry("episodesRecomputed", 1L).containsEntry("episodesDifferent", 1L);
  }
}
