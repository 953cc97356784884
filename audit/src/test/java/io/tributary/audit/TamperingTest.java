// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Metrics;
import io.tributary.rl.learning.StopReason;
import io.tributary.rl.policy.PolicyState;
import io.tributary.runs.RunException;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.RejectionReason;
import io.tributary.schemas.VersionMetrics;

import static io.tributary.audit.FindingKind.CHECKPOINT_DIFFERS;
import static io.tributary.audit.FindingKind.CHECKPOINT_MISSING;
import static io.tributary.audit.FindingKind.CONSUMED_DIFFERS;
import static io.tributary.audit.FindingKind.HASH_DIFFERS;
import static io.tributary.audit.FindingKind.METRICS_DIFFER;
import static io.tributary.audit.FindingKind.METRICS_DUPLICATED;
import static io.tributary.audit.FindingKind.METRICS_MISSING;
import static io.tributary.audit.FindingKind.OPEN_ROWS_DIFFER;
import static io.tributary.audit.FindingKind.OPEN_STEPS_CLOSED;
import static io.tributary.audit.FindingKind.RANGES_APART;
import static io.tributary.audit.FindingKind.RECORD_DUPLICATED;
import static io.tributary.audit.FindingKind.RECORD_UNDECODABLE;
import static io.tributary.audit.FindingKind.SETTINGS_REVISION_MISSING;
import static io.tributary.audit.FindingKind.SOURCE_ABOVE_COMMITTED;
import static io.tributary.audit.FindingKind.SOURCE_DIFFERS;
import static io.tributary.audit.FindingKind.SOURCE_MISSING;
import static io.tributary.audit.FindingKind.STEPS_IN_TWO_PLACES;
import static io.tributary.audit.FindingKind.STEPS_LOST;
import static io.tributary.audit.FindingKind.STEPS_TRAINED_DIFFER;
import static io.tributary.audit.FindingKind.TRAJECTORY_IN_NO_VERSION;
import static io.tributary.audit.FindingKind.TRAJECTORY_IN_TWO_VERSIONS;
import static io.tributary.audit.FindingKind.VERSION_DUPLICATED;
import static io.tributary.audit.FindingKind.VERSION_MISSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A log made by hand: it passes, and whatever is changed in it is found and named.
class TamperingTest {
  @Test
  void shouldPassAGoodLogAndCountEachThingWhereItLies() {
    AuditReport report = new MadeLog("good").audit();
    assertThat(report.findings()).isEmpty();
    assertThat(report.holds()).isTrue();
    assertThat(report.steps()).isEqualTo(new StepTotals(2 * 35, 2 * 31, 2 * 16, 2 * 6, 2 * 4, Map.of(RejectionReason.DUPLICATE, 8L), 2 * 5, 2 * 4, 0, 0, 0,
        2 * 10, 2, 2, 0, 0));
    assertThat(report.versions()).isEqualTo(new VersionTotals(3, 1, 2, 0, 0, 20, 3, 0, 0, 2, 4, 3, 3 * 2 + 4 * 3));
    assertThat(report.lines(10)).last().isEqualTo("audit: holds");
    assertThat(report.json()).containsEntry("stepsPublished", 70L).containsEntry("stepsBelowCommitted", 62L).containsEntry("stepsInTrajectories", 32L)
        .containsEntry("stepsInEvaluation", 12L).containsEntry("stepsRejected", 8L).containsEntry("stepsOpen", 10L).containsEntry("stepsPending", 8L)
        .containsEntry("recordsUndecodable", 2L).containsEntry("recordsExpired", 0L).containsEntry("stepsLost", 0L).containsEntry("stepsDuplicated", 0L)
        .containsEntry("trajectoriesTrained", 3L).containsEntry("trajectoriesSkipped", 1L).containsEntry("trajectoriesNotConsumed", 2L)
        .containsEntry("versions", 3L).containsEntry("findings", List.of());
  }

  static Stream<Arguments> tamperings() {
    return Stream.of(
        tampering("one trajectory dropped", log -> log.trajectories.get(0).remove(2), Map.of(STEPS_LOST, 1L), "-0@7"),
        tampering("one trajectory twice", log -> log.trajectories.get(1).add(log.trajectories.get(1).get(2)), Map.of(RECORD_DUPLICATED, 1L), "trajectories-1@3"),
        tampering("one offset in a source changed", log -> {
          Trajectory second = log.trajectories.get(0).get(1);
          log.trajectories.get(0).set(1, MadeLog.sources(second, new Source(0, 5, 8, 4)));
        }, Map.of(STEPS_LOST, 1L, STEPS_IN_TWO_PLACES, 1L, SOURCE_DIFFERS, 1L), "-0@6"),
        tampering("a source that does not exist", log -> {
          Trajectory third = log.trajectories.get(0).get(2);
          log.trajectories.get(0).set(2, MadeLog.sources(third, new Source(0, 10, 0, 4)));
        }, Map.of(STEPS_LOST, 1L, SOURCE_MISSING, 1L), "trajectories-0@2"),
        tampering("a source of another episode", log -> {
          Steps other = MadeLog.steps("p0/0", 2, 0, 4, Ending.TERMINATED, Purpose.TRAIN);
          log.trajectories.get(0).set(2, MadeLog.trajectory(List.of(other), new Source(0, 7, 0, 4)));
        }, Map.of(SOURCE_DIFFERS, 1L), "-0@7"),
        tampering("a rejection twice", log -> log.rejected.get(0).add(log.rejected.get(0).get(0)), Map.of(RECORD_DUPLICATED, 1L), "rejected-0@2"),
        tampering("a rejection of an undecodable record twice", log -> log.rejected.get(1).add(log.rejected.get(1).get(1)), Map.of(RECORD_DUPLICATED, 1L),
            "rejected-1@2"),
        tampering("an evaluation episode twice", log -> log.episodes.get(0).add(log.episodes.get(0).get(0)), Map.of(RECORD_DUPLICATED, 2L), "episodes-0@2"),
        tampering("an undecodable record in no place", log -> log.rejected.get(0).remove(1), Map.of(STEPS_LOST, 1L), "-0@3"),
        tampering("a step nobody has", log -> {
          log.steps.get(1).add(9, log.steps.get(1).get(9));
          log.committed[1] = 10;
        }, Map.of(STEPS_LOST, 1L), "-1@9"),
        tampering("an output of steps that were not committed", log -> log.committed[0] = 7, Map.of(SOURCE_ABOVE_COMMITTED, 2L), "-0@7"),
        tampering("an open step also in a trajectory", log -> {
          log.header(0, "o0/0", MadeLog.row(2, 9, 7));
          log.slot(0, "o0/0", 1, 7);
          log.header(0, "o0/0", MadeLog.row(1, 4, 7));
          log.slot(0, "o0/0", 0, 7);
        }, Map.of(OPEN_STEPS_CLOSED, 1L, STEPS_LOST, 1L), "open-steps-changelog-0@3"),
        tampering("open rows that disagree", log -> log.header(0, "o0/0", MadeLog.row(1, 6, 8)), Map.of(OPEN_ROWS_DIFFER, 1L), "environments-changelog-0@3"),
        tampering("an output that is no record", log -> log.headers.add(new MadeLog.Out(0, MadeLog.key("x"), new byte[] {1})), Map.of(RECORD_UNDECODABLE, 1L),
            "environments-changelog-0@3"),
        tampering("one in a snapshot's range changed", log -> log.policies.set(1,
            MadeLog.ranges(log.policies.get(1), new OffsetRange(0, 0, 2), new OffsetRange(1, 0, 1))),
            Map.of(RANGES_APART, 1L, TRAJECTORY_IN_TWO_VERSIONS, 1L, STEPS_TRAINED_DIFFER, 1L, CONSUMED_DIFFERS, 1L, CHECKPOINT_DIFFERS, 1L), "version 1"),
        tampering("a range that begins late", log -> log.policies.set(2,
            MadeLog.ranges(log.policies.get(2), new OffsetRange(0, 2, 2), new OffsetRange(1, 1, 2))),
            Map.of(RANGES_APART, 1L, TRAJECTORY_IN_NO_VERSION, 1L, STEPS_TRAINED_DIFFER, 1L, CONSUMED_DIFFERS, 1L), "trajectories-0@1"),
        tampering("one weight changed", log -> {
          PolicySnapshot s = log.policies.get(2);
          log.policies.set(2, MadeLog.policy(s, new PolicyState(new float[] {2, 1, Math.nextUp(2f)}, s.policy().observations(), s.policy().returns())));
        }, Map.of(HASH_DIFFERS, 1L), "version 2"),
        tampering("one statistic changed", log -> {
          PolicySnapshot s = log.policies.get(2);
          log.policies.set(2, MadeLog.policy(s, new PolicyState(s.policy().parameters(), s.policy().observations(),
              MadeLog.agent(3, 0).policy().returns())));
        }, Map.of(HASH_DIFFERS, 1L), "version 2"),
        tampering("a version missing", log -> log.policies.remove(1), Map.of(VERSION_MISSING, 1L, CHECKPOINT_DIFFERS, 1L), "policies-0@1"),
        tampering("a version twice", log -> log.policies.add(2, log.policies.get(1)), Map.of(VERSION_DUPLICATED, 1L), "policies-0@2"),
        tampering("a row of metrics missing", log -> log.metrics.remove(1), Map.of(METRICS_MISSING, 1L), "version 1"),
        tampering("a row of metrics twice", log -> log.metrics.add(log.metrics.get(1)), Map.of(METRICS_DUPLICATED, 1L), "metrics-0@3"),
        tampering("a row of metrics of no version", log -> log.metrics.add(new VersionMetrics(3, new Metrics(), StopReason.COMPLETED, 1)),
            Map.of(METRICS_DIFFER, 1L), "metrics-0@3"),
        tampering("a version from nowhere", log -> log.policies.add(2, version(log.policies.get(1), 1_000_000_000_000L)), Map.of(VERSION_MISSING, 1L),
            "policies-0@2"),
        tampering("a version from nowhere that an array could hold", log -> log.policies.add(version(log.policies.get(2), 1_000_000_000)),
            Map.of(VERSION_MISSING, 1L), "policies-0@3"),
        tampering("the newest checkpoint missing", log -> log.checkpoints.removeLast(), Map.of(CHECKPOINT_MISSING, 1L), "version 2"),
        tampering("a kept checkpoint missing", log -> log.checkpoints.removeFirst(), Map.of(CHECKPOINT_MISSING, 1L), "version 0"),
        tampering("moments changed", log -> {
          var last = log.checkpoints.removeLast();
          var agent = new io.tributary.rl.learning.Agent(2, last.getValue().agent().policy(),
              new io.tributary.rl.learning.OptimiserState(new float[] {3}, 2, 2), 20, null);
          log.checkpoints.add(Map.entry(last.getKey(), new io.tributary.schemas.Checkpoint(agent, last.getValue().positions(), List.of(), 1, 1, 1)));
        }, Map.of(HASH_DIFFERS, 1L), "checkpoints-0@3"),
        tampering("a settings revision missing", log -> log.specs.removeLast(), Map.of(SETTINGS_REVISION_MISSING, 2L), "version 2"));
  }

  private static PolicySnapshot version(PolicySnapshot s, long version) {
    return new PolicySnapshot(version, version - 1, s.settingsRevision(), s.policy(), s.ranges(), s.skipped(), s.consumed(), s.stepsTrained(), s.hashes(),
        s.epochsDone(), s.stopReason(), s.trainerSession(), s.createdMs());
  }

  private static Arguments tampering(String name, Consumer<MadeLog> change, Map<FindingKind, Long> found, String where) {
    return Arguments.of(name, change, found, where);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tamperings")
  void shouldFindAndName(String name, Consumer<MadeLog> change, Map<FindingKind, Long> found, String where) {
    MadeLog log = new MadeLog("tampered");
    change.accept(log);
    AuditReport report = log.audit();
    assertThat(report.counts()).as(String.join("\n", report.lines(100))).isEqualTo(found);
    assertThat(report.findings()).anySatisfy(finding -> assertThat(finding.where()).contains(where));
    assertThat(report.lines(1)).last().asString().matches("audit: [0-9]+ findings?");
  }

  /// What retention removed was older than what the run keeps; what is missing and younger was lost, however little another topic has left.
  @Test
  void shouldExcuseNoStepThatIsYoungerThanWhatRetentionRemoves() {
    MadeLog log = new MadeLog("burst", 60_000);
    log.trajectories.get(0).remove(2);
    long nowMs = 10 * MadeLog.STEP_MS;
    AuditReport report = Audit.of(log.spec, log.topics, new AuditSettings(100, 1 << 20),
        new LogInMemory(log.records(), log.committed, Map.of(log.topics.rejected().name(), new long[] {2, 0}), nowMs));
    assertThat(report.counts()).as(String.join("\n", report.lines(100))).isEqualTo(Map.of(STEPS_LOST, 1L));
    assertThat(report.findings().getFirst().where()).endsWith("steps-0@7");
    assertThat(report.steps().recordsExpired()).as("offsets 2 and 3, whose rejections are gone").isEqualTo(2);
  }

  @Test
  void shouldExcuseNothingWhereNothingExpires() {
    MadeLog log = new MadeLog("forever");
    AuditReport report = Audit.of(log.spec, log.topics, new AuditSettings(100, 1 << 20),
        new LogInMemory(log.records(), log.committed, Map.of(log.topics.rejected().name(), new long[] {2, 0}), Long.MAX_VALUE / 2));
    assertThat(report.counts()).isEqualTo(Map.of(STEPS_LOST, 2L));
  }

  @Test
  void shouldRefuseWhatIsTooLargeForItsMemory() {
    MadeLog log = new MadeLog("large");
    for (int more = 0; more < 50; more++) {
      log.steps.get(0).add(log.steps.get(0).get(9));
    }
    assertThatThrownBy(() -> Audit.of(log.spec, log.topics, new AuditSettings(1, 1_200), new LogInMemory(log))).isInstanceOf(RunException.class)
        .hasMessage("run large: an audit of 70 steps records, 6 trajectories and 3 versions takes " + (70 * 25 + 6 * 4 + 3 * 9)
            + " bytes of tables; expected at most 1200 (--memory MIB); nothing was audited");
    assertThatThrownBy(() -> Audit.of(log.spec, log.topics, new AuditSettings(1, 100), new LogInMemory(log)))
        .hasMessageContaining("more than 1 open steps records");
  }

  @Test
  void shouldKeepAsManyFindingsAsAskedAndCountAll() {
    MadeLog log = new MadeLog("many");
    log.trajectories.forEach(List::clear);
    AuditReport report = Audit.of(log.spec, log.topics, new AuditSettings(2, 1 << 20), new LogInMemory(log));
    assertThat(report.findings()).hasSize(2);
    assertThat(report.counts()).containsEntry(STEPS_LOST, 8L);
    assertThat(report.steps().lost()).isEqualTo(32);
    List<String> lines = new ArrayList<>(report.lines(10));
    assertThat(lines.removeLast()).isEqualTo("audit: " + report.total() + " findings");
    assertThat(lines.removeLast()).contains("… and " + (report.total() - 2) + " more").contains("steps-lost 8");
  }
}
