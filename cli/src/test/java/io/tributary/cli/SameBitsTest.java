// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.Presets;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.Environments;
import io.tributary.env.inprocess.InProcess;
import io.tributary.rl.kernel.Kernels;
import io.tributary.schemas.AgentHashes;

import static org.assertj.core.api.Assertions.assertThat;

/// In lock step with one producer a run is a function of its seed: the same three hashes at every version, through a real broker, whatever the
/// kernel, the session, the wall clock and the producer's name.
class SameBitsTest {
  private static final int LAST = 50;
  private static final List<String> LOCK_STEP = List.of("--set", "rollout.environments=8", "--set", "rollout.steps=16", "--set", "batch.steps=128",
      "--set", "rollout.window=1", "--set", "budget.steps=" + 128 * (LAST + 1), "--set", "batch.lingerMs=60000", "--set", "budget.stopWhenSolved=false");

  @TempDir
  Path folder;

  @Test
  void sameSeedSameHashesAtEveryVersionTwiceAndOnTheScalarKernel() {
    Map<Long, String> first = hashes("first", "5", "auto");

    assertThat(first).hasSizeGreaterThan(LAST);
    assertThat(hashes("second", "5", "auto")).isEqualTo(first);
    assertThat(hashes("scalar", "5", "scalar")).isEqualTo(first);
    assertThat(hashes("other", "6", "auto").get((long) LAST)).isNotEqualTo(first.get((long) LAST));
  }

  /// What the pipeline computes, without the pipeline.
  @Test
  void inProcessLearningMakesTheSameVersions() {
    Map<Long, String> through = hashes("through", "5", "auto");

    List<String> sets = LOCK_STEP.stream().filter(word -> !word.equals("--set")).toList();
    RunSettings settings = RunSettings.of(new Layers().preset(new Presets(Path.of(System.getProperty("tributary.root")).resolve("presets")).read("cartpole"))
        .sets(sets).option("seed", 5, "test"));
    try (InProcess learning = Parts.inProcess(settings, () -> Environments.create("cartpole"), Kernels.named("scalar"))) {
      for (long version = 0; version <= LAST; version++) {
        AgentHashes hashes = AgentHashes.of(learning.agent());
        assertThat(through.get(version)).as("version %d", version).isEqualTo(hashes.parameters() + " " + hashes.statistics() + " " + hashes.moments());
        var _ = learning.next();
      }
    }
  }

  /// The three hashes of versions 0 to 50.
  private Map<Long, String> hashes(String run, String seed, String kernel) {
    List<String> arguments = new java.util.ArrayList<>(List.of("run", "cartpole", "--run", run, "--seed", seed, "--set", "kernel=" + kernel));
    arguments.addAll(LOCK_STEP);
    Typed played = Typed.in(folder);
    assertThat(played.run(arguments.toArray(String[]::new))).as(played.err()).isEqualTo(Exit.DONE);
    Typed listed = Typed.in(folder);
    assertThat(listed.run("snapshots", run, "--hashes", "--limit", "1000")).as(listed.err()).isEqualTo(Exit.DONE);
    return listed.out().lines().map(line -> line.trim().split(" +")).filter(words -> words[0].matches("\\d+"))
        .filter(words -> Long.parseLong(words[0]) <= LAST)
        .collect(Collectors.toMap(words -> Long.valueOf(words[0]), words -> String.join(" ", List.of(words).subList(words.length - 3, words.length))));
  }
}
