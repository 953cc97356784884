// SPDX-License-Identifier: Apache-2.0
package io.tributary.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.tributary.cli.Exit;
import io.tributary.cli.Typed;
import io.tributary.cli.report.Accounts;
import io.tributary.cli.report.Counting;
import io.tributary.runs.Connection;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.Episode;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.Topic;

import static org.assertj.core.api.Assertions.assertThat;

/// One run from its creation to its end, on any kind of Kafka: topology, trainer and two producers as processes of their own, started before the run
/// exists. It learns; Kafka is struck, a producer killed, a trainer taken over, topology and trainer stopped and started again; in the end every
/// published step is accounted for.
///
/// The tests are the chapters of one story, in this order: each begins with what the ones before have left.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
class WholePathTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final String RUN = "night";
  private static final int PARTITIONS = 2;

  @TempDir
  static Path folder;

  private KafkaUnderTest kafka;
  private PartProcesses parts;
  private Process trainer;
  private Process stream;
  private final List<Process> producers = new ArrayList<>();
  private Run run;
  private TopicTail<Long, PolicySnapshot> policies;

  @BeforeAll
  @Timeout(240)
  void startPartsThenKafkaThenTheRun() throws Exception {
    kafka = KafkaUnderTest.start(folder);
    parts = new PartProcesses(folder, kafka.options());
    startProducer();
    startProducer();
    trainer = startTrainer();
    stream = startStream();
    typed("create", RUN, "--preset", "cartpole", "--wait", "120", "--set", "rollout.environments=8", "--set", "batch.steps=512", "--set",
        "partitions=" + PARTITIONS, "--set", "replicationFactor=" + kafka.replicas());
    run = Runs.open(Connection.to(kafka.bootstrapServers()), RUN, Duration.ofSeconds(10));
    policies = TopicTail.open(run.connection(), run.topics().policies(), 0, "test.policies");
  }

  @AfterAll
  void stopAll() {
    if (policies != null) {
      policies.close();
    }
    if (parts != null) {
      parts.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }

  @Test
  @Order(1)
  void shouldKeepEachTopicOnAsManyNodesAsAsked() throws Exception {
    try (Admin admin = Admin.create(run.connection().properties("test.admin"))) {
      List<String> names = run.topics().all().stream().map(Topic::name).toList();
      Map<String, Integer> replicas = new java.util.TreeMap<>();
      admin.describeTopics(names).allTopicNames().get(30, TimeUnit.SECONDS)
          .forEach((name, topic) -> topic.partitions().forEach(partition -> replicas.put(name + "-" + partition.partition(), partition.replicas().size())));
      assertThat(replicas.values()).hasSizeGreaterThan(names.size()).containsOnly(kafka.replicas());
    }
  }

  @Test
  @Order(2)
  void shouldLearn() throws Exception {
    awaitVersion(40);

    List<Double> returns = returns();
    int tenth = returns.size() / 10;
    assertThat(tenth).isGreaterThan(10);
    assertThat(mean(returns.subList(returns.size() - tenth, returns.size()))).as("mean return of the last tenth of %d episodes", returns.size())
        .isGreaterThan(1.5 * mean(returns.subList(0, tenth)));
  }

  @Test
  @Order(3)
  void shouldGoOnWhenKafkaIsStruck() throws Exception {
    kafka.strike();

    awaitVersion(version() + 5);
    assertThat(producers).allMatch(Process::isAlive);
    assertThat(trainer.isAlive()).isTrue();
    assertThat(stream.isAlive()).isTrue();
    kafka.mend();
  }

  @Test
  @Order(4)
  void shouldGoOnWithAnotherProducerInPlaceOfAKilledOne() throws Exception {
    producers.removeFirst().destroyForcibly().waitFor();
    startProducer();

    awaitVersion(version() + 5);
    typed("audit", RUN); // while all parts go on
  }

  @Test
  @Order(5)
  void shouldLetTheLaterOfTwoTrainersWin() throws Exception {
    Process earlier = trainer;
    trainer = startTrainer();

    await("the earlier trainer's end", () -> !earlier.isAlive());
    assertThat(earlier.exitValue()).as(parts.logs()).isEqualTo(Exit.TAKEN_OVER);
    awaitVersion(version() + 5);
    assertThat(trainer.isAlive()).isTrue();
  }

  @Test
  @Order(6)
  void shouldResumeWhatWasStopped() throws Exception {
    parts.stop(stream);
    long trajectories = trajectories();
    parts.stop(trainer);
    assertThat(trajectories()).as("nobody but the topology makes trajectories").isEqualTo(trajectories);
    long version = version();

    stream = startStream();
    trainer = startTrainer();

    awaitVersion(version + 5);
  }

  @Test
  @Order(7)
  void shouldLearnFromTheLargestRecord() throws Exception {
    for (Process producer : producers) {
      parts.stop(producer);
    }
    await("every published step to be processed", () -> accounts().pending() == 0);
    Accounts before = accounts();

    int steps = LargestRecord.publish(run);

    await("the largest record to be learned from", () -> accounts().trained() >= before.trained() + steps);
    assertThat(accounts().inTrajectories()).isEqualTo(before.inTrajectories() + steps);
  }

  @Test
  @Order(8)
  void shouldAccountForEveryStepAndEveryVersion() throws Exception {
    parts.stop(stream);
    parts.stop(trainer);

    Accounts counts = accounts();
    assertThat(counts.pending()).isZero();
    assertThat(counts.rejected()).isZero();
    assertThat(counts.published()).isPositive().isEqualTo(counts.inTrajectories() + counts.open());
    policies.seek(0);
    List<Read<Long, PolicySnapshot>> versions = policies.readToHighWatermark();
    assertThat(versions).extracting(read -> read.value().version()).isEqualTo(java.util.stream.LongStream.range(0, versions.size()).boxed().toList());
    typed("audit", RUN);
    typed("replay", RUN, "--verify");
  }

  private void startProducer() throws Exception {
    producers.add(parts.start("produce", RUN, "--wait", "120", "--set", "rollout.rate=4000"));
  }

  private Process startTrainer() throws Exception {
    return parts.start("train", RUN, "--wait", "120");
  }

  private Process startStream() throws Exception {
    return parts.start("stream", RUN, "--wait", "120");
  }

  private void typed(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(kafka.options());
    Typed typed = Typed.in(folder);
    assertThat(typed.run(all.toArray(String[]::new))).as(typed.out() + typed.err()).isEqualTo(Exit.DONE);
  }

  private Accounts accounts() throws InterruptedException {
    return new Counting(run).accounts();
  }

  private long trajectories() {
    long sum = 0;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      try (var tail = TopicTail.open(run.connection(), run.topics().trajectories(), partition, "test.trajectories")) {
        sum += tail.highWatermark();
      }
    }
    return sum;
  }

  /// Of all finished episodes, in the order in which they ended.
  private List<Double> returns() {
    List<Episode> episodes = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      try (var tail = TopicTail.open(run.connection(), run.topics().episodes(), partition, "test.episodes")) {
        tail.readToHighWatermark().forEach(read -> episodes.add(read.value()));
      }
    }
    episodes.sort(java.util.Comparator.comparingLong(Episode::endedMs));
    return episodes.stream().map(Episode::totalReward).toList();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private long version() {
    return policies.seekToLast().map(read -> read.value().version()).orElse(-1L);
  }

  private void awaitVersion(long version) throws Exception {
    await("version " + version, () -> version() >= version);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private void await(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited for " + what + "; newest version " + version() + "; " + parts.logs());
      }
      Thread.sleep(50);
    }
  }
}
