// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// A short run in a home of its own, then everything that can be asked about it. Each command starts the broker on the kept data.
class WholeRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SHORT = List.of("--set", "rollout.environments=8", "--set", "rollout.steps=32", "--set", "batch.steps=256", "--set",
      "budget.steps=4096");

  @TempDir
  static Path folder;

  private static Typed played;
  private static String picture;
  private static int episodes;
  private static JsonNode kept;

  @BeforeAll
  static void play() throws IOException {
    played = typed("run", "cartpole", "--run", "night", "--seed", "3", "--json", "out.json");
    Path run = folder.resolve(".tributary/runs/night");
    picture = Files.readString(run.resolve("curve.svg"));
    episodes = Files.readAllLines(run.resolve("curve.csv")).size() - 1;
    kept = JSON.readTree(run.resolve("summary.json").toFile());
  }

  private static Typed typed(String... arguments) {
    Typed process = Typed.in(folder);
    List<String> all = new java.util.ArrayList<>(List.of(arguments));
    if (arguments[0].equals("run") || arguments[0].equals("demo")) {
      all.addAll(SHORT);
    }
    assertThat(process.run(all.toArray(String[]::new))).as(process.err()).isEqualTo(arguments[0].equals("demo") ? Exit.FAILED : Exit.DONE);
    return process;
  }

  @Test
  void shouldReportWhatTheRunCameTo() throws Exception {
    assertThat(played.err()).isEmpty();
    assertThat(played.out()).contains("run night: learning cartpole with seed 3").contains("budget spent").contains("./tributary evaluate night");
    JsonNode summary = JSON.readTree(folder.resolve("out.json").toFile());
    assertThat(summary.get("run").asText()).isEqualTo("night");
    assertThat(summary.get("stepsPending").asLong()).isZero();
    assertThat(summary.get("stepsPublished").asLong()).isPositive()
        .isEqualTo(summary.get("stepsInTrajectories").asLong() + summary.get("stepsRejected").asLong() + summary.get("stepsOpen").asLong());
    assertThat(summary.get("stepsTrained").asLong()).isBetween(4_096L, summary.get("stepsInTrajectories").asLong());
    assertThat(summary.get("solved").asBoolean()).isFalse();
    assertThat(summary.get("episodes").asLong()).isPositive();
    assertThat(summary.get("wallSeconds").asDouble()).isGreaterThan(summary.get("startupSeconds").asDouble());
    assertThat(summary.get("buildSeconds").asDouble()).isEqualTo(1.5);
    assertThat(summary.get("seed").asLong()).isEqualTo(3);
    assertThat(picture).startsWith("<svg").contains("night: cartpole, seed 3");
    assertThat(episodes).isEqualTo(summary.get("episodes").asInt());
    assertThat(kept).isEqualTo(summary);
    assertThat(folder.resolve(".tributary/broker")).as("nobody is sent to a broker that has stopped").doesNotExist();
  }

  @Test
  void shouldLookIntoEveryTopic() throws Exception {
    Map<String, String> shows = Map.of("steps", "logProbabilities", "trajectories", "rewardsToGo", "episodes", "totalReward", "policies", "stepsTrained",
        "checkpoints", "trainerSession", "spec", "settings={", "metrics", "entropy");
    for (var topic : shows.entrySet()) {
      Typed process = typed("tail", "night", topic.getKey(), "--limit", "2");
      assertThat(process.out().lines()).hasSizeBetween(1, 2).allMatch(line -> line.startsWith("[night." + topic.getKey() + "-0@") && line.contains(topic.getValue()));
      JsonNode first = JSON.readTree(typed("tail", "night", topic.getKey(), "--from", "0", "--limit", "1", "--json-lines").out());
      assertThat(first.get("topic").asText()).isEqualTo("night." + topic.getKey());
      assertThat(first.get("value").isObject()).isTrue();
    }
    assertThat(typed("tail", "night", "rejected").out()).isEmpty();
    assertThat(typed("tail", "night", "metrics", "--from", "0").out().lines().count()).as("--from has no limit").isGreaterThan(10);
  }

  @Test
  void shouldListRunsAndVersionsAndPlayThem() throws Exception {
    assertThat(typed("runs").out()).contains("night").contains("cartpole").contains("seed 3");
    assertThat(typed("snapshots", "night", "--limit", "3").out().lines()).hasSize(5).last().asString().contains("the newest 3 shown");
    assertThat(typed("evaluate", "night", "--episodes", "5", "--version", "0", "--sampled", "--json", "eval.json").out())
        .startsWith("night version 0 (0 steps trained): 5 fresh episodes of cartpole, evaluation seed 0").contains("sampled").doesNotContain("greedy");
    JsonNode sampled = JSON.readTree(folder.resolve("eval.json").toFile());
    assertThat(sampled.get("sampled").get("returns")).hasSize(5);
    assertThat(sampled.has("greedy")).isFalse();
    assertThat(typed("evaluate", "night", "--episodes", "5").out()).isEqualTo(typed("evaluate", "night", "--episodes", "5").out());
  }

  @Test
  void shouldProveThatNothingWasLostOrTakenTwice() throws Exception {
    Typed audit = typed("audit", "night", "--json", "audit.json");
    assertThat(audit.out().lines()).first().isEqualTo("run night");
    assertThat(audit.out().lines()).last().isEqualTo("audit: holds");
    JsonNode report = JSON.readTree(folder.resolve("audit.json").toFile());
    assertThat(report.get("findings")).isEmpty();
    assertThat(report.get("stepsPublished").asLong()).isGreaterThanOrEqualTo(kept.get("stepsPublished").asLong())
        .isEqualTo(report.get("stepsInTrajectories").asLong() + report.get("stepsOpen").asLong());
    assertThat(report.get("stepsTrained").asLong()).isGreaterThanOrEqualTo(kept.get("stepsTrained").asLong());
    assertThat(report.get("versions").asLong()).isEqualTo(report.get("newestVersion").asLong() + 1).isEqualTo(report.get("metricsRows").asLong());
    assertThat(report.get("hashesChecked").asLong()).isEqualTo(2 * report.get("versions").asLong() + 3 * report.get("checkpoints").asLong());
  }

  @Test
  void shouldShowTheEpisodesThatItEvaluates() throws Exception {
    typed("evaluate", "night", "--episodes", "2", "--seed", "7", "--json", "seen.json");
    JsonNode returns = JSON.readTree(folder.resolve("seen.json").toFile()).get("greedy").get("returns");
    String shown = typed("watch", "night", "--episodes", "2", "--seed", "7").out();
    assertThat(shown.lines()).hasSize(2 * 21 + 1).last().asString().startsWith("2 greedy episodes: mean return ");
    for (int i = 0; i < 2; i++) {
      assertThat(shown).contains(String.format(java.util.Locale.ROOT, "episode %d of 2: step %.0f, return %2$.2f, ", i + 1, returns.get(i).asDouble()));
    }
    Typed wild = Typed.in(folder);
    assertThat(wild.run("watch", "night", "--speed", "0")).isEqualTo(Exit.USAGE);
    assertThat(wild.err()).contains("--speed is 0.0; expected 0.01 to 100");
  }

  @Test
  void shouldPlayTheSameFreshEpisodesGreedilyAndSampled() throws Exception {
    JsonNode both = evaluated();

    for (String acting : List.of("greedy", "sampled")) {
      JsonNode result = both.get(acting);
      assertThat(result.get("episodes").asInt()).isEqualTo(100);
      assertThat(result.get("interval95").get(0).asDouble()).isLessThan(result.get("meanReturn").asDouble());
      assertThat(result.get("min").asDouble()).isLessThanOrEqualTo(result.get("median").asDouble());
      assertThat(result.get("median").asDouble()).isLessThan(result.get("max").asDouble());
    }
    assertThat(both.get("greedy").get("returns")).isNotEqualTo(both.get("sampled").get("returns"));
    assertThat(evaluated()).isEqualTo(both);
    JsonNode others = evaluated("--seed", "1");
    assertThat(others.get("greedy").get("returns")).isNotEqualTo(both.get("greedy").get("returns"));
    assertThat(others.get("sampled").get("returns")).isNotEqualTo(both.get("sampled").get("returns"));
  }

  /// Of version 0, which no other test here moves.
  private static JsonNode evaluated(String... more) throws IOException {
    List<String> arguments = new java.util.ArrayList<>(List.of("evaluate", "night", "--version", "0", "--json", "both.json"));
    arguments.addAll(List.of(more));
    String shown = typed(arguments.toArray(String[]::new)).out();
    assertThat(shown.lines().map(String::strip).map(line -> line.split(" ")[0])).containsExactly("night", "mean", "greedy", "sampled");
    return JSON.readTree(folder.resolve("both.json").toFile());
  }

  @Test
  void shouldPublishAnEvaluationThatIsNeverTrainedOn() throws Exception {
    Typed run = Typed.in(folder);
    List<String> arguments = new java.util.ArrayList<>(List.of("run", "cartpole", "--run", "judged", "--seed", "2"));
    arguments.addAll(SHORT);
    assertThat(run.run(arguments.toArray(String[]::new))).as(run.err()).isEqualTo(Exit.DONE);
    typed("evaluate", "judged", "--episodes", "3", "--publish", "--json", "judged.json");
    arguments.addAll(List.of("--set", "budget.steps=6144", "--json", "after.json"));
    assertThat(Typed.in(folder).run(arguments.toArray(String[]::new))).isEqualTo(Exit.DONE);

    JsonNode played = JSON.readTree(folder.resolve("judged.json").toFile());
    List<Double> expected = new java.util.ArrayList<>();
    List.of("greedy", "sampled").forEach(acting -> played.get(acting).get("returns").forEach(node -> expected.add(node.asDouble())));
    List<Double> recorded = new java.util.ArrayList<>();
    for (String line : typed("tail", "judged", "episodes", "--from", "0", "--json-lines").out().lines().toList()) {
      JsonNode episode = JSON.readTree(line).get("value");
      if (episode.get("purpose").asText().equalsIgnoreCase("evaluate")) {
        recorded.add(episode.get("totalReward").asDouble());
      }
    }
    assertThat(recorded).containsExactlyInAnyOrderElementsOf(expected);
    typed("audit", "judged", "--json", "judged-audit.json");
    JsonNode audited = JSON.readTree(folder.resolve("judged-audit.json").toFile());
    assertThat(audited.get("stepsInEvaluation").asLong()).isEqualTo(Math.round(expected.stream().mapToDouble(Double::doubleValue).sum()));
    JsonNode after = JSON.readTree(folder.resolve("after.json").toFile());
    long evaluated = Math.round(expected.stream().mapToDouble(Double::doubleValue).sum());
    assertThat(after.get("stepsPublished").asLong()).as("cartpole gives 1 a step").isEqualTo(after.get("stepsInTrajectories").asLong()
        + after.get("stepsRejected").asLong() + after.get("stepsOpen").asLong() + evaluated);
  }

  @Test
  void shouldSayWhichRunsAndTopicsThereAre() {
    Typed absent = Typed.in(folder);
    assertThat(absent.run("snapshots", "nigth")).isEqualTo(Exit.FAILED);
    assertThat(absent.err().lines()).singleElement().asString().contains("run nigth").contains("expected");
    Typed topic = Typed.in(folder);
    assertThat(topic.run("tail", "night", "step")).isEqualTo(Exit.USAGE);
    assertThat(topic.err().lines()).singleElement().asString().contains("topic is 'step'; expected one of steps, outcomes").contains("did you mean 'steps'?");
    Typed version = Typed.in(folder);
    assertThat(version.run("evaluate", "night", "--version", "99999")).isEqualTo(Exit.USAGE);
    assertThat(version.err().lines()).singleElement().asString().contains("--version is 99999; expected 0 to");
  }

  @Test
  void shouldGoOnWithAnEarlierRunAndAlwaysBeginANewDemo() throws Exception {
    Typed more = Typed.in(folder);
    assertThat(more.run("run", "cartpole", "--run", "night", "--seed", "3", "--json", "more.json", "--set", "rollout.environments=8", "--set",
        "rollout.steps=32", "--set", "batch.steps=256", "--set", "budget.steps=8192")).as(more.err()).isEqualTo(Exit.DONE);
    JsonNode summary = JSON.readTree(folder.resolve("more.json").toFile());
    assertThat(summary.get("stepsTrained").asLong()).isGreaterThanOrEqualTo(8_192);
    assertThat(summary.get("stepsPublished").asLong()).isEqualTo(summary.get("stepsInTrajectories").asLong() + summary.get("stepsOpen").asLong());

    Typed demo = typed("demo", "--json", "demo.json");
    assertThat(demo.out()).contains("run cartpole-1:");
    assertThat(JSON.readTree(folder.resolve("demo.json").toFile()).get("stepsTrained").asLong()).isLessThan(6_000);
  }
}
