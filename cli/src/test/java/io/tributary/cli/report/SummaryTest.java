// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

import java.nio.file.Path;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SummaryTest {
  @TempDir
  Path folder;

  @Test
  void shouldHaveExactlyThePublishedKeysInOrder() {
    assertThat(summary(12.0).json().keySet()).containsExactly("run", "environment", "solved", "meanReturn", "episodes", "stepsTrained", "stepsPublished",
        "stepsInTrajectories", "stepsRejected", "stepsOpen", "stepsPending", "policyVersion", "secondsToSolve", "wallSeconds", "startupSeconds",
        "stepsPerSecond", "buildSeconds", "lagVersions", "kernel", "seed");
  }

  @Test
  void shouldWriteReadableJsonAlsoWithAbsentFigures() throws Exception {
    Path file = folder.resolve("deep/out.json");
    Summary.write(summary(null).json(), file);

    Map<?, ?> read = new ObjectMapper().readValue(file.toFile(), Map.class);
    assertThat(read.get("secondsToSolve")).isNull();
    assertThat(read.get("stepsPublished")).isEqualTo(100);
    assertThat(read.get("lagVersions")).isEqualTo(Map.of("mean", 1.235, "max", 3.0));
  }

  @Test
  void countsAddUpOnlyIfEveryStepIsSomewhere() {
    assertThat(new Accounts(100, 80, 10, 4, 1, 5, 70).addUp()).isTrue();
    assertThat(new Accounts(100, 80, 10, 4, 1, 4, 70).addUp()).isFalse();
  }

  private static Summary summary(Double secondsToSolve) {
    return new Summary("cartpole-1", "cartpole", secondsToSolve != null, 480.12345, 7, new Accounts(100, 90, 6, 4, 0, 0, 88), 42, secondsToSolve, 13.5, 2.0,
        1000.0, 0, new Summary.Lag(1.23456, 3.0), "scalar", 1);
  }
}
