// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.rejected;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.tributary.cli.Exit;
import io.tributary.cli.Typed;
import io.tributary.cli.look.Scan;
import io.tributary.cli.report.Counting;
import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.policy.Architecture;
import io.tributary.runs.Connection;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.runs.TakenOverException;
import io.tributary.schemas.Episode;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Segmenting;
import io.tributary.schemas.Topic;
import io.tributary.streams.AwaitedBatch;
import io.tributary.streams.StepCounts;
import io.tributary.streams.StreamSettings;
import io.tributary.streams.StreamsApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Rejected records get their second chance, each once, against a real broker and a real topology; what cannot be mended is named and left.
class ResubmissionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LONGEST_WAIT_NS = TimeUnit.SECONDS.toNanos(60);

  @TempDir
  static Path folder;

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

  private static Run run(String name, Segmenting segmenting, int partitions) {
    return Runs.create(connection, new RunSpec(name, "test", new Spaces(Space.Box.unbounded(2), new Space.Discrete(2)), Architecture.defaults(), 0.9, 0.5,
        segmenting, true, partitions, "", 1, -1, RunSpec.DEFAULT_ABANDON_AFTER_MS, RunSpec.DEFAULT_FORGET_AFTER_MS, null, Map.of(), 0), (short) 1);
  }

  private static Steps steps(String environment, long session, long episode, int index, int count, Ending ending, Purpose purpose) {
    float[] observations = new float[2 * count];
    float[] rewards = new float[count];
    for (int i = 0; i < count; i++) {
      observations[2 * i] = index + i;
      observations[2 * i + 1] = episode;
      rewards[i] = 10 * episode + index + i;
    }
    Columns columns = new Columns.Builder(count, 2, 1).observations(observations, 0).nextObservation(new float[] {index + count, episode}, 0)
        .discreteActions(new int[count], 0).logProbabilities(new float[count], 0).values(new float[count + 1], 0).rewards(rewards, 0).build();
    return new Steps(new StepId(environment, session, episode, index), 7, columns, ending, false, 0, purpose, false, 1, 2);
  }

  private static Steps train(String environment, long episode, int index, int count, Ending ending) {
    return steps(environment, 5, episode, index, count, ending, Purpose.TRAIN);
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(connection.properties("test"), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static RecordMetadata send(Run run, String key, byte[] value) throws Exception {
    try (var producer = producer()) {
      return producer.send(new ProducerRecord<>(run.topics().steps().name(), key.getBytes(StandardCharsets.UTF_8), value)).get(10, TimeUnit.SECONDS);
    }
  }

  private static RecordMetadata send(Run run, Steps steps) throws Exception {
    return send(run, steps.first().environment(), run.topics().steps().value().encode(steps));
  }

  /// What an earlier topology, which did not know better, left behind: good records, rejected, and its offset behind them.
  private static void rejectedBefore(Run run, RejectionReason reason, Steps... records) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    try (var producer = producer()) {
      for (Steps steps : records) {
        RecordMetadata place = send(run, steps);
        byte[] key = steps.first().environment().getBytes(StandardCharsets.UTF_8);
        byte[] value = run.topics().steps().value().encode(steps);
        boolean unknown = reason == RejectionReason.UNKNOWN_SCHEMA;
        RejectedStep rejected = RejectedStep.of(key, value, place.partition(), place.offset(), unknown ? -1 : steps.first().index(),
            unknown ? -1 : steps.count(), reason, "as an earlier topology said", place.timestamp());
        producer.send(new ProducerRecord<>(run.topics().rejected().name(), place.partition(), key, run.topics().rejected().value().encode(rejected)))
            .get(10, TimeUnit.SECONDS);
        offsets.put(new TopicPartition(run.topics().steps().name(), place.partition()), new OffsetAndMetadata(place.offset() + 1));
      }
    }
    try (Admin admin = Admin.create(connection.properties("test"))) {
      admin.alterConsumerGroupOffsets(run.topics().applicationId(), offsets).all().get(10, TimeUnit.SECONDS);
    }
  }

  private static StreamsApp topology(Run run) {
    StreamsApp app = new StreamsApp(run, StreamSettings.defaults(), AwaitedBatch.unknown());
    app.start();
    return app;
  }

  private static void awaitDone(Run run) {
    long deadline = System.nanoTime() + LONGEST_WAIT_NS;
    while (StepCounts.pending(run) > 0) {
      assertThat(System.nanoTime()).as("steps still pending").isLessThan(deadline);
    }
  }

  private static <V> List<V> all(Run run, Topic<String, V> topic) {
    List<V> all = new ArrayList<>();
    Scan.all(run, topic, read -> all.add(topic.value().decode(read.value())));
    return all;
  }

  private static List<Trajectory> copies(Run run) {
    return all(run, run.topics().trajectories()).stream().filter(made -> made.first().environment().endsWith("~resubmit")).toList();
  }

  private static String typed(Run run, String... arguments) {
    List<String> words = new ArrayList<>(List.of("rejected", run.name(), "--bootstrap-servers", broker.bootstrapServers()));
    words.addAll(List.of(arguments));
    Typed process = Typed.in(folder);
    assertThat(process.run(words.toArray(String[]::new))).as(process.err()).isEqualTo(Exit.DONE);
    return process.out();
  }

  private static JsonNode json(String file) throws Exception {
    return JSON.readTree(folder.resolve(file).toFile());
  }

  private static int left(JsonNode report, String cause) {
    return report.get("left").path(cause).path("records").asInt();
  }

  @Test
  void shouldSubmitWhatIsMendedOnceAndNameTheRest() throws Exception {
    Run run = run("mended", new Segmenting.MaxSteps(8), 2);
    rejectedBefore(run, RejectionReason.UNKNOWN_SCHEMA, train("p/0", 0, 0, 3, Ending.CONTINUES), train("p/0", 0, 3, 2, Ending.TERMINATED),
        train("p/0", 1, 0, 2, Ending.CONTINUES), train("p/1", 3, 4, 2, Ending.CONTINUES), train("p/1", 3, 9, 2, Ending.TRUNCATED));
    try (StreamsApp app = topology(run)) {
      send(run, train("q/0", 0, 0, 2, Ending.TERMINATED));
      send(run, train("q/0", 1, 0, 2, Ending.TERMINATED));
      send(run, train("q/0", 0, 0, 2, Ending.TERMINATED)); // late, and in truth a duplicate
      send(run, train("q/0", 1, 0, 2, Ending.TERMINATED)); // duplicate
      send(run, "q/0", new byte[] {1, 2, 3});
      send(run, wrongSpaces());
      awaitDone(run);

      assertThat(typed(run)).contains("run mended: 9 records rejected").contains("unknown-schema").contains("Upgrade the topology")
          .contains("spaces-differ").contains("all of them:").contains("mended.steps-");
      assertThat(typed(run, "--reason", "malformed", "--show", "--json", "list.json").lines()).anyMatch(line -> line.contains("undecodable, 3 bytes"))
          .anyMatch(line -> line.contains("cannot be decoded: 3 bytes"));
      assertThat(json("list.json").get("reasons").get("malformed").get("records").asInt()).isEqualTo(1);
      assertThat(typed(run, "--environment", "p/1", "--limit", "1", "--show")).contains("the newest 1:").contains("as an earlier topology said").contains("rewards=[");
      assertThat(typed(run, "--producer", "q", "--json-lines").lines()).hasSize(4)
          .allMatch(line -> line.startsWith("{\"record\":\"mended.steps-") && line.contains("\"environment\":\"q/0\""));

      assertThat(typed(run, "--resubmit", "--json", "first.json")).contains("9 rejected records asked for; 5 sent again, with 11 steps in 4 episodes")
          .contains("acted by version 7, the newest is 0: off-policy").contains("batch.maxVersionLag is -1");
      JsonNode first = json("first.json");
      assertThat(left(first, "taken already")).isEqualTo(2);
      assertThat(left(first, "undecodable")).isEqualTo(1);
      assertThat(left(first, "still rejected")).isEqualTo(1);
      assertThat(first.get("left").get("still rejected").get("named").get(0).get("why").asText())
          .isEqualTo("still spaces-differ: observations have 3 numbers; expected 2");
      awaitDone(run);

      assertThat(typed(run, "--resubmit", "--json", "second.json")).contains("0 sent again");
      assertThat(left(json("second.json"), "already resubmitted")).isEqualTo(5);
      awaitDone(run);
    }
    List<Trajectory> copies = copies(run);
    assertThat(copies).extracting(made -> made.first().environment() + " " + made.first().episode() + " " + made.first().index() + " " + made.count())
        .containsExactlyInAnyOrder("p/0~resubmit 0 0 5", "p/0~resubmit 1 0 2", "p/1~resubmit 0 4 2", "p/1~resubmit 1 9 2");
    Trajectory whole = copies.stream().filter(made -> made.count() == 5).findFirst().orElseThrow();
    assertThat(whole.completeEpisode()).isTrue();
    assertThat(whole.columns().rewards()).containsExactly(0, 1, 2, 3, 4);
    assertThat(whole.lowestVersion()).isEqualTo(7);
    assertThat(copies).extracting(made -> made.first().session()).containsOnly(whole.first().session());
    assertThat(StepCounts.open(run)).as("parts are cut, so nothing waits").isZero();
  }

  /// What comes after a gap has closed without it is called a duplicate though nobody took it.
  @Test
  void shouldSubmitDuplicatesOfWhatNobodyTookWhereTheyAreAskedFor() throws Exception {
    Run run = run("overtaken", new Segmenting.MaxSteps(8), 1);
    try (StreamsApp app = topology(run)) {
      send(run, train("p/0", 0, 0, 2, Ending.CONTINUES));
      send(run, train("p/0", 0, 4, 2, Ending.CONTINUES));
      send(run, train("p/0", 0, 2, 2, Ending.CONTINUES)); // overtaken
      send(run, train("p/0", 0, 4, 2, Ending.CONTINUES)); // sent twice, and open
      awaitDone(run);
      assertThat(typed(run, "--resubmit")).contains("2 rejected records asked for; 0 sent again").contains("--reason duplicate");
      assertThat(typed(run, "--resubmit", "--reason", "duplicate", "--json", "asked.json")).contains("2 rejected records asked for; 1 sent again, with 2 steps");
      assertThat(left(json("asked.json"), "taken already")).isEqualTo(1);
      awaitDone(run);
      assertThat(copies(run)).extracting(made -> made.first().index() + " " + made.count()).containsExactly("2 2");
    }
  }

  private static Steps wrongSpaces() {
    Columns columns = new Columns.Builder(1, 3, 1).observations(new float[3], 0).nextObservation(new float[3], 0).discreteActions(new int[1], 0)
        .rewards(new float[1], 0).build();
    return new Steps(new StepId("q/0", 5, 2, 0), 7, columns, Ending.CONTINUES, false, 0, Purpose.TRAIN, false, 1, 2);
  }

  @Test
  void shouldSubmitOnlyWholeEpisodesWhereOnlyThoseCount() throws Exception {
    Run run = run("whole", new Segmenting.CompleteEpisodes(), 1);
    rejectedBefore(run, RejectionReason.GAP, train("p/0", 4, 0, 2, Ending.CONTINUES), train("p/0", 4, 2, 1, Ending.TERMINATED),
        steps("p/0", 5, 5, 0, 2, Ending.CONTINUES, Purpose.EVALUATE), steps("p/0", 5, 5, 2, 2, Ending.TRUNCATED, Purpose.EVALUATE));
    try (StreamsApp app = topology(run)) {
      send(run, train("q/0", 0, 0, 2, Ending.CONTINUES));
      send(run, train("q/0", 0, 3, 1, Ending.TERMINATED));
      send(run, train("q/0", 1, 0, 1, Ending.TERMINATED));
      awaitDone(run);
      typed(run, "--resubmit", "--json", "whole.json");
      JsonNode report = json("whole.json");
      assertThat(report.get("records").asInt()).isEqualTo(4);
      assertThat(left(report, "not a whole episode")).isEqualTo(2);
      awaitDone(run);
      typed(run, "--resubmit", "--json", "whole.json");
      assertThat(json("whole.json").get("records").asInt()).isZero();
    }
    assertThat(copies(run)).singleElement().satisfies(made -> {
      assertThat(made.completeEpisode()).isTrue();
      assertThat(made.count()).isEqualTo(3);
    });
    List<Episode> evaluated = all(run, run.topics().episodes()).stream().filter(episode -> episode.purpose() == Purpose.EVALUATE).toList();
    assertThat(evaluated).singleElement().satisfies(episode -> assertThat(episode.length()).isEqualTo(4));
    assertThat(new Counting(run).accounts()).satisfies(accounts -> assertThat(accounts.addUp()).as("%s", accounts).isTrue());
  }

  /// Sent correctly after all, the same steps wait in an open segment, or for the topology: a copy would be learned from beside them.
  @Test
  void shouldLeaveStepsThatAreOpenOrHaveStillToBeRead() throws Exception {
    Run run = run("waiting", new Segmenting.MaxSteps(8), 1);
    rejectedBefore(run, RejectionReason.SPACES_DIFFER, train("p/0", 0, 0, 3, Ending.CONTINUES), train("p/1", 0, 0, 3, Ending.TERMINATED),
        train("p/2", 0, 0, 3, Ending.TERMINATED));
    try (StreamsApp app = topology(run)) {
      send(run, train("p/0", 0, 0, 3, Ending.CONTINUES));
      awaitDone(run);
      assertThat(app.progress().openSteps()).isEqualTo(3);
    }
    send(run, train("p/1", 0, 0, 3, Ending.TERMINATED));
    assertThat(typed(run, "--resubmit", "--json", "waiting.json")).contains("waiting.steps-0@0: its steps are in waiting.steps-0@3, whose segment is open")
        .contains("waiting.steps-0@1: its steps are in waiting.steps-0@4, which the topology has still to read");
    assertThat(left(json("waiting.json"), "taken already")).isEqualTo(2);
    assertThat(json("waiting.json").get("records").asInt()).isEqualTo(1);
    try (StreamsApp app = topology(run)) {
      awaitDone(run);
      assertThat(app.isRunning()).isTrue();
    }
    assertThat(copies(run)).extracting(made -> made.first().environment()).containsExactly("p/2~resubmit");
  }

  /// Whoever may send steps may send any header. It counts only on what is a copy.
  @Test
  void shouldBelieveNoHeaderThatItsRecordBelies() throws Exception {
    Run run = run("vetoed", new Segmenting.MaxSteps(8), 1);
    Steps original = train("p/0", 0, 0, 2, Ending.TERMINATED);
    rejectedBefore(run, RejectionReason.LATE, original, train("p/1", 0, 0, 2, Ending.TERMINATED));
    Steps renamed = train("p/0~resubmit", 7, 0, 2, Ending.TERMINATED);
    assertThat(renamed.columns().rewards()).isNotEqualTo(original.columns().rewards());
    for (String source : List.of("0@0", "0@1", "0@999999", "7@0", "0@-1", "no place")) {
      for (Steps liar : List.of(train("liar/0", 0, 0, 2, Ending.TERMINATED), original, renamed)) {
        sendAs(run, source, run.topics().steps().value().encode(liar));
      }
      sendAs(run, source, null);
    }
    assertThat(typed(run, "--resubmit", "--environment", "p/1")).contains("1 sent again");
    assertThat(typed(run, "--resubmit", "--json", "vetoed.json")).contains("2 rejected records asked for; 1 sent again");
    assertThat(left(json("vetoed.json"), "already resubmitted")).as("the one that was").isEqualTo(1);
  }

  private static void sendAs(Run run, String source, byte[] value) throws Exception {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(run.topics().steps().name(), "liar/0".getBytes(StandardCharsets.UTF_8), value);
    record.headers().add("tributary-resubmit-source", source.getBytes(StandardCharsets.UTF_8));
    record.headers().add("tributary-resubmit-step", "5 0 0 2 p/0".getBytes(StandardCharsets.UTF_8));
    try (var producer = producer()) {
      producer.send(record).get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldNameWhatRetentionRemoved() throws Exception {
    Run run = run("gone", new Segmenting.MaxSteps(8), 1);
    rejectedBefore(run, RejectionReason.LATE, train("p/0", 0, 0, 2, Ending.TERMINATED), train("p/0", 1, 0, 2, Ending.TERMINATED));
    try (Admin admin = Admin.create(connection.properties("test"))) {
      admin.deleteRecords(Map.of(new TopicPartition(run.topics().steps().name(), 0), RecordsToDelete.beforeOffset(1))).all().get(10, TimeUnit.SECONDS);
    }
    assertThat(typed(run, "--resubmit", "--json", "gone.json")).contains("gone.steps-0@0: the topic begins at offset 1");
    assertThat(json("gone.json").get("records").asInt()).isEqualTo(1);
    assertThat(left(json("gone.json"), "removed by retention")).isEqualTo(1);
  }

  /// Killed between its transactions, or overtaken by another: the next one sends what is not in the log, and only that.
  @Test
  void shouldGoOnWhereAnEarlierOneStopped() throws Exception {
    Run run = run("stopped", new Segmenting.MaxSteps(8), 1);
    rejectedBefore(run, RejectionReason.LATE, train("p/0", 0, 0, 2, Ending.TERMINATED), train("p/0", 1, 0, 2, Ending.TERMINATED),
        train("p/0", 2, 0, 2, Ending.TERMINATED));
    try (CopyPublisher overtaken = new CopyPublisher(run)) {
      overtaken.send(List.of(copy(1, train("p/0", 1, 0, 2, Ending.TERMINATED))));
      assertThat(new Resubmission(run, new Wanted(Set.of(RejectionReason.LATE), java.util.Optional.of("p/0"), java.util.Optional.empty()),
          System.currentTimeMillis()).perform().records()).isEqualTo(2);
      assertThatThrownBy(() -> overtaken.send(List.of(copy(0, train("p/0", 0, 0, 2, Ending.TERMINATED))))).isInstanceOf(TakenOverException.class);
    }
    try (StreamsApp app = topology(run)) {
      awaitDone(run);
    }
    assertThat(copies(run)).extracting(made -> (double) made.columns().rewards()[0]).containsExactlyInAnyOrder(0.0, 10.0, 20.0);
  }

  private static Copy copy(long offset, Steps original) {
    return new Copy(new Coordinates(0, offset), original, original).placed(1_000, 0, true);
  }
}
