// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.chaos;

import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlanTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldGiveEachPartItsShareInAnOrderOfTheSeedsOwn(long seed) {
    ChaosSettings settings = new ChaosSettings(seed, 50, 10, 1_000, 1_000, 60);
    Plan plan = Plan.of(settings);
    assertThat(plan.kills()).hasSize(50).isEqualTo(Plan.of(settings).kills()).isNotEqualTo(Plan.of(new ChaosSettings(seed + 1, 50, 10, 1_000, 1_000, 60)).kills());
    Map<Victim, Long> each = plan.kills().stream().collect(Collectors.groupingBy(Plan.Kill::victim, Collectors.counting()));
    assertThat(each.values()).hasSize(4).allMatch(kills -> kills >= 10);
    assertThat(plan.kills()).extracting(Plan.Kill::number).isSorted().startsWith(1).endsWith(50);
    assertThat(plan.kills()).allSatisfy(kill -> {
      assertThat(kill.pauseMs()).isBetween(0, 1_000);
      assertThat(kill.instance()).isBetween(0, 1);
    });
    assertThat(plan.kills()).anyMatch(kill -> kill.againMs() >= 0).anyMatch(kill -> kill.againMs() < 0);
  }

  @Test
  void shouldRefuseWhatCannotBe() {
    assertThatThrownBy(() -> new ChaosSettings(1, 50, 13, 1_000, 1_000, 60)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--least-of-each is 13; expected 0 to 12");
    assertThatThrownBy(() -> new ChaosSettings(1, 0, 0, 1_000, 1_000, 60)).hasMessageStartingWith("--kills is 0");
  }
}
