// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.policy.Architecture;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Segmenting;
import io.tributary.schemas.SpecRecord;
import io.tributary.schemas.Topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RunsTest {
  private static final short ONE = 1;
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

  private static RunSpec spec(String run, int observations, long seed, int partitions) {
    return new RunSpec(run, "cartpole", new Spaces(Space.Box.unbounded(observations), new Space.Discrete(2)), Architecture.defaults(), 0.99,
        0.95, new Segmenting.MaxSteps(32), true, partitions, "unknown", seed, -1, RunSpec.DEFAULT_ABANDON_AFTER_MS,
        RunSpec.DEFAULT_FORGET_AFTER_MS, null, Map.of("rollout.steps", "32"), 1);
  }

  @Test
  void shouldOpenWhatWasCreated() {
    Run created = Runs.create(connection, spec("opened", 4, 7, 3), ONE);
    Run opened = Runs.open(connection, "opened", Duration.ZERO);
    assertThat(opened.spec()).isEqualTo(created.spec());
    assertThat(opened.spec().clusterId()).isEqualTo(broker.clusterId());
    assertThat(Runs.names(connection)).contains("opened");
  }

  @Test
  void shouldGiveRacingCreatorsTheSameSpec() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Run>> creators = List.of(1L, 2L, 3L, 4L).stream()
          .map(seed -> (Callable<Run>) () -> Runs.create(connection, spec("raced", 4, seed, 1), ONE))
          .toList();
      List<Future<Run>> runs = threads.invokeAll(creators);
      RunSpec first = runs.get(0).get().spec();
      for (Future<Run> run : runs) {
        assertThat(run.get().spec()).isEqualTo(first);
      }
      assertThat(Runs.open(connection, "raced", Duration.ZERO).spec()).isEqualTo(first);
    }
  }

  @Test
  void shouldRefuseOtherSpacesNamingBothSides() {
    Runs.create(connection, spec("spaced", 4, 1, 1), ONE);
    assertThatThrownBy(() -> Runs.create(connection, spec("spaced", 6, 1, 1), ONE))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("spaced")
        .hasMessageContaining("Box[4]")
        .hasMessageContaining("Box[6]");
  }

  @Test
  void shouldSayThatTheRunIsMissing() {
    assertThatThrownBy(() -> Runs.open(connection, "nowhere", Duration.ZERO))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("nowhere")
        .hasMessageContaining("tributary create nowhere");
  }

  @Test
  void shouldWaitForARunThatIsCreatedLater() throws Exception {
    try (var threads = Executors.newSingleThreadExecutor()) {
      Future<Run> waiting = threads.submit(() -> Runs.open(connection, "later", Duration.ofSeconds(60)));
      Run created = Runs.create(connection, spec("later", 4, 1, 1), ONE);
      assertThat(waiting.get().spec()).isEqualTo(created.spec());
    }
  }

  @Test
  void shouldSayThatTheBrokerIsUnreachable() {
    assertThatThrownBy(() -> Runs.open(Connection.to("127.0.0.1:1"), "any", Duration.ZERO))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageContaining("reachable broker");
    assertThatThrownBy(() -> Runs.names(Connection.to("no-port")))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("no-port");
  }

  @Test
  void shouldFindTheLastCommittedRecordBehindMarkersAndAbortedRecords() {
    Run run = Runs.create(connection, spec("tailed", 4, 1, 1), ONE);
    Topic<String, SpecRecord> topic = run.topics().spec();
    try (TopicTail<String, SpecRecord> tail = TopicTail.open(connection, topic, 0, "reader")) {
      assertThat(tail.seekToLast()).hasValueSatisfying(read -> assertThat(read.value()).isEqualTo(run.spec()));
      abortMany(topic, 50);
      assertThat(tail.seekToLast()).hasValueSatisfying(read -> assertThat(read.offset()).isZero());
      assertThat(tail.position()).isEqualTo(1);
      tail.seek(0);
      assertThat(tail.readToHighWatermark()).hasSize(1);
    }
  }

  private static void abortMany(Topic<?, ?> topic, int transactions) {
    Map<String, Object> properties = connection.properties("aborting");
    properties.put("transactional.id", "aborting");
    try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      for (int i = 0; i < transactions; i++) {
        producer.beginTransaction();
        var sent = producer.send(new ProducerRecord<>(topic.name(), 0, null, new byte[] {1, 2, 3}));
        producer.flush();
        assertThat(sent).isDone();
        producer.abortTransaction();
      }
    }
  }
}
