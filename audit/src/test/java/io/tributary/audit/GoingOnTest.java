// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The order of reading: a run that goes on looks like one that stands still, whatever its parts commit between any two questions.
class GoingOnTest {
  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldHoldWhateverIsCommittedMeanwhile(int seed) {
    GoingOn run = new GoingOn(seed);
    long before = run.version();
    AuditReport report = run.audit();
    assertThat(report.findings()).isEmpty();
    assertThat(report.versions().newestVersion()).isBetween(before, run.version());
    assertThat(report.steps().addUp()).isTrue();
  }
}
