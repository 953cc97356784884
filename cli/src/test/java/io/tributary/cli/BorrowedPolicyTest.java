// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// A run teaches, another clones it, a third begins with the clone: through topics alone, in one home.
class BorrowedPolicyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SHORT = List.of("--set", "rollout.environments=8", "--set", "rollout.steps=32", "--set", "batch.steps=256", "--set",
      "budget.steps=2048");

  @TempDir
  static Path folder;

  private static Map<Long, List<String>> teacher;
  private static Map<Long, List<String>> clone;

  @BeforeAll
  static void teachAndClone() {
    typed("run", "cartpole", "--run", "teacher", "--seed", "3");
    typed("run", "cartpole", "--run", "clone", "--seed", "4", "--set", "algorithm=bc", "--set", "rollout.demonstrator=teacher");
    teacher = hashes("teacher");
    clone = hashes("clone");
  }

  private static Typed typed(String... arguments) {
    Typed process = Typed.in(folder);
    List<String> all = new ArrayList<>(List.of(arguments));
    if (arguments[0].equals("run")) {
      all.addAll(SHORT);
    }
    assertThat(process.run(all.toArray(String[]::new))).as(process.err()).isEqualTo(Exit.DONE);
    return process;
  }

  /// Parameters, statistics and moments of every version.
  private static Map<Long, List<String>> hashes(String run) {
    Map<Long, List<String>> hashes = new TreeMap<>();
    typed("snapshots", run, "--hashes", "--limit", "1000").out().lines().map(line -> line.trim().split(" +")).filter(words -> words[0].matches("\\d+"))
        .forEach(words -> hashes.put(Long.valueOf(words[0]), List.of(words).subList(words.length - 3, words.length)));
    return hashes;
  }

  private static JsonNode first(String run, String topic) throws Exception {
    return JSON.readTree(typed("tail", run, topic, "--from", "0", "--limit", "1", "--json-lines").out()).get("value");
  }

  @Test
  void aDemonstratorsRunIsPublishedAsPlainLogsAndClonedFrom() throws Exception {
    JsonNode steps = first("clone", "steps");
    assertThat(steps.get("policyVersion").asLong()).isEqualTo(-1);
    assertThat(steps.get("columns").path("logProbabilities").isEmpty()).as("absent or null").isTrue();
    assertThat(steps.get("columns").path("values").isEmpty()).isTrue();
    assertThat(steps.get("columns").path("rewards").isEmpty()).isFalse();
    assertThat(first("clone", "spec").get("settings").get("rollout.demonstrator").asText())
        .as("a certain version").isEqualTo("teacher@" + teacher.keySet().stream().max(Long::compare).orElseThrow());
    assertThat(clone.size()).isGreaterThan(4);
    assertThat(clone.get(4L).getFirst()).as("something was learned").isNotEqualTo(clone.get(0L).getFirst());
  }

  @Test
  void aWarmStartHasTheParametersAndStatisticsOfItsOriginAndFreshMoments() throws Exception {
    typed("run", "cartpole", "--run", "warm", "--seed", "5", "--set", "initial=teacher");
    Map<Long, List<String>> warm = hashes("warm");
    long newest = teacher.keySet().stream().max(Long::compare).orElseThrow();

    assertThat(warm.get(0L).subList(0, 2)).isEqualTo(teacher.get(newest).subList(0, 2));
    assertThat(warm.get(0L).getLast()).isEqualTo(teacher.get(0L).getLast());
    assertThat(first("warm", "spec").get("settings").get("initial").asText()).isEqualTo("teacher@" + newest);
    assertThat(warm.get(1L).getFirst()).as("its statistics are filled, so it learns at once").isNotEqualTo(warm.get(0L).getFirst());
  }

  /// A clone's return scale is of returns that no critic was fitted to: the first batch fills another.
  @Test
  void aWarmStartFromAClonesPolicyFillsAReturnScaleOfItsOwn() throws Exception {
    typed("run", "cartpole", "--run", "improved", "--seed", "5", "--set", "initial=clone");
    Map<Long, List<String>> improved = hashes("improved");
    long newest = clone.keySet().stream().max(Long::compare).orElseThrow();

    assertThat(improved.get(0L).getFirst()).isEqualTo(clone.get(newest).getFirst());
    assertThat(improved.get(0L).get(1)).isNotEqualTo(clone.get(newest).get(1));
    assertThat(improved.get(1L).getFirst()).as("warm-up").isEqualTo(improved.get(0L).getFirst());
    assertThat(improved.get(2L).getFirst()).isNotEqualTo(improved.get(1L).getFirst());
  }

  @Test
  void whatDoesNotFitCreatesNothing() {
    Typed wide = Typed.in(folder);
    List<String> arguments = new ArrayList<>(List.of("run", "cartpole", "--run", "wide", "--set", "initial=teacher@1", "--set", "policy.hidden=8"));
    arguments.addAll(SHORT);
    assertThat(wide.run(arguments.toArray(String[]::new))).isEqualTo(Exit.FAILED);
    assertThat(wide.err().lines()).singleElement().asString().contains("initial is 'teacher@1', which is built as").contains("hidden=[8]");
    assertThat(typed("runs").out()).doesNotContain("wide");
  }
}
