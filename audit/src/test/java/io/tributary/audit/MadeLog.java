// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Metric;
import io.tributary.rl.learning.Metrics;
import io.tributary.rl.learning.OptimiserState;
import io.tributary.rl.learning.StopReason;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.PolicyState;
import io.tributary.runs.Connection;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.schemas.AgentHashes;
import io.tributary.schemas.Checkpoint;
import io.tributary.schemas.Codecs;
import io.tributary.schemas.Consumed;
import io.tributary.schemas.Episode;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.OpenEnvironment;
import io.tributary.schemas.OpenSlot;
import io.tributary.schemas.OpenSteps;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Segmenting;
import io.tributary.schemas.SettingsRevision;
import io.tributary.schemas.SkippedTrajectory;
import io.tributary.schemas.SpecRecord;
import io.tributary.schemas.Topic;
import io.tributary.schemas.Topics;
import io.tributary.schemas.VersionMetrics;

/// A small log in which every law holds, made by hand from the wire format alone; tests change it before it is published.
///
/// Each of two partitions has the same 10 steps records, by offset: 0 and 1 make the first trajectory (8 steps), 2 repeats 0 and is rejected,
/// 3 is no record, 4 and 5 make an evaluation episode (6 steps), 6 is the second trajectory (4), 7 the third (4), which nobody took yet, 8 is open
/// (5), 9 is pending (4). Version 1 took the first trajectories, version 2 the second ones and skipped that of partition 1.
final class MadeLog {
  static final int PARTITIONS = 2;
  static final long COMMITTED = 9;
  /// Time between two steps records of a partition; that of the first is 0.
  static final long STEP_MS = 10_000;
  private static final int SESSION = 7;

  /// One record on its way to the log.
  ///
  /// @param key encoded
  /// @param value encoded; null deletes
  /// @param timeMs of the record
  record Out(int partition, byte[] key, byte[] value, long timeMs) {
    Out(int partition, byte[] key, byte[] value) {
      this(partition, key, value, 0);
    }
  }

  final Topics topics;
  final RunSpec spec;
  final List<List<byte[]>> steps = new ArrayList<>();
  final List<List<Trajectory>> trajectories = new ArrayList<>();
  final List<List<RejectedStep>> rejected = new ArrayList<>();
  final List<List<Episode>> episodes = new ArrayList<>();
  final List<Out> headers = new ArrayList<>();
  final List<Out> slots = new ArrayList<>();
  final List<PolicySnapshot> policies = new ArrayList<>();
  final List<VersionMetrics> metrics = new ArrayList<>();
  final List<Map.Entry<String, Checkpoint>> checkpoints = new ArrayList<>();
  final List<SpecRecord> specs = new ArrayList<>();
  final long[] committed = {COMMITTED, COMMITTED};

  MadeLog(String run) {
    this(run, -1);
  }

  /// @param retentionMs −1 for ever
  MadeLog(String run, long retentionMs) {
    spec = new RunSpec(run, "made", new Spaces(Space.Box.unbounded(1), new Space.Discrete(2)), Architecture.defaults(), 0.99, 0.95,
        new Segmenting.MaxSteps(8), true, PARTITIONS, "", 1, retentionMs, RunSpec.DEFAULT_ABANDON_AFTER_MS, RunSpec.DEFAULT_FORGET_AFTER_MS, null, Map.of(), 1);
    topics = Topics.of("", spec);
    for (int p = 0; p < PARTITIONS; p++) {
      partition(p);
    }
    versions();
  }

  private void partition(int p) {
    List<Steps> records = List.of(
        steps("p" + p + "/0", 0, 0, 4, Ending.CONTINUES, Purpose.TRAIN), steps("p" + p + "/0", 0, 4, 4, Ending.CONTINUES, Purpose.TRAIN),
        steps("e" + p + "/0", 0, 0, 4, Ending.CONTINUES, Purpose.EVALUATE), steps("e" + p + "/0", 0, 4, 2, Ending.TERMINATED, Purpose.EVALUATE),
        steps("p" + p + "/0", 0, 8, 4, Ending.TERMINATED, Purpose.TRAIN), steps("p" + p + "/0", 1, 0, 4, Ending.TERMINATED, Purpose.TRAIN),
        steps("o" + p + "/0", 0, 0, 5, Ending.CONTINUES, Purpose.TRAIN), steps("o" + p + "/0", 0, 5, 4, Ending.CONTINUES, Purpose.TRAIN));
    List<byte[]> bytes = new ArrayList<>(records.stream().map(Codecs.steps(false)::encode).toList());
    bytes.add(2, bytes.get(0));
    bytes.add(3, new byte[] {1, 2, 3});
    steps.add(bytes);
    trajectories.add(new ArrayList<>(List.of(
        trajectory(records.subList(0, 2), new Source(p, 0, 0, 4), new Source(p, 1, 4, 4)),
        trajectory(records.subList(4, 5), new Source(p, 6, 8, 4)),
        trajectory(records.subList(5, 6), new Source(p, 7, 0, 4)))));
    rejected.add(new ArrayList<>(List.of(
        RejectedStep.of(key("p" + p + "/0"), bytes.get(2), p, 2, 0, 4, RejectionReason.DUPLICATE, "the next step expected is 8", 1),
        RejectedStep.of(null, bytes.get(3), p, 3, -1, -1, RejectionReason.MALFORMED, "no record", 1))));
    episodes.add(new ArrayList<>(List.of(
        new Episode("e" + p + "/0", SESSION, 0, 6, 6, Ending.TERMINATED, 0, 0, Purpose.EVALUATE,
            List.of(new Source(p, 4, 0, 4), new Source(p, 5, 4, 2)), 1),
        new Episode("p" + p + "/0", SESSION, 0, 12, 12, Ending.TERMINATED, 0, 0, Purpose.TRAIN, List.of(), 1))));
    header(p, "gone" + p + "/0", null);
    header(p, "p" + p + "/0", row(0, 0, 7));
    header(p, "o" + p + "/0", row(1, 5, 8));
    slot(p, "o" + p + "/0", 1, 0);
    slot(p, "o" + p + "/0", 0, 8);
  }

  static byte[] key(String environment) {
    return environment.getBytes(StandardCharsets.UTF_8);
  }

  /// What the topology remembers of an environment.
  static OpenEnvironment row(int openRecords, int openSteps, long acceptedOffset) {
    return new OpenEnvironment(SESSION, 0, 5, false, false, Purpose.TRAIN, 5, openRecords, openSteps, 100, 0, 2, 1, acceptedOffset, 1, acceptedOffset);
  }

  void header(int p, String environment, OpenEnvironment row) {
    headers.add(new Out(p, key(environment), row == null ? null : Codecs.openEnvironment().encode(row)));
  }

  void slot(int p, String environment, int number, int offset) {
    slots.add(new Out(p, Codecs.openSlot().encode(new OpenSlot(environment, number)),
        Codecs.openSteps().encode(new OpenSteps(p, offset, 1, steps.get(p).get(offset)))));
  }

  static Steps steps(String environment, long episode, long index, int count, Ending ending, Purpose purpose) {
    float[] ones = new float[count];
    java.util.Arrays.fill(ones, 1);
    Columns columns = new Columns.Builder(count, 1, 1).observations(ones, 0).nextObservation(ones, 0).discreteActions(new int[count], 0)
        .logProbabilities(ones, 0).rewards(ones, 0).build();
    return new Steps(new StepId(environment, SESSION, episode, index), 0, columns, ending, false, index, purpose, false, 1, 2);
  }

  static Trajectory trajectory(List<Steps> records, Source... sources) {
    Columns columns = Columns.concatenate(records.stream().map(Steps::columns).toList());
    Steps last = records.getLast();
    return new Trajectory(records.getFirst().first(), columns, new Targets(columns.rewards(), null), 0.99, 0.95, last.ending(), !last.ending().endsEpisode(),
        0, 0, false, 0, List.of(sources));
  }

  private void versions() {
    version(0, 0, List.of(new OffsetRange(0, 0, 0), new OffsetRange(1, 0, 0)), List.of(), List.of(), 0);
    version(1, 0, List.of(new OffsetRange(0, 0, 1), new OffsetRange(1, 0, 1)), List.of(), consumed(8, 1), 16);
    version(2, 1, List.of(new OffsetRange(0, 1, 2), new OffsetRange(1, 1, 2)), List.of(new SkippedTrajectory(1, 1, 4, "version-lag")), consumed(12, 2), 20);
    specs.add(spec);
    specs.add(new SettingsRevision(1, Map.of("batch.steps", "8"), "test", 1));
  }

  private static List<Consumed> consumed(long each, long version) {
    return List.of(new Consumed("p0", SESSION, each, version), new Consumed("p1", SESSION, each, version));
  }

  private void version(long version, int revision, List<OffsetRange> ranges, List<SkippedTrajectory> skipped, List<Consumed> consumed, long trained) {
    Agent agent = agent(version, trained);
    policies.add(new PolicySnapshot(version, version - 1, revision, agent.policy(), ranges, skipped, consumed, trained, AgentHashes.of(agent), 1,
        StopReason.COMPLETED, 1, 1));
    Metrics figures = new Metrics();
    figures.put(Metric.STEPS_TRAINED, trained);
    metrics.add(new VersionMetrics(version, figures, StopReason.COMPLETED, 1));
    Checkpoint checkpoint = new Checkpoint(agent, ranges.stream().map(range -> new OffsetRange(range.partition(), range.until(), range.until())).toList(),
        consumed, revision, 1, 1);
    if (version == 0) {
      checkpoints.add(Map.entry(Checkpoint.key(0), checkpoint));
    }
    checkpoints.add(Map.entry(Checkpoint.LATEST, checkpoint));
  }

  static Agent agent(long version, long trained) {
    Moments moments = new Moments(version, new double[] {version}, new double[] {0.5});
    return new Agent(version, new PolicyState(new float[] {version, 1, 2}, moments, moments), new OptimiserState(new float[] {version}, version, version), trained,
        null);
  }

  /// The same snapshot with other ranges.
  static PolicySnapshot ranges(PolicySnapshot s, OffsetRange... ranges) {
    return new PolicySnapshot(s.version(), s.parent(), s.settingsRevision(), s.policy(), List.of(ranges), s.skipped(), s.consumed(), s.stepsTrained(), s.hashes(),
        s.epochsDone(), s.stopReason(), s.trainerSession(), s.createdMs());
  }

  /// The same snapshot with another policy.
  static PolicySnapshot policy(PolicySnapshot s, PolicyState policy) {
    return new PolicySnapshot(s.version(), s.parent(), s.settingsRevision(), policy, s.ranges(), s.skipped(), s.consumed(), s.stepsTrained(), s.hashes(),
        s.epochsDone(), s.stopReason(), s.trainerSession(), s.createdMs());
  }

  /// The same trajectory with other sources.
  static Trajectory sources(Trajectory t, Source... sources) {
    return new Trajectory(t.first(), t.columns(), t.targets(), t.gamma(), t.lambda(), t.ending(), t.cut(), t.lowestVersion(), t.highestVersion(),
        t.completeEpisode(), t.returnBefore(), List.of(sources));
  }

  /// Every record by topic, in order, as it lies in the log.
  Map<String, List<Out>> records() {
    Map<String, List<Out>> records = new HashMap<>();
    for (int p = 0; p < PARTITIONS; p++) {
      int partition = p;
      String environment = "p" + p + "/0";
      for (int offset = 0; offset < steps.get(p).size(); offset++) {
        add(records, topics.steps(), new Out(partition, key(environment), steps.get(p).get(offset), offset * STEP_MS));
      }
      trajectories.get(p).forEach(value -> add(records, topics.trajectories(), new Out(partition, key(environment), Codecs.trajectory(false).encode(value))));
      rejected.get(p).forEach(value -> add(records, topics.rejected(), new Out(partition, value.key(), Codecs.rejectedStep().encode(value))));
      episodes.get(p).forEach(value -> add(records, topics.episodes(), new Out(partition, key(environment), Codecs.episode().encode(value))));
    }
    headers.forEach(row -> add(records, topics.openEnvironments(), row));
    slots.forEach(row -> add(records, topics.openSteps(), row));
    policies.forEach(value -> add(records, topics.policies(), new Out(0, Codecs.bigEndianLong().encode(value.version()), Codecs.policySnapshot().encode(value))));
    metrics.forEach(value -> add(records, topics.metrics(), new Out(0, Codecs.bigEndianLong().encode(value.version()), Codecs.versionMetrics().encode(value))));
    checkpoints.forEach(value -> add(records, topics.checkpoints(), new Out(0, key(value.getKey()), Codecs.checkpoint().encode(value.getValue()))));
    specs.forEach(value -> add(records, topics.spec(), new Out(0, key(spec.run()), Codecs.specRecord().encode(value))));
    return records;
  }

  private static void add(Map<String, List<Out>> records, Topic<?, ?> topic, Out record) {
    records.computeIfAbsent(topic.name(), any -> new ArrayList<>()).add(record);
  }

  /// The audit of it, without any broker.
  AuditReport audit() {
    return Audit.of(spec, topics, new AuditSettings(100, 1 << 20), new LogInMemory(this));
  }

  /// Makes the run of it.
  Run publish(Connection connection) throws Exception {
    Run run = Runs.create(connection, spec, (short) 1);
    try (Admin admin = Admin.create(connection.properties("test"));
        var producer = new KafkaProducer<>(connection.properties("test"), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Topic<?, ?> changelog : topics.changelogs()) {
        admin.createTopics(List.of(new NewTopic(changelog.name(), PARTITIONS, (short) 1).configs(Map.of("cleanup.policy", "compact")))).all().get(10,
            TimeUnit.SECONDS);
      }
      Map<String, List<Out>> records = records();
      records.get(topics.spec().name()).removeFirst();
      // Steps first: an output's time is not before that of its steps.
      send(producer, topics.steps().name(), records.remove(topics.steps().name()));
      records.forEach((topic, all) -> send(producer, topic, all));
      Map<TopicPartition, OffsetAndMetadata> group = new HashMap<>();
      for (int p = 0; p < PARTITIONS; p++) {
        group.put(new TopicPartition(topics.steps().name(), p), new OffsetAndMetadata(committed[p]));
      }
      admin.alterConsumerGroupOffsets(topics.applicationId(), group).all().get(10, TimeUnit.SECONDS);
    }
    return run;
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String topic, List<Out> records) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    records.forEach(record -> sent.add(producer.send(new ProducerRecord<>(topic, record.partition(), record.key(), record.value()))));
    for (Future<RecordMetadata> each : sent) {
      try {
        each.get(10, TimeUnit.SECONDS);
      } catch (Exception refused) {
        throw new IllegalStateException(topic + " refused a record", refused);
      }
    }
  }
}
