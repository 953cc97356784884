// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// One preset, several seeds, one broker.
class SeveralSeedsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SHORT = List.of("--set", "rollout.environments=8", "--set", "rollout.steps=32", "--set", "batch.steps=256", "--set",
      "budget.steps=1024", "--set", "budget.solvedReturn=5", "--set", "budget.stopWhenSolved=false");

  @TempDir
  Path folder;

  private Typed typed(String... arguments) {
    Typed process = Typed.in(folder);
    List<String> all = new java.util.ArrayList<>(List.of(arguments));
    all.addAll(SHORT);
    process.run(all.toArray(String[]::new));
    return process;
  }

  @Test
  void shouldPlayEverySeedEvaluateItAndReportAll() throws Exception {
    Typed played = Typed.in(folder);
    List<String> all = new java.util.ArrayList<>(List.of("run", "cartpole", "--seeds", "3,1..2", "--json", "seeds.json"));
    all.addAll(SHORT);
    assertThat(played.run(all.toArray(String[]::new))).as(played.err()).isEqualTo(Exit.DONE);

    JsonNode report = JSON.readTree(folder.resolve("seeds.json").toFile());
    assertThat(report.get("runsFinished").asInt()).isEqualTo(3);
    assertThat(report.get("codeVersion").asText()).contains("development at ");
    assertThat(report.get("settings").get("budget.stopWhenSolved").asText()).isEqualTo("false");
    for (int i = 0; i < 3; i++) {
      JsonNode run = report.get("runs").get(i);
      long seed = List.of(3, 1, 2).get(i);
      assertThat(run.get("seed").asLong()).isEqualTo(seed);
      assertThat(run.get("run").asText()).isEqualTo("cartpole-1-s" + seed);
      assertThat(run.get("summary").get("seed").asLong()).isEqualTo(seed);
      assertThat(run.get("summary").get("stepsTrained").asLong()).as("to its budget though the mark was reached").isGreaterThanOrEqualTo(1024);
      assertThat(run.get("summary").get("startupSeconds").asDouble()).as("since its own beginning").isPositive();
      assertThat(run.get("evaluation").get("greedy").get("returns")).hasSize(100);
      assertThat(run.get("evaluation").get("sampled").get("returns")).hasSize(100);
      assertThat(folder.resolve(".tributary/runs/cartpole-1-s" + seed + "/curve.svg")).exists();
    }
    assertThat(JSON.readTree(folder.resolve(".tributary/runs/cartpole-1/seeds.json").toFile())).isEqualTo(report);
    assertThat(played.out()).contains("cartpole-1: preset cartpole (ppo on cartpole), seeds 3,1..2, budget 1,024 steps, mark 5", "passed   3 of 3",
        "approximate 95 % bootstrap intervals over 3 runs");

    Typed again = typed("run", "cartpole", "--run", "cartpole-1", "--seeds", "2");
    assertThat(again.err()).contains("run cartpole-1-s2 exists; expected --run to be a name that has not been played with --seeds");
  }

  @Test
  void shouldReportRunsThatFailAndGoOn() throws Exception {
    Typed failing = Typed.in(folder);
    List<String> all = new java.util.ArrayList<>(List.of("run", "cartpole", "--run", "doomed", "--seeds", "1..2", "--json", "doomed.json", "--set",
        "initial=nobody@3"));
    all.addAll(SHORT);
    assertThat(failing.run(all.toArray(String[]::new))).isEqualTo(Exit.FAILED);

    JsonNode runs = JSON.readTree(folder.resolve("doomed.json").toFile()).get("runs");
    assertThat(runs).hasSize(2).allSatisfy(run -> {
      assertThat(run.get("status").asText()).isEqualTo("failed");
      assertThat(run.get("reason").asText()).contains("initial is 'nobody@3', but run nobody: no topic");
    });
    assertThat(failing.out()).contains("passed   0 of 2");
  }

  /// A policy that never changes plays episodes of some twenty steps: a hundred have ended after some two thousand.
  @Test
  void shouldTryAPresetWithoutKafka() throws Exception {
    Typed tried = typed("bench", "--in-process", "cartpole", "--seeds", "1..2", "--steps", "4096", "--set", "learner.learningRate=0", "--json", "tried.json");

    JsonNode runs = JSON.readTree(folder.resolve("tried.json").toFile()).get("runs");
    assertThat(runs).hasSize(2).allSatisfy(run -> {
      assertThat(run.get("evaluation").get("stepsTrained").asLong()).isEqualTo(4096);
      assertThat(run.get("stepsToMark").asLong()).isBetween(1024L, 4096L);
      assertThat(run.get("evaluation").get("greedy").get("returns")).hasSize(100);
    });
    assertThat(tried.out()).contains("2 seeds: greedy median ", "mark first reached after ");
    assertThat(folder.resolve(".tributary")).doesNotExist();
  }
}
