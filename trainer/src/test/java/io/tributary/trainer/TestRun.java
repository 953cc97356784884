// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.policy.Architecture;
import io.tributary.runs.Connection;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.AgentHashes;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Segmenting;
import io.tributary.schemas.Topic;

/// A run on the one broker of this JVM, with a stand-in for its topology: transactions of trajectories.
final class TestRun {
  static final Architecture SMALL = new Architecture(List.of(8), "tanh", 0, true);
  static final Map<String, String> SETTINGS = Map.of("batch.steps", "64");
  static final String CODE = "test";
  private static final EmbeddedKafka BROKER = EmbeddedKafka.start(BrokerSettings.defaults());

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close));
  }

  final Run run;

  private TestRun(Run run) {
    this.run = run;
  }

  static TestRun create(String name, int partitions) {
    return create(name, partitions, SMALL, "");
  }

  /// @param initial policy of another run to begin with; empty for fresh parameters
  static TestRun create(String name, int partitions, Architecture architecture, String initial) {
    Map<String, String> settings = initial.isEmpty() ? SETTINGS : Map.of("batch.steps", "64", "initial", initial);
    RunSpec spec = new RunSpec(name, "made-up", Experience.SPACES, architecture, Experience.GAMMA, Experience.LAMBDA, new Segmenting.MaxSteps(32), true,
        partitions, "unknown", 7, -1, RunSpec.DEFAULT_ABANDON_AFTER_MS, RunSpec.DEFAULT_FORGET_AFTER_MS, null, settings, 1);
    return new TestRun(Runs.create(Connection.to(BROKER.bootstrapServers()), spec, (short) 1));
  }

  /// A batch of 64 steps; nothing lingers within a test.
  static TrainerSettings settings() {
    return TrainerSettings.defaults().withBatch(new BatchSettings(64, 0, 60_000, -1));
  }

  Trainer trainer(Algorithm algorithm, TrainerSettings settings) {
    return new Trainer(run, algorithm, settings, SETTINGS, CODE);
  }

  Trainer trainer(Algorithm algorithm, TrainerSettings settings, Clients clients) {
    return new Trainer(run, algorithm, settings, SETTINGS, CODE, clients);
  }

  /// Trajectories of 16 steps, four to a batch.
  static List<Trajectory> trajectories(int count) {
    List<Trajectory> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(Experience.trajectory("p/" + i % 5, i, 16, 0));
    }
    return made;
  }

  /// Writes trajectories, some to a transaction, round robin over the partitions.
  void produce(Collection<Trajectory> trajectories) {
    Map<String, Object> properties = run.connection().properties("test-topology");
    properties.remove("default.api.timeout.ms");
    properties.put("transactional.id", run.name() + ".test");
    Topic<String, Trajectory> topic = run.topics().trajectories();
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      int i = 0;
      for (Trajectory trajectory : trajectories) {
        if (i % 3 == 0) {
          producer.beginTransaction();
        }
        send(producer, topic, i % topic.partitions(), topic.key().encode(trajectory.first().environment()), topic.value().encode(trajectory));
        i++;
        if (i % 3 == 0 || i == trajectories.size()) {
          producer.commitTransaction();
        }
      }
    }
  }

  void produceBytes(int partition, byte[] value) {
    Map<String, Object> properties = run.connection().properties("test-topology");
    properties.remove("default.api.timeout.ms");
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      send(producer, run.topics().trajectories(), partition, new byte[] {'p'}, value);
      producer.flush();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private static void send(Producer<byte[], byte[]> producer, Topic<?, ?> topic, int partition, byte[] key, byte[] value) {
    producer.send(new ProducerRecord<>(topic.name(), partition, key, value));
  }

  void deleteAll(Topic<?, ?> topic) throws Exception {
    try (Admin admin = admin()) {
      // A compacted topic refuses to delete records unless it may delete at all.
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
      admin.incrementalAlterConfigs(Map.of(resource, List.of(
          new AlterConfigOp(new ConfigEntry("cleanup.policy", "compact,delete"), AlterConfigOp.OpType.SET)))).all().get();
    }
    deleteBefore(topic, -1);
  }

  /// @param offset first that stays; −1 for none
  void deleteBefore(Topic<?, ?> topic, long offset) throws Exception {
    try (Admin admin = admin()) {
      admin.deleteRecords(Map.of(new TopicPartition(topic.name(), 0), RecordsToDelete.beforeOffset(offset))).all().get();
    }
  }

  /// Deletes a topic of one partition and makes it again, empty.
  void makeAnew(Topic<?, ?> topic) throws Exception {
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(topic.name())).all().get();
      while (admin.listTopics().names().get().contains(topic.name())) {
        Thread.onSpinWait();
      }
      admin.createTopics(List.of(new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config()))).all().get();
    }
  }

  private Admin admin() {
    return Admin.create(run.connection().properties("test-admin"));
  }

  /// Everything committed to a topic of one partition.
  <K, V> List<Read<K, V>> read(Topic<K, V> topic) {
    try (TopicTail<K, V> tail = TopicTail.open(run.connection(), topic, 0, "test-reader")) {
      return tail.readToHighWatermark();
    }
  }

  List<PolicySnapshot> snapshots() {
    return read(run.topics().policies()).stream().map(Read::value).toList();
  }

  List<AgentHashes> hashes() {
    return snapshots().stream().map(PolicySnapshot::hashes).toList();
  }

  /// Waits, for at most 30 seconds, until a figure is large enough.
  static void await(LongSupplier figure, long expected) throws InterruptedException {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (figure.getAsLong() < expected) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("after 30 s it is " + figure.getAsLong() + "; expected " + expected);
      }
      Thread.sleep(5);
    }
  }

  /// Trains to a version with the trainer left to stop by itself.
  void trainTo(long version, Algorithm algorithm) throws InterruptedException {
    try (Trainer trainer = trainer(algorithm, settings().stoppingAfter(0, version))) {
      trainer.start();
      trainer.await();
    }
  }

  /// Hashes of versions 0 … n of an uninterrupted trainer that is fed the same trajectories, without any Kafka.
  static List<AgentHashes> uninterrupted(Algorithm algorithm, List<Trajectory> trajectories) throws InterruptedException {
    ArrivalQueue queue = new ArrivalQueue(Long.MAX_VALUE);
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < trajectories.size(); i++) {
      arrivals.add(Experience.arrival(0, i, trajectories.get(i)));
    }
    queue.put(arrivals);
    List<AgentHashes> hashes = new ArrayList<>();
    Agent initial = algorithm.initial(7);
    hashes.add(AgentHashes.of(initial));
    LiveBatches batches = new LiveBatches(queue, settings().batch(), algorithm::unusable, List.of(), System::nanoTime);
    new TrainingLoop(batches, new Learning(algorithm, Experience.SPACES, System::nanoTime, () -> 0),
        publication -> hashes.add(AgentHashes.of(publication.agent())))
        .run(initial, Progress.start(1), agent -> agent.version() * 4 + 4 > trajectories.size());
    return hashes;
  }
}
