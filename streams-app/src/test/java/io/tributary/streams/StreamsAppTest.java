// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.runs.Connection;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.Runs;
import io.tributary.runs.TakenOverException;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Segmenting;
import io.tributary.schemas.Topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The topology against a real broker.
class StreamsAppTest {
  private static final long LONGEST_WAIT_NS = TimeUnit.SECONDS.toNanos(60);

  private static EmbeddedKafka broker;
  private static Connection connection;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedKafka.start(BrokerSettings.defaults());
    connection = Connection.to(broker.bootstrapServers());
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private static Run run(String name, int partitions) {
    return run(name, partitions, new Segmenting.MaxSteps(8));
  }

  private static Run run(String name, int partitions, Segmenting segmenting) {
    RunSpec spec = World.spec(segmenting, partitions);
    return Runs.create(connection, new RunSpec(name, spec.environment(), spec.spaces(), spec.architecture(), spec.gamma(), spec.lambda(),
        spec.segmenting(), true, partitions, "", 1, -1, spec.abandonAfterMs(), spec.forgetAfterMs(), null, Map.of(), 0), (short) 1);
  }

  /// Sends records to the partition their keys belong to.
  private static int send(Run run, int partition, List<Steps> records) throws Exception {
    int steps = 0;
    Map<String, Object> properties = connection.properties("test");
    properties.putAll(run.topics().producerLimits().producerConfig());
    try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Steps record : records) {
        producer.send(new ProducerRecord<>(run.topics().steps().name(), partition, World.key(record.first().environment()), World.bytes(record)))
            .get(10, TimeUnit.SECONDS);
        steps += record.count();
      }
    }
    return steps;
  }

  /// Sends many records without waiting for each.
  private static void sendAll(Run run, List<Steps> records) {
    List<RuntimeException> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
    try (var producer = new KafkaProducer<>(connection.properties("test"), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Steps record : records) {
        var _ = producer.send(new ProducerRecord<>(run.topics().steps().name(), 0, World.key(record.first().environment()), World.bytes(record)),
            (metadata, failed) -> {
              if (failed != null) {
                failures.add(new IllegalStateException(failed));
              }
            });
      }
    }
    assertThat(failures).isEmpty();
  }

  private static Steps piece(String environment, int index, int count, Consumer<World.Piece> set) {
    return World.Piece.of(p -> {
      p.environment = environment;
      p.index = index;
      p.count = count;
      set.accept(p);
    });
  }

  private static void awaitDone(Run run) {
    long deadline = System.nanoTime() + LONGEST_WAIT_NS;
    while (StepCounts.pending(run) > 0) {
      assertThat(System.nanoTime()).as("steps still pending").isLessThan(deadline);
    }
  }

  private static <V> List<Read<String, V>> all(Topic<String, V> topic) {
    List<Read<String, V>> all = new ArrayList<>();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      try (var tail = TopicTail.open(connection, topic, partition, "test")) {
        all.addAll(tail.readToHighWatermark());
      }
    }
    return all;
  }

  private static StreamsApp started(Run run, StreamSettings settings) {
    StreamsApp app = new StreamsApp(run, settings, AwaitedBatch.unknown());
    app.start();
    return app;
  }

  @Test
  void shouldGoOnWithTheOpenStepsOfAnEarlierProcess() throws Exception {
    Run run = run("restart", 3);
    int sent = 0;
    int open = 0;
    assertThat(StepCounts.open(run)).isZero();
    try (StreamsApp app = started(run, StreamSettings.defaults())) {
      assertThat(app.isRunning()).isTrue();
      for (int partition = 0; partition < 3; partition++) {
        for (int e = 0; e < 2; e++) {
          String environment = World.environments("p", partition, 3).skip(e).findFirst().orElseThrow();
          sent += send(run, partition, List.of(piece(environment, 0, 2, p -> { }), piece(environment, 2, 3, p -> { })));
          open += 5;
        }
        String evaluated = World.environment("e", partition, 3);
        sent += send(run, partition, List.of(piece(evaluated, 0, 4, p -> p.purpose = Purpose.EVALUATE)));
        open += 4;
      }
      awaitDone(run);
      assertThat(app.progress().openSteps()).isEqualTo(open);
    }
    assertThat(StepCounts.open(run)).isEqualTo(open);
    assertThat(all(run.topics().trajectories())).isEmpty();

    try (StreamsApp app = started(run, StreamSettings.defaults())) {
      assertThat(app.progress().openSteps()).as("restored").isEqualTo(open);
      for (int partition = 0; partition < 3; partition++) {
        String environment = World.environment("p", partition, 3);
        sent += send(run, partition, List.of(piece(environment, 1, 1, p -> { }), piece(environment, 5, 1, p -> p.ending = Ending.TERMINATED)));
        sent += send(run, partition, List.of(piece(World.environment("e", partition, 3), 4, 1, p -> {
          p.purpose = Purpose.EVALUATE;
          p.ending = Ending.TRUNCATED;
        })));
      }
      awaitDone(run);
    }
    var trajectories = all(run.topics().trajectories());
    assertThat(trajectories).hasSize(3);
    for (Read<String, Trajectory> read : trajectories) {
      assertThat(read.value().count()).isEqualTo(6);
      assertThat(read.value().completeEpisode()).isTrue();
      assertThat(read.value().sources()).hasSize(3).extracting(Source::partition).containsOnly(read.partition());
      assertThat(read.key()).isEqualTo(read.value().first().environment());
    }
    long inTrajectories = trajectories.stream().mapToLong(read -> read.value().count()).sum();
    long rejected = all(run.topics().rejected()).stream().mapToLong(read -> read.value().count()).sum();
    long evaluated = all(run.topics().episodes()).stream().flatMap(read -> read.value().sources().stream()).mapToLong(Source::count).sum();
    assertThat(rejected).isEqualTo(3);
    assertThat(evaluated).isEqualTo(15);
    assertThat(inTrajectories + rejected + evaluated + StepCounts.open(run) + StepCounts.pending(run)).isEqualTo(sent);
  }

  /// As the coordinator of a broker that was killed did: it named a position of seconds before.
  @Test
  void shouldTakeEveryStepInOnceWhereTheGroupsOffsetIsOlderThanItsState() throws Exception {
    Run run = run("older-offset", 1);
    String environment = World.environment("p", 0, 1);
    try (StreamsApp _ = started(run, StreamSettings.defaults())) {
      send(run, 0, List.of(piece(environment, 0, 5, p -> { }), piece(environment, 5, 5, p -> { }), piece(environment, 10, 3, p -> { })));
      awaitDone(run);
    }
    try (Admin admin = Admin.create(connection.properties("test"))) {
      admin.alterConsumerGroupOffsets(run.topics().applicationId(), Map.of(new TopicPartition(run.topics().steps().name(), 0), new OffsetAndMetadata(0))).all()
          .get(10, TimeUnit.SECONDS);
    }
    try (StreamsApp app = started(run, StreamSettings.defaults())) {
      send(run, 0, List.of(piece(environment, 13, 1, p -> p.ending = Ending.TERMINATED)));
      awaitDone(run);
      assertThat(app.progress().repeatedRecords()).isEqualTo(3);
    }
    assertThat(all(run.topics().rejected())).isEmpty();
    assertThat(all(run.topics().trajectories())).extracting(read -> read.value().count()).containsExactly(10, 4);
    assertThat(StepCounts.open(run)).isZero();
  }

  @Test
  void shouldYieldToALaterProcessAndTakeEveryStepInOnce() throws Exception {
    Run run = run("takeover", 1);
    int sent = 0;
    try (StreamsApp first = started(run, StreamSettings.defaults())) {
      List<Steps> records = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        records.add(piece("p/" + i % 5, i / 5 * 3, 3, p -> { }));
      }
      sent += send(run, 0, records.subList(0, 100));
      try (StreamsApp second = started(run, StreamSettings.defaults())) {
        sent += send(run, 0, records.subList(100, 200));
        assertThatThrownBy(first::await).isInstanceOf(TakenOverException.class).hasMessageContaining("instance 0");
        assertThat(first.isRunning()).isFalse();
        first.close();
        awaitDone(run);
        assertThat(second.isRunning()).as("the earlier one's close leaves the later one alone").isTrue();
      }
    }
    Set<Long> offsets = new HashSet<>();
    long inTrajectories = 0;
    for (var read : all(run.topics().trajectories())) {
      inTrajectories += read.value().count();
      for (Source source : read.value().sources()) {
        assertThat(offsets.add(source.offset())).as("offset %d twice", source.offset()).isTrue();
      }
    }
    assertThat(inTrajectories + StepCounts.open(run)).isEqualTo(sent);
    assertThat(all(run.topics().rejected())).isEmpty();
  }

  @Test
  void shouldNotStartWhereStepsWouldBeRepeatedOrSkipped() throws Exception {
    Run run = run("lost", 1);
    send(run, 0, List.of(piece("p/0", 0, 3, p -> p.cut = true)));
    try (StreamsApp app = started(run, StreamSettings.defaults())) {
      awaitDone(run);
      assertThat(app.acceptedLosses()).isEmpty();
    }
    send(run, 0, List.of(piece("p/0", 3, 3, p -> p.cut = true), piece("p/0", 6, 3, p -> p.cut = true)));
    try (Admin admin = Admin.create(connection.properties("test"))) {
      deleteRecords(admin, run, 2);
      assertThatThrownBy(() -> new StreamsApp(run, StreamSettings.defaults(), AwaitedBatch.unknown()).start()).isInstanceOf(RunException.class)
          .hasMessageContaining("lost.steps-0 offsets 1 to 1: deleted before they were assembled").hasMessageContaining("--accept-loss");
      admin.deleteConsumerGroups(List.of(run.topics().applicationId())).all().get(10, TimeUnit.SECONDS);
    }
    assertThatThrownBy(() -> new StreamsApp(run, StreamSettings.defaults(), AwaitedBatch.unknown()).start()).isInstanceOf(RunException.class)
        .hasMessageContaining("lost.steps-0 offsets 2 to 2: the group has no offset, but lost.trajectories is not empty");

    try (StreamsApp app = started(run, new StreamSettings(0, 1, 5, true))) {
      assertThat(app.acceptedLosses()).hasSize(1).first().asString().contains("lost.steps-0 offsets 2 to 2");
      send(run, 0, List.of(piece("p/0", 9, 1, p -> p.ending = Ending.TERMINATED)));
      awaitDone(run);
    }
    assertThat(all(run.topics().trajectories())).extracting(read -> read.value().first().index()).containsExactly(0L, 9L);
    assertThat(all(run.topics().rejected())).singleElement().satisfies(read -> {
      assertThat(read.value().reason()).isEqualTo(RejectionReason.LOST);
      assertThat(read.value().offset()).isEqualTo(2);
      assertThat(read.value().count()).isEqualTo(3);
    });
  }

  /// What has its place keeps it: in a trajectory, an evaluation episode, a rejection, or open. Only the rest is lost, and its bytes are kept.
  @Test
  void shouldRejectWhatAnAcceptedLossPassesOver() throws Exception {
    Run run = run("recorded", 1);
    try (StreamsApp app = started(run, StreamSettings.defaults())) {
      send(run, 0, List.of(piece("p/0", 0, 3, p -> p.cut = true), piece("p/1", 0, 2, p -> { }), piece("p/2", 0, 1, p -> p.returnBefore = Double.NaN),
          piece("e/0", 0, 2, p -> {
            p.purpose = Purpose.EVALUATE;
            p.ending = Ending.TERMINATED;
          })));
      awaitDone(run);
      assertThat(app.isRunning()).isTrue();
    }
    try (Admin admin = Admin.create(connection.properties("test"))) {
      admin.deleteConsumerGroups(List.of(run.topics().applicationId())).all().get(10, TimeUnit.SECONDS);
    }
    Steps unread = piece("p/1", 2, 4, p -> p.ending = Ending.TERMINATED);
    send(run, 0, List.of(piece("p/0", 3, 3, p -> p.cut = true), unread));
    try (StreamsApp app = started(run, new StreamSettings(0, 1, 5, true))) {
      assertThat(app.acceptedLosses()).singleElement().asString().contains("offsets 0 to 5").contains("2 records with 7 steps are rejected as lost");
      send(run, 0, List.of(piece("p/1", 6, 1, p -> p.ending = Ending.TERMINATED)));
      awaitDone(run);
    }
    var rejected = all(run.topics().rejected());
    assertThat(rejected).extracting(read -> read.value().offset()).containsExactly(2L, 4L, 5L);
    assertThat(rejected).extracting(read -> read.value().reason()).containsExactly(RejectionReason.NON_FINITE, RejectionReason.LOST, RejectionReason.LOST);
    assertThat(rejected.get(2).value().original()).isEqualTo(World.bytes(unread));
    assertThat(rejected.get(2).value().message()).contains("recorded.steps-0@5").contains("recorded.rejected");
    Set<Long> placed = new HashSet<>(List.of(2L, 4L, 5L));
    all(run.topics().trajectories()).forEach(read -> read.value().sources().forEach(source -> assertThat(placed.add(source.offset())).isTrue()));
    all(run.topics().episodes()).forEach(read -> read.value().sources().forEach(source -> assertThat(placed.add(source.offset())).isTrue()));
    assertThat(placed).as("each record is in exactly one place").containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L);
  }

  /// Each rejection has a transaction of its own here; the last one, with the offsets, never comes. What was done is not done again.
  @Test
  void shouldRejectLostStepsOnceThoughItIsInterrupted() throws Exception {
    Run run = run("interrupted", 1);
    send(run, 0, List.of(piece("p/0", 0, 3, p -> p.cut = true), piece("p/0", 3, 3, p -> p.cut = true), piece("p/0", 6, 3, p -> p.cut = true)));
    TopicPartition steps = new TopicPartition(run.topics().steps().name(), 0);
    List<StartOffsets.Loss> losses = List.of(new StartOffsets.Loss(steps, 0, 2, false, "nobody knows"), new StartOffsets.Loss(null, 0, 1, true, "breaks it off"));
    assertThatThrownBy(() -> new LostSteps(run, 1).settle(() -> new LostSteps.Plan(losses, Map.of(steps, new OffsetAndMetadata(2))))).isInstanceOf(NullPointerException.class);
    assertThat(all(run.topics().rejected())).extracting(read -> read.value().offset()).containsExactly(0L, 1L);
    assertThat(StepCounts.committed(run)).isEmpty();

    List<StartOffsets.Loss> more = List.of(new StartOffsets.Loss(steps, 0, 3, false, "nobody knows"));
    assertThat(new LostSteps(run).settle(() -> new LostSteps.Plan(more, Map.of(steps, new OffsetAndMetadata(3))))).singleElement().asString().contains("1 records with 3 steps are rejected");
    assertThat(all(run.topics().rejected())).extracting(read -> read.value().offset()).containsExactly(0L, 1L, 2L);
    assertThat(StepCounts.committed(run)).containsExactly(Map.entry(0, 3L));
  }

  /// A living topology may hold records that retention has deleted since: it would assemble what the other one rejects.
  @Test
  void shouldAcceptNoLossWhileATopologyWorks() throws Exception {
    Run run = run("beside", 1);
    try (StreamsApp app = started(run, StreamSettings.defaults()); Admin admin = Admin.create(connection.properties("test"))) {
      send(run, 0, List.of(piece("p/0", 0, 3, p -> p.cut = true)));
      awaitDone(run);
      TopicPartition steps = new TopicPartition(run.topics().steps().name(), 0);
      LostSteps lost = new LostSteps(run);
      assertThatThrownBy(() -> lost.settle(() -> new StartOffsets(run, admin, new StreamGroup(run, StreamSettings.defaults())).requireNobodyWorks(
          new LostSteps.Plan(List.of(new StartOffsets.Loss(steps, 0, 1, true, StartOffsets.Loss.DELETED)), Map.of(steps, new OffsetAndMetadata(1))))))
          .isInstanceOf(RunException.class).hasMessageContaining("has members").hasMessageContaining("nothing was skipped");
      assertThat(app.isRunning()).isTrue();
    }
    assertThat(all(run.topics().rejected())).isEmpty();
  }

  /// Which of the two has the only partition is for Kafka to say.
  @Test
  void shouldBeReadyWithoutAPartitionWhereOthersHoldThemAll() throws Exception {
    Run run = run("spare", 1);
    send(run, 0, List.of(piece("p/0", 0, 3, p -> p.cut = true)));
    try (StreamsApp first = started(run, StreamSettings.defaults()); StreamsApp second = started(run, new StreamSettings(1, 1, 5, false))) {
      awaitDone(run);
      await(() -> first.hindrance().isEmpty() && second.hindrance().isEmpty() && first.progress().partitions() + second.progress().partitions() == 1);
      StreamsApp spare = first.progress().partitions() == 0 ? first : second;
      StreamsApp busy = spare == first ? second : first;
      assertThat(spare.figures().lag()).isNaN();
      await(() -> busy.figures().lag() == 0);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WAIT_NS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  @Test
  void shouldLeaveOneRejectionWhereRetentionDeletedStepsBeforeTheyWereRead() throws Exception {
    Run run = run("expired", 1);
    send(run, 0, List.of(piece("p/0", 0, 3, p -> p.cut = true)));
    try (StreamsApp app = started(run, StreamSettings.defaults())) {
      awaitDone(run);
      assertThat(app.isRunning()).isTrue();
    }
    send(run, 0, List.of(piece("p/0", 3, 3, p -> p.cut = true), piece("p/0", 6, 3, p -> p.cut = true), piece("p/0", 9, 3, p -> p.cut = true)));
    try (Admin admin = Admin.create(connection.properties("test"))) {
      deleteRecords(admin, run, 3);
    }
    try (StreamsApp app = started(run, new StreamSettings(0, 1, 5, true))) {
      assertThat(app.acceptedLosses()).singleElement().asString().contains("offsets 1 to 2");
      awaitDone(run);
    }
    assertThat(all(run.topics().rejected())).singleElement().satisfies(read -> {
      assertThat(read.value().reason()).isEqualTo(RejectionReason.LOST);
      assertThat(read.value().offset()).isEqualTo(1);
      assertThat(read.value().count()).isEqualTo(-1);
      assertThat(read.value().message()).contains("expired.steps-0@1").contains("offsets 1 to 2 were deleted");
    });
    assertThat(all(run.topics().trajectories())).extracting(read -> read.value().first().index()).containsExactly(0L, 9L);
  }

  /// The largest records the topic takes: closed at once, kept open, rejected, and more of them than an environment may have open.
  @Test
  void shouldTakeTheLargestRecords() throws Exception {
    Run run = run("largest", 1);
    int count = run.topics().steps().maxValueBytes() / 22;
    Steps closing = piece("p/0", 0, count, p -> p.cut = true);
    assertThat(World.bytes(closing).length).isGreaterThan((int) (0.9 * run.topics().steps().maxValueBytes()));
    Steps worthless = piece("p/1", 0, count, p -> p.returnBefore = Double.NaN);
    List<Steps> evaluation = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      evaluation.add(piece("e/0", i * count, count, p -> p.purpose = Purpose.EVALUATE));
    }
    try (StreamsApp app = started(run, StreamSettings.defaults())) {
      send(run, 0, List.of(closing, worthless));
      send(run, 0, evaluation);
      awaitDone(run);
      assertThat(app.isRunning()).isTrue();
    }
    assertThat(all(run.topics().trajectories())).hasSize(1).first().extracting(read -> read.value().count()).isEqualTo(count);
    assertThat(all(run.topics().rejected())).extracting(read -> read.value().reason()).first().isEqualTo(RejectionReason.NON_FINITE);
    assertThat(all(run.topics().rejected())).hasSize(6).extracting(read -> read.value().original().length)
        .containsOnly(RejectedStep.MAX_ORIGINAL_BYTES);
    assertThat(StepCounts.open(run)).isZero();
  }

  /// All that is open is rejected at once when an episode proves endless. Without a limit on its records that would take longer than a transaction
  /// may, and the topology would try for ever.
  @Test
  void shouldRejectAnEndlessEpisodeInTime() throws Exception {
    Run run = run("endless", 1, new Segmenting.CompleteEpisodes());
    int beyond = 200;
    List<Steps> endless = new ArrayList<>();
    for (int i = 0; i < EpisodeOrder.MOST_RECORDS + 1 + beyond; i++) {
      endless.add(piece("p/0", i, 1, p -> { }));
      if (i % 1_000 == 0) {
        endless.add(piece("q/0", i / 1_000, 1, p -> { }));
      }
    }
    endless.add(piece("q/0", 11, 1, p -> p.ending = Ending.TERMINATED));
    endless.add(piece("p/0", 0, 1, p -> {
      p.episode = 1;
      p.ending = Ending.TERMINATED;
    }));
    try (StreamsApp app = started(run, StreamSettings.defaults())) {
      sendAll(run, endless);
      awaitDone(run);
      assertThat(app.isRunning()).isTrue();
    }
    Map<RejectionReason, Long> reasons = new HashMap<>();
    all(run.topics().rejected()).forEach(read -> reasons.merge(read.value().reason(), 1L, Long::sum));
    assertThat(reasons).containsOnly(Map.entry(RejectionReason.TOO_LONG, EpisodeOrder.MOST_RECORDS + 1L), Map.entry(RejectionReason.GAP, (long) beyond));
    assertThat(all(run.topics().trajectories())).extracting(read -> read.key() + " " + read.value().count()).containsExactly("q/0 12", "p/0 1");
  }

  private static void deleteRecords(Admin admin, Run run, long before) throws InterruptedException, ExecutionException {
    Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
    records.put(new TopicPartition(run.topics().steps().name(), 0), RecordsToDelete.beforeOffset(before));
    admin.deleteRecords(records).all().get();
  }
}
