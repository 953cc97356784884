// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import io.tributary.env.evaluate.EvaluationResult;

import static org.assertj.core.api.Assertions.assertThat;

class SeedsReportTest {
  private static final double MARK = 475;

  /// A run whose every episode has the same return.
  static SeedRun run(long seed, double greedy, double sampled, Long stepsToMark) {
    Summary summary = new Summary("x-s" + seed, "cartpole", stepsToMark != null, 400.0, 7, new Accounts(100, 100, 0, 0, 0, 0, 100), 9, null, 13.5, 2.0, 1000.0,
        0, new Summary.Lag(1.0, 1.0), "scalar", seed);
    Map<String, EvaluationResult> results = new LinkedHashMap<>();
    results.put(Evaluated.GREEDY, result(greedy));
    results.put(Evaluated.SAMPLED, result(sampled));
    Optional<LearningCurve.Point> reached =
        Optional.ofNullable(stepsToMark).map(steps -> new LearningCurve.Point(120, steps, steps / 1000.0, 500, 476));
    return SeedRun.finished(summary, reached, greedy / 2, new Evaluated("x-s" + seed, "cartpole", 9, 200_000, 0, results));
  }

  private static EvaluationResult result(double mean) {
    return new EvaluationResult(new double[] {mean, mean}, new long[] {5, 5});
  }

  private static SeedRun failed(long seed) {
    return SeedRun.without(seed, "x-s" + seed, SeedRun.Status.FAILED, "the trainer broke");
  }

  static SeedsReport report(double mark, List<SeedRun> runs) {
    return new SeedsReport("x", "cartpole", "1..n", Map.of("seed", "1", "algorithm", "ppo", "environment", "cartpole", "budget.steps", "200000"), "1.0 at abc",
        "scalar", mark, "2026-01-01T00:00:00Z", runs);
  }

  @Test
  void shouldCountAFailedRunAndLeaveItOutOfTheFigures() {
    SeedsReport report = report(MARK, List.of(run(1, 500, 490, 60_000L), failed(2), run(3, 470, 460, 90_000L), run(4, 475, 470, null)));

    assertThat(report.complete()).isFalse();
    assertThat(report.passed()).isEqualTo(2);
    assertThat(report.reached()).isEqualTo(2);
    assertThat(report.sample(SeedRun::greedy).median()).isEqualTo(475);
    List<String> lines = SeedsTable.lines(report);
    assertThat(lines).anyMatch(line -> line.contains("failed") && line.contains("the trainer broke"))
        .anyMatch(line -> line.contains("1 of 4 runs have no result: they count as not passed"))
        .anyMatch(line -> line.contains("passed   2 of 4"));
    assertThat(lines.getFirst()).contains("(ppo on cartpole)", "seeds 1..n", "budget 200,000 steps", "mark 475", "code 1.0 at abc");
  }

  /// 60, 90 and two that never got there: the median lies between 90 and never. With a third that did, it is the mean of the middle two.
  @Test
  void medianToTheMarkTakesARunThatMissedItForTheSlowest() {
    assertThat(report(MARK, List.of(run(1, 1, 1, 60L), run(2, 1, 1, null), run(3, 1, 1, 90L), failed(4))).medianToMark(LearningCurve.Point::steps)).isEmpty();
    assertThat(report(MARK, List.of(run(1, 1, 1, 60L), run(2, 1, 1, 70L), run(3, 1, 1, 90L), failed(4))).medianToMark(LearningCurve.Point::steps)).hasValue(80);
    assertThat(report(MARK, List.of(run(1, 1, 1, 60L), failed(2), run(3, 1, 1, 90L))).medianToMark(LearningCurve.Point::seconds)).hasValue(0.09);
  }

  @Test
  void shouldCallIntervalsApproximateBelowTenRunsAndGiveTheInterquartileMeanFromTenUp() {
    SeedsReport nine = report(MARK, runs(9));
    SeedsReport twelve = report(MARK, runs(12));

    assertThat(SeedsReport.estimates(nine.sample(SeedRun::greedy))).extracting(SeedsReport.Estimate::name).containsExactly("median", "mean");
    assertThat(SeedsTable.lines(nine)).anyMatch(line -> line.contains("greedy   median 5.00") && line.contains("approximate 95 % bootstrap intervals over 9 runs"));
    SeedsReport.Estimate first = SeedsReport.estimates(twelve.sample(SeedRun::greedy)).getFirst();
    assertThat(first.name()).isEqualTo("interquartile mean");
    assertThat(first.value()).isEqualTo(6.5);
    assertThat(first.interval().low()).isBetween(3.0, 6.0);
    assertThat(first.interval().high()).isBetween(7.0, 10.0);
    assertThat(SeedsTable.lines(twelve)).anyMatch(line -> line.contains("interquartile mean 6.50") && !line.contains("approximate"));
  }

  private static List<SeedRun> runs(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> run(i, i, i, null)).toList();
  }

  @Test
  void shouldHoldEverythingAsJson() throws Exception {
    List<SeedRun> runs = new ArrayList<>(runs(2));
    runs.add(failed(3));
    ObjectMapper mapper = new ObjectMapper();
    JsonNode json = mapper.readTree(mapper.writeValueAsString(report(MARK, runs).json()));

    assertThat(json.get("settings").has("seed")).as("each run has its own").isFalse();
    assertThat(json.get("settings").get("budget.steps").asText()).isEqualTo("200000");
    assertThat(json.get("codeVersion").asText()).isEqualTo("1.0 at abc");
    assertThat(json.get("runs")).hasSize(3);
    assertThat(json.get("runs").get(0).get("evaluation").get("greedy").get("returns")).hasSize(2);
    assertThat(json.get("runs").get(0).get("passed").asBoolean()).isFalse();
    assertThat(json.get("runs").get(2).get("status").asText()).isEqualTo("failed");
    assertThat(json.get("runs").get(2).get("reason").asText()).isEqualTo("the trainer broke");
    assertThat(json.get("greedy").get("intervalsApproximate").asBoolean()).isTrue();
    assertThat(json.get("greedy").get("mean").get("value").asDouble()).isEqualTo(1.5);
    assertThat(json.get("medianStepsToMark").isNull()).isTrue();
  }

  @Test
  void shouldReportWithoutAMarkAndWithoutAnyResult() {
    SeedsReport nothing = report(Double.NaN, List.of(failed(1)));

    assertThat(SeedsTable.lines(nothing)).noneMatch(line -> line.contains("passed  ")).anyMatch(line -> line.contains("no mark"));
    assertThat(nothing.json().get("runsPassed")).isNull();
    assertThat(nothing.json()).doesNotContainKey(Evaluated.GREEDY);
  }
}
