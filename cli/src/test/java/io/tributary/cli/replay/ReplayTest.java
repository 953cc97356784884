// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.tributary.cli.Exit;
import io.tributary.cli.Typed;
import io.tributary.cli.pipeline.Parts;
import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.replay.Finding;
import io.tributary.replay.ReplayReport;
import io.tributary.replay.ReplayRequest;
import io.tributary.replay.lineage.Coordinates;
import io.tributary.replay.lineage.EventLineage;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.policy.PolicyState;
import io.tributary.runs.Connection;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.runs.Specs;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.AgentHashes;
import io.tributary.schemas.Episode;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.SettingsRevision;
import io.tributary.schemas.SkippedTrajectory;
import io.tributary.schemas.Topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/// A real run whose settings were changed on the way, replayed; then copies of its log in which somebody changed something, each of which is found and named.
class ReplayTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUN = "night";
  private static final List<String> SHORT = List.of("--set", "rollout.environments=8", "--set", "rollout.steps=32", "--set", "rollout.recordSteps=8", "--set",
      "batch.steps=256", "--set", "budget.stopWhenSolved=false");

  @TempDir
  static Path folder;

  private static EmbeddedKafka broker;
  private static Run run;
  private static List<PolicySnapshot> snapshots;

  @BeforeAll
  static void play() {
    broker = EmbeddedKafka.start(BrokerSettings.defaults());
    List<String> arguments = new ArrayList<>(List.of("run", "cartpole", "--run", RUN, "--seed", "3"));
    arguments.addAll(SHORT);
    typed(Exit.DONE, with(arguments, "--set", "budget.steps=1536"));
    typed(Exit.DONE, with(arguments, "--set", "budget.steps=3072", "--set", "learner.learningRate=0.002"));
    run = Runs.open(Connection.to(broker.bootstrapServers()), RUN, Duration.ZERO);
    snapshots = read(run.topics().policies()).stream().map(Read::value).toList();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static String[] with(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static Typed typed(int status, String... arguments) {
    Typed process = Typed.in(folder);
    assertThat(process.run(with(List.of(arguments), "--bootstrap-servers", broker.bootstrapServers()))).as("%s%n%s", process.out(), process.err()).isEqualTo(status);
    return process;
  }

  private static <K, V> List<Read<K, V>> read(Topic<K, V> topic) {
    try (TopicTail<K, V> tail = TopicTail.open(Connection.to(broker.bootstrapServers()), topic, 0, "test-reader")) {
      return tail.readToHighWatermark();
    }
  }

  private static ReplayReport verify(Run copy) throws InterruptedException {
    return Replaying.verify(copy, Parts.kernel("scalar"), ReplayRequest.all(), version -> { });
  }

  private static String where(Topic<?, ?> topic, long offset) {
    return topic.name() + "-0@" + offset;
  }

  @Test
  void shouldMakeEveryVersionAndTrajectoryAgainBitForBit() throws Exception {
    Typed process = typed(Exit.DONE, "replay", RUN, "--verify", "--json", "replay.json");
    assertThat(process.out()).contains("equal in every bit");
    JsonNode report = JSON.readTree(folder.resolve("replay.json").toFile());
    long newest = snapshots.getLast().version();
    assertThat(newest).isGreaterThanOrEqualTo(11);
    assertThat(snapshots.getFirst().settingsRevision()).isNotEqualTo(snapshots.getLast().settingsRevision());
    assertThat(report.get("versions").asLong()).isEqualTo(newest + 1);
    assertThat(report.get("versionsRebuilt").asLong()).isEqualTo(newest + 1);
    assertThat(report.get("versionsEqual").asLong()).isEqualTo(newest + 1);
    long made = read(run.topics().trajectories()).size();
    assertThat(report.get("trajectoriesRecomputed").asLong()).as("those that no version has taken, too").isEqualTo(made).isPositive();
    assertThat(report.get("trajectoriesEqual").asLong()).isEqualTo(made);
    assertThat(report.get("stepsReplayed").asLong()).isEqualTo(snapshots.getLast().stepsTrained());
    for (String none : List.of("versionsDifferent", "versionsExpired", "versionsUnverified", "trajectoriesDifferent", "findingsTotal")) {
      assertThat(report.get(none).asLong()).as(none).isZero();
    }
    assertThat(report.get("stepsPerSecond").asDouble()).isPositive();
  }

  @Test
  void shouldReplayAPartAndRefuseWhatIsNotThere() throws Exception {
    ReplayReport part = Replaying.verify(run, Parts.kernel("auto"), new ReplayRequest(2, OptionalLong.of(4), false), version -> { });
    assertThat(part.versionsRebuilt()).as("from the kept checkpoint, version 0").isEqualTo(5);
    assertThat(part.trajectoriesRecomputed()).isZero();
    assertThat(part.isEqual()).isTrue();
    assertThat(typed(Exit.FAILED, "replay", RUN, "--to", "100000").err()).contains("has no version 100000");
    assertThat(typed(Exit.USAGE, "replay", RUN, "--from", "5", "--to", "4").err()).contains("--to is 4");
    assertThat(typed(Exit.USAGE, "replay", RUN, "--run", "x").err()).contains("without --set");
    assertThat(typed(Exit.USAGE, "replay", RUN, "--set", "gamma=0.5").err()).contains("gamma is '0.5'");
  }

  @Test
  void shouldFindAChangedRewardAndAdvantageAndWeight() throws Exception {
    List<Read<String, Trajectory>> trajectories = read(run.topics().trajectories());
    PolicySnapshot last = snapshots.getLast();
    long inLast = last.ranges().getFirst().until() - 2;
    Read<String, Trajectory> first = trajectories.getFirst();
    Read<String, Trajectory> late = trajectories.stream().filter(t -> t.offset() <= inLast && t.offset() >= last.ranges().getFirst().from()).findFirst().orElseThrow();
    Source source = first.value().sources().getLast();
    Run copy = LogCopy.of(run, "touched", (topic, offset, value) -> switch (value) {
      case Steps steps when offset == source.offset() -> otherReward(steps);
      case Trajectory trajectory when offset == late.offset() -> otherAdvantage(trajectory);
      case PolicySnapshot snapshot when snapshot.version() == 3 -> otherWeight(snapshot);
      default -> value;
    });

    ReplayReport report = verify(copy);

    assertThat(report.isEqual()).isFalse();
    assertThat(report.findings()).anySatisfy(finding -> {
      assertThat(finding.where()).isEqualTo(where(copy.topics().trajectories(), first.offset()));
      assertThat(finding.what()).startsWith("rewards[");
      assertThat(finding.expected()).contains(where(copy.topics().steps(), source.offset()));
    });
    assertThat(report.findings()).anySatisfy(finding -> {
      assertThat(finding.where()).isEqualTo(where(copy.topics().trajectories(), late.offset()));
      assertThat(finding.what()).isEqualTo("advantages[0]");
    });
    assertThat(report.findings()).filteredOn(finding -> finding.where().equals("touched version 3")).singleElement()
        .satisfies(finding -> assertThat(finding.what()).isEqualTo("parameter 7"));
    assertThat(report.findings().stream().filter(finding -> finding.where().equals("touched version " + last.version())).map(Finding::what))
        .contains("the hash of its parameters");
    assertThat(report.trajectoriesDifferent()).isEqualTo(2);
    assertThat(report.versionsDifferent()).isEqualTo(2);
    assertThat(report.versionsEqual()).isEqualTo(last.version() - 1);
    Typed process = typed(Exit.FAILED, "replay", "touched", "--verify");
    assertThat(process.out()).contains("NOT equal").contains("parameter 7 is");
  }

  private static Steps otherReward(Steps steps) {
    steps.columns().rewards()[steps.count() - 1] += 0.5f;
    return new Steps(steps.first(), steps.policyVersion(), steps.columns(), steps.ending(), steps.cut(), steps.returnBefore(), steps.purpose(),
        steps.rewardPending(), steps.firstActedMs(), steps.lastActedMs());
  }

  private static Trajectory otherAdvantage(Trajectory t) {
    float[] advantages = t.targets().advantages().clone();
    advantages[0] += 0.25f;
    return new Trajectory(t.first(), t.columns(), new Targets(t.targets().rewardsToGo(), advantages), t.gamma(), t.lambda(), t.ending(), t.cut(), t.lowestVersion(),
        t.highestVersion(), t.completeEpisode(), t.returnBefore(), t.sources());
  }

  private static PolicySnapshot otherWeight(PolicySnapshot s) {
    float[] parameters = s.policy().parameters().clone();
    parameters[7] = Math.nextUp(parameters[7]);
    return new PolicySnapshot(s.version(), s.parent(), s.settingsRevision(), new PolicyState(parameters, s.policy().observations(), s.policy().returns()),
        s.ranges(), s.skipped(), s.consumed(), s.stepsTrained(), s.hashes(), s.epochsDone(), s.stopReason(), s.trainerSession(), s.createdMs());
  }

  @Test
  void shouldFindAChangedEvaluationReturnAndATrajectoryThatNoVersionHasTaken() throws Exception {
    Run copy = LogCopy.of(run, "judged", (topic, offset, value) -> value);
    Steps like = read(run.topics().steps()).getFirst().value();
    StepId first = new StepId("e/0", 1, 0, 0);
    long at = LogCopy.append(copy, copy.topics().steps(), "e/0", new Steps(first, 0, like.columns(), Ending.TERMINATED, false, 0, Purpose.EVALUATE, false, 1, 2));
    double total = 0;
    for (float reward : like.columns().rewards()) {
      total += reward;
    }
    List<Source> sources = List.of(new Source(0, at, 0, like.count()));
    for (double claimed : new double[] {total, total + 1}) {
      LogCopy.append(copy, copy.topics().episodes(), "e/0",
          new Episode("e/0", 1, 0, claimed, like.count(), Ending.TERMINATED, 0, 0, Purpose.EVALUATE, sources, 3));
    }
    Trajectory again = read(run.topics().trajectories()).getFirst().value();
    long waiting = LogCopy.append(copy, copy.topics().trajectories(), again.first().environment(), otherAdvantage(again));

    ReplayReport report = verify(copy);

    assertThat(report.findings()).extracting(Finding::where, Finding::what).containsExactlyInAnyOrder(
        tuple(where(copy.topics().trajectories(), waiting), "advantages[0]"), tuple(where(copy.topics().episodes(), 1), "totalReward"));
    assertThat(report.episodesRecomputed()).isEqualTo(2);
    assertThat(report.episodesDifferent()).isEqualTo(1);
    assertThat(report.isEqual()).isFalse();
  }

  /// Where the producer does not count, the topology does.
  @Test
  void shouldFindAReturnThatTheSegmentBeforeContradicts() throws Exception {
    Read<String, Trajectory> late = read(run.topics().trajectories()).stream()
        .filter(t -> t.value().returnBefore() != 0 && t.offset() < snapshots.getLast().ranges().getFirst().until()).findFirst().orElseThrow();
    Run copy = LogCopy.of(run, "uncounted", (topic, offset, value) -> switch (value) {
      case Steps s -> new Steps(s.first(), s.policyVersion(), s.columns(), s.ending(), s.cut(), 0, s.purpose(), s.rewardPending(), s.firstActedMs(),
          s.lastActedMs());
      case Trajectory t when offset == late.offset() -> new Trajectory(t.first(), t.columns(), t.targets(), t.gamma(), t.lambda(), t.ending(), t.cut(),
          t.lowestVersion(), t.highestVersion(), t.completeEpisode(), 0, t.sources());
      default -> value;
    });
    assertThat(verify(copy).findings()).extracting(Finding::where, Finding::what, Finding::got)
        .containsExactly(tuple(where(copy.topics().trajectories(), late.offset()), "returnBefore", "0.0"));
  }

  @Test
  void shouldFindAnotherSeedInTheSpec() throws Exception {
    Run copy = LogCopy.of(run, "reseeded", (topic, offset, value) -> value instanceof RunSpec s
        ? new RunSpec(s.run(), s.environment(), s.spaces(), s.architecture(), s.gamma(), s.lambda(), s.segmenting(), s.bootstrapRewardToGo(), s.partitions(),
            s.clusterId(), 4, s.retentionMs(), s.abandonAfterMs(), s.forgetAfterMs(), s.outcomes(), s.settings(), s.createdMs())
        : value);
    ReplayReport report = verify(copy);
    assertThat(report.findings()).anySatisfy(finding -> {
      assertThat(finding.where()).isEqualTo("reseeded version 0");
      assertThat(finding.what()).isEqualTo("the hash of its parameters");
      assertThat(finding.expected()).contains("from the spec's seed 4");
    });
    assertThat(report.trajectoriesDifferent()).isZero();
  }

  @Test
  void shouldFindAnotherValueInASettingsRevision() throws Exception {
    int revision = snapshots.getLast().settingsRevision();
    long first = snapshots.stream().filter(snapshot -> snapshot.settingsRevision() == revision).findFirst().orElseThrow().version();
    Run copy = LogCopy.of(run, "reset", (topic, offset, value) -> value instanceof SettingsRevision s && s.revision() == revision
        ? new SettingsRevision(s.revision(), changed(s.settings()), s.codeVersion(), s.createdMs())
        : value);
    ReplayReport report = verify(copy);
    assertThat(report.findings().getFirst().where()).isEqualTo("reset version " + first);
    assertThat(report.findings().getFirst().expected()).contains("under settings revision " + revision);
    assertThat(report.versionsEqual()).as("those before it").isEqualTo(first);
    assertThat(report.versionsUnverified()).isEqualTo(snapshots.getLast().version() - first);
  }

  private static Map<String, String> changed(Map<String, String> settings) {
    Map<String, String> changed = new HashMap<>(settings);
    assertThat(changed.put("learner.learningRate.from", "0.0021")).isEqualTo("0.002");
    return changed;
  }

  @Test
  void shouldNameAndCountWhatRetentionHasRemoved() throws Exception {
    Run copy = LogCopy.of(run, "old", (topic, offset, value) -> value);
    assertThat(verify(copy).isEqual()).as("a copy is as good").isTrue();
    OffsetRange third = snapshots.get(3).ranges().getFirst();
    long steps = read(run.topics().steps()).size() / 2;
    try (Admin admin = Admin.create(copy.connection().properties("test-admin"))) {
      admin.deleteRecords(Map.of(new TopicPartition(copy.topics().trajectories().name(), 0), RecordsToDelete.beforeOffset(third.from()),
          new TopicPartition(copy.topics().steps().name(), 0), RecordsToDelete.beforeOffset(steps))).all().get();
    }
    ReplayReport report = verify(copy);
    assertThat(report.versionsRebuilt()).as("version 0 needs no trajectories").isEqualTo(1);
    assertThat(report.versionsExpired()).isEqualTo(snapshots.getLast().version());
    assertThat(report.versionsDifferent()).isZero();
    assertThat(report.trajectoriesExpired()).isPositive();
    assertThat(report.trajectoriesRecomputed()).isPositive().isEqualTo(report.trajectoriesEqual());
    assertThat(report.expired()).anyMatch(gone -> gone.startsWith("version 1: ") && gone.contains("begins at offset " + third.from()))
        .anyMatch(gone -> gone.contains("steps they were made from were deleted"));
    EventLineage event = EventLineage.of(copy, new Coordinates(copy.topics().steps().name(), 0, 0));
    assertThat(event.fate()).isEqualTo(EventLineage.Fate.EXPIRED);
  }

  @Test
  void sameSettingsMakeTheSameBitsInANewRunAndOthersMakeOthers() throws Exception {
    assertThat(typed(Exit.DONE, "replay", RUN, "--set", "learner.epochs=" + run.spec().settings().get("learner.epochs")).out())
        .contains("run night-what-if-1: what-if of run night, off-policy");
    typed(Exit.DONE, "replay", RUN, "--set", "learner.epochs=2", "--run", "fewer");

    assertThat(hashes("night-what-if-1")).isEqualTo(snapshots.stream().map(PolicySnapshot::hashes).toList());
    List<AgentHashes> fewer = hashes("fewer");
    assertThat(fewer).hasSameSizeAs(snapshots);
    assertThat(fewer.getFirst()).isEqualTo(snapshots.getFirst().hashes());
    assertThat(fewer.getLast()).isNotEqualTo(snapshots.getLast().hashes());
    assertThat(typed(Exit.DONE, "replay", "fewer", "--verify").out()).contains("equal in every bit");
    assertThat(typed(Exit.DONE, "lineage", "fewer", "--event", where(run.topics().steps(), 0)).out())
        .isEqualTo(typed(Exit.DONE, "lineage", RUN, "--event", where(run.topics().steps(), 0)).out()).contains("in trajectory night.trajectories-0@");
    assertThat(typed(Exit.DONE, "runs").out()).contains("what-if of night (off-policy)");
    assertThat(typed(Exit.DONE, "evaluate", "fewer", "--episodes", "2").out()).contains("fewer version " + snapshots.getLast().version());
    for (String part : List.of("train", "stream", "produce")) {
      assertThat(typed(Exit.FAILED, part, "fewer").err()).contains("run fewer is a what-if").contains("trajectories of run night");
    }
    assertThat(typed(Exit.USAGE, "replay", RUN, "--set", "learner.epochs=2", "--run", "fewer").err()).contains("which exists");
    assertThat(typed(Exit.FAILED, "replay", RUN, "--set", "learner.epochs=2", "--to", "999999", "--run", "ghost").err())
        .contains("has no version 999999").contains("nothing was replayed");
    assertThat(Runs.names(run.connection())).contains("fewer").doesNotContain("ghost");
    assertThat(typed(Exit.FAILED, "runs", "--delete", RUN, "--yes").err()).contains("fewer").contains("was learned from its trajectories")
        .contains("nothing was deleted");
    assertThat(Runs.names(run.connection())).contains(RUN);
  }

  @Test
  void shouldRegroupTheRecordedTrajectoriesUnderOtherBatchSizes() throws Exception {
    typed(Exit.DONE, "replay", RUN, "--set", "batch.steps=512", "--run", "larger");
    List<PolicySnapshot> larger = read(Runs.open(run.connection(), "larger", Duration.ZERO).topics().policies()).stream().map(Read::value).toList();
    assertThat(larger.getLast().stepsTrained()).isEqualTo(snapshots.getLast().stepsTrained());
    assertThat(larger.size()).isLessThan(snapshots.size());
    long at = 0;
    for (PolicySnapshot snapshot : larger.subList(1, larger.size())) {
      assertThat(snapshot.ranges().getFirst().from()).isEqualTo(at);
      at = snapshot.ranges().getFirst().until();
    }
    assertThat(typed(Exit.DONE, "replay", "larger", "--verify").out()).contains("equal in every bit");
  }

  private static List<AgentHashes> hashes(String name) {
    return read(Runs.open(run.connection(), name, Duration.ZERO).topics().policies()).stream().map(read -> read.value().hashes()).toList();
  }

  @Test
  void shouldTraceEventsAsASearchThroughEverythingDoes() {
    Map<Long, Long> versionOf = new TreeMap<>();
    Map<Long, Long> trajectoryOf = new TreeMap<>();
    for (Read<String, Trajectory> trajectory : read(run.topics().trajectories())) {
      for (Source source : trajectory.value().sources()) {
        trajectoryOf.put(source.offset(), trajectory.offset());
        snapshots.stream().filter(s -> s.ranges().stream().anyMatch(range -> trajectory.offset() >= range.from() && trajectory.offset() < range.until()))
            .forEach(s -> assertThat(versionOf.put(source.offset(), s.version())).isNull());
      }
    }
    List<Read<String, Steps>> steps = read(run.topics().steps());
    for (int i = 0; i < steps.size(); i += 17) {
      long offset = steps.get(i).offset();
      EventLineage lineage = EventLineage.of(run, new Coordinates(run.topics().steps().name(), 0, offset));
      assertThat(lineage.version()).as("steps@%d", offset).isEqualTo(versionOf.get(offset));
      assertThat(lineage.trajectory()).isEqualTo(trajectoryOf.containsKey(offset) ? where(run.topics().trajectories(), trajectoryOf.get(offset)) : null);
      assertThat(lineage.fate()).isEqualTo(
          versionOf.containsKey(offset) ? versionOf.get(offset) == 1 ? EventLineage.Fate.TAKEN : EventLineage.Fate.TRAINED : trajectoryOf.containsKey(offset) ? EventLineage.Fate.NOT_CONSUMED : EventLineage.Fate.OPEN);
    }
  }

  @Test
  void shouldTellWhatIsInNoPlaceOrWasGoneBeforeAnybodyLearnedFromIt() throws Exception {
    Read<String, Trajectory> first = read(run.topics().trajectories()).getFirst();
    Source dropped = first.value().sources().getLast();
    OffsetRange third = snapshots.get(3).ranges().getFirst();
    List<Long> taken = read(run.topics().trajectories()).stream().map(Read::offset).filter(offset -> offset >= third.from() && offset < third.until()).toList();
    Run copy = LogCopy.of(run, "lossy", (topic, offset, value) -> switch (value) {
      case Trajectory t when offset == first.offset() -> new Trajectory(t.first(), t.columns(), t.targets(), t.gamma(), t.lambda(), t.ending(), t.cut(),
          t.lowestVersion(), t.highestVersion(), t.completeEpisode(), t.returnBefore(), List.of());
      case PolicySnapshot s when s.version() == 3 -> new PolicySnapshot(s.version(), s.parent(), s.settingsRevision(), s.policy(), s.ranges(),
          List.of(new SkippedTrajectory(0, taken.getFirst(), 0, SkippedTrajectory.LOST_UNTIL + taken.get(2))), s.consumed(), s.stepsTrained(), s.hashes(),
          s.epochsDone(), s.stopReason(), s.trainerSession(), s.createdMs());
      default -> value;
    });
    Coordinates event = new Coordinates(copy.topics().steps().name(), 0, dropped.offset());
    assertThat(EventLineage.of(copy, event).fate()).isEqualTo(EventLineage.Fate.PENDING);
    try (Admin admin = Admin.create(copy.connection().properties("test-admin"))) {
      admin.alterConsumerGroupOffsets(copy.topics().applicationId(),
          Map.of(new TopicPartition(copy.topics().steps().name(), 0), new OffsetAndMetadata(dropped.offset() + 1))).all().get();
    }
    assertThat(EventLineage.of(copy, event).fate()).isEqualTo(EventLineage.Fate.LOST);
    List<EventLineage> gone = taken.subList(0, 3).stream()
        .map(offset -> EventLineage.of(copy, new Coordinates(copy.topics().trajectories().name(), 0, offset))).toList();
    assertThat(gone).extracting(EventLineage::fate).containsExactly(EventLineage.Fate.SKIPPED, EventLineage.Fate.SKIPPED, EventLineage.Fate.TRAINED);
    assertThat(gone.get(1).detail()).contains("deleted before it was learned from");
  }

  @Test
  void shouldTellWhereAVersionComesFrom() throws IOException {
    PolicySnapshot last = snapshots.getLast();
    Typed process = typed(Exit.DONE, "lineage", RUN, Long.toString(last.version()), "--json", "lineage.json", "--provenance", "provenance.json");
    assertThat(process.out()).contains("run night version " + last.version()).contains("learner.learningRate.from=0.0").contains("→ 0.002");
    JsonNode lineage = JSON.readTree(folder.resolve("lineage.json").toFile());
    OffsetRange range = last.ranges().getFirst();
    List<Trajectory> taken = read(run.topics().trajectories()).stream().filter(t -> t.offset() >= range.from() && t.offset() < range.until()).map(Read::value).toList();
    assertThat(lineage.get("codeVersion").asText()).as("the code that trained it").startsWith("development").isEqualTo(codeOf(snapshots.getFirst()));
    assertThat(lineage.get("sources").get("trajectories").asLong()).isEqualTo(taken.size());
    assertThat(lineage.get("sources").get("steps").asLong()).isEqualTo(taken.stream().mapToLong(Trajectory::count).sum());
    assertThat(lineage.get("sources").get("events").asLong()).isEqualTo(taken.stream().mapToLong(t -> t.sources().size()).sum());
    assertThat(lineage.get("sources").get("environments")).hasSize(8);
    assertThat(lineage.get("sources").get("eventOffsets").get(run.topics().steps().name() + "-0").get("first").asLong())
        .isEqualTo(taken.stream().flatMap(t -> t.sources().stream()).mapToLong(Source::offset).min().orElseThrow());
    List<Long> offsets = new ArrayList<>();
    for (JsonNode span : lineage.get("sources").get("eventCoordinates").get(run.topics().steps().name() + "-0")) {
      LongStream.rangeClosed(span.get(0).asLong(), span.get(1).asLong()).forEach(offsets::add);
    }
    assertThat(offsets).isEqualTo(taken.stream().flatMap(t -> t.sources().stream()).map(Source::offset).sorted().toList());
    JsonNode provenance = JSON.readTree(folder.resolve("provenance.json").toFile()).get("modelProvenance");
    assertThat(provenance.get("instance-values").get("policy-version").asLong()).isEqualTo(last.version());
    assertThat(provenance.get("instance-values").get("parameters-sha256").asText()).isEqualTo(last.hashes().parameters());
    assertThat(provenance.get("trainer").get("learner.learningRate.from").asText()).isEqualTo("0.002");
    assertThat(provenance.get("dataset").get("datasource").get("ranges").asText()).isEqualTo("0:[" + range.from() + "," + range.until() + ")");
  }

  private static String codeOf(PolicySnapshot snapshot) {
    return Specs.revisions(run).stream().filter(revision -> revision.revision() == snapshot.settingsRevision()).map(SettingsRevision::codeVersion).findFirst()
        .orElseThrow();
  }

  @Test
  void shouldRefuseEventsThatDoNotExist() {
    assertThat(typed(Exit.FAILED, "lineage", RUN, "--event", "night.steps-0@99999999").err()).contains("[night.steps-0@99999999] does not exist");
    assertThat(typed(Exit.FAILED, "lineage", RUN, "--event", "night.steps-7@0").err()).contains("has 1 partitions");
    assertThat(typed(Exit.FAILED, "lineage", RUN, "--event", "other.steps-0@0").err()).contains("expected night.steps or night.trajectories");
    assertThat(typed(Exit.USAGE, "lineage", RUN, "--event", "steps").err()).contains("expected TOPIC-PARTITION@OFFSET");
    assertThat(typed(Exit.USAGE, "lineage", RUN).err()).contains("neither VERSION nor --event");
    assertThat(typed(Exit.FAILED, "lineage", RUN, "4000").err()).contains("has no version 4000");
  }
}
