// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.rl.kernel.Kernels;

import static org.assertj.core.api.Assertions.assertThatCode;

class WarmupTest {
  /// Nothing to learn from, or nobody knows when it ends: then no environment is even made.
  @ParameterizedTest
  @ValueSource(strings = {"rollout.steps=1", "rollout.episodes=1"})
  void shouldLeaveOutWhatIsNoBatch(String setting) {
    RunSettings settings = RunSettings.of(new Layers().sets(List.of("rollout.environments=1", setting)));
    assertThatCode(() -> Warmup.compile(settings, Kernels.best(), () -> {
      throw new AssertionError("an environment was made");
    })).doesNotThrowAnyException();
  }

  @Test
  void shouldLeaveFailuresToTheRun() {
    RunSettings settings = RunSettings.of(new Layers().sets(List.of("rollout.environments=1", "rollout.steps=8")));
    assertThatCode(() -> Warmup.compile(settings, Kernels.best(), () -> {
      throw new IllegalStateException("no such environment");
    })).doesNotThrowAnyException();
  }
}
