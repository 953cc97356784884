// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Trajectory;
import io.tributary.runs.Connection;
import io.tributary.runs.Run;
import io.tributary.schemas.Codecs;
import io.tributary.schemas.Topic;

import static io.tributary.audit.FindingKind.CHECKPOINT_DIFFERS;
import static io.tributary.audit.FindingKind.STEPS_LOST;
import static io.tributary.audit.FindingKind.VERSION_MISSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The order of reading, on a real broker: what is committed, aborted, open, removed.
class AuditTest {
  private static final AuditSettings SETTINGS = new AuditSettings(100, 1 << 20);
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

  @Test
  void shouldFindTheSameOnABrokerAsInMemory() throws Exception {
    MadeLog log = new MadeLog("good");
    AuditReport good = Audit.of(log.publish(connection), SETTINGS);
    assertThat(good).isEqualTo(log.audit());
    assertThat(good.holds()).isTrue();

    MadeLog bad = new MadeLog("bad");
    bad.trajectories.get(0).remove(2);
    bad.policies.remove(1);
    AuditReport found = Audit.of(bad.publish(connection), SETTINGS);
    assertThat(found).isEqualTo(bad.audit());
    assertThat(found.counts()).containsOnlyKeys(FindingKind.STEPS_LOST, FindingKind.VERSION_MISSING, FindingKind.CHECKPOINT_DIFFERS);
  }

  @Test
  void shouldTakeWhatAnAbortedTransactionWroteForNothing() throws Exception {
    MadeLog log = new MadeLog("aborted");
    Run run = log.publish(connection);
    try (KafkaProducer<byte[], byte[]> producer = transaction(run)) {
      send(producer, log.topics.trajectories(), 0, Codecs.trajectory(false).encode(log.trajectories.get(0).get(0)));
      send(producer, log.topics.policies(), 0, Codecs.policySnapshot().encode(log.policies.get(1)));
      producer.abortTransaction();
    }
    assertThat(Audit.of(run, SETTINGS).findings()).isEmpty();
  }

  /// Inside the topic, where an aborted record or a marker lies: not beyond its end.
  @Test
  void shouldFindASourceAtAnOffsetThatHoldsNothing() throws Exception {
    MadeLog log = new MadeLog("hollow");
    Run run = log.publish(connection);
    try (KafkaProducer<byte[], byte[]> producer = transaction(run);
        var plain = new KafkaProducer<>(connection.properties("test"), new ByteArraySerializer(), new ByteArraySerializer())) {
      send(producer, log.topics.steps(), 0, log.steps.get(0).get(7));
      producer.abortTransaction();
      send(plain, log.topics.trajectories(), 0, Codecs.trajectory(false).encode(MadeLog.sources(log.trajectories.get(0).get(2), new Source(0, 10, 0, 4))));
    }
    AuditReport report = Audit.of(run, SETTINGS);
    assertThat(report.counts()).containsOnly(Map.entry(FindingKind.SOURCE_MISSING, 1L));
    assertThat(report.findings().getFirst().where()).isEqualTo("hollow.steps-0@10");
  }

  /// What lies above an open transaction is hidden from readers of committed records, and the end they are told lies below it.
  @Test
  void shouldWaitForWhatAnOpenTransactionHides() throws Exception {
    MadeLog log = new MadeLog("hidden");
    Trajectory hidden = log.trajectories.get(0).remove(2);
    Run run = log.publish(connection);
    try (KafkaProducer<byte[], byte[]> open = transaction(run);
        var plain = new KafkaProducer<>(connection.properties("test"), new ByteArraySerializer(), new ByteArraySerializer())) {
      send(open, log.topics.trajectories(), 0, Codecs.trajectory(false).encode(log.trajectories.get(0).get(0)));
      send(plain, log.topics.trajectories(), 0, Codecs.trajectory(false).encode(hidden));
      CompletableFuture<AuditReport> report = CompletableFuture.supplyAsync(() -> Audit.of(run, SETTINGS));
      assertThatThrownBy(() -> report.get(3, TimeUnit.SECONDS)).as("it waits").isInstanceOf(TimeoutException.class);
      open.abortTransaction();
      assertThat(report.get(30, TimeUnit.SECONDS).findings()).isEmpty();
    }
  }

  /// While a transaction commits offsets, the broker does not tell them, and Kafka's client leaves their partitions out of its answer.
  @Test
  void shouldWaitForOffsetsThatATransactionIsCommitting() throws Exception {
    MadeLog log = new MadeLog("committing");
    Run run = log.publish(connection);
    try (KafkaProducer<byte[], byte[]> committing = transaction(run)) {
      committing.sendOffsetsToTransaction(Map.of(new TopicPartition(run.topics().steps().name(), 0), new OffsetAndMetadata(log.committed[0])),
          new ConsumerGroupMetadata(run.topics().applicationId()));
      CompletableFuture<AuditReport> report = CompletableFuture.supplyAsync(() -> Audit.of(run, SETTINGS));
      assertThatThrownBy(() -> report.get(3, TimeUnit.SECONDS)).as("it waits").isInstanceOf(TimeoutException.class);
      committing.commitTransaction();
      assertThat(report.get(30, TimeUnit.SECONDS).findings()).isEmpty();
    }
  }

  @Test
  void shouldCallExpiredWhatRetentionRemoved() throws Exception {
    MadeLog log = new MadeLog("expired", 60_000);
    Run run = log.publish(connection);
    delete(log.topics.steps(), 5);
    delete(log.topics.trajectories(), 2);
    AuditReport report;
    try (KafkaLog later = new KafkaLog(run, () -> System.currentTimeMillis() + 120_000)) {
      report = Audit.of(run.spec(), run.topics(), SETTINGS, later);
    }
    assertThat(report.findings()).isEmpty();
    assertThat(report.steps().recordsExpired()).as("offsets 0 to 4; of the rest, offset 6 became a trajectory that is gone").isEqualTo(5 + 1);
    assertThat(report.steps().outputExpired()).isEqualTo(4);
    assertThat(report.versions().trajectoriesExpired()).isEqualTo(2);
    assertThat(report.versions().versionsUnchecked()).isEqualTo(2);
  }

  private static void delete(Topic<?, ?> topic, long before) throws Exception {
    try (Admin admin = Admin.create(connection.properties("test"))) {
      admin.deleteRecords(Map.of(new TopicPartition(topic.name(), 0), RecordsToDelete.beforeOffset(before))).all().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldAuditARunThatNobodyHasWorkedOn() throws Exception {
    MadeLog log = new MadeLog("idle");
    Run run = io.tributary.runs.Runs.create(connection, log.spec, (short) 1);
    AuditReport report = Audit.of(run, SETTINGS);
    assertThat(report.counts()).isEqualTo(new EnumMap<>(FindingKind.class));
    assertThat(report.versions().newestVersion()).isEqualTo(-1);
  }

  private static KafkaProducer<byte[], byte[]> transaction(Run run) {
    Map<String, Object> properties = connection.properties("test");
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, run.name() + "-test");
    properties.remove("default.api.timeout.ms");
    var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    return producer;
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, Topic<?, ?> topic, int partition, byte[] value) throws Exception {
    producer.send(new ProducerRecord<>(topic.name(), partition, Codecs.bigEndianLong().encode(1L), value)).get(10, TimeUnit.SECONDS);
  }
}
