// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Metrics;
import io.tributary.rl.learning.StopReason;
import io.tributary.runs.Read;
import io.tributary.schemas.AgentHashes;
import io.tributary.schemas.Checkpoint;
import io.tributary.schemas.Codecs;
import io.tributary.schemas.Consumed;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.OpenSlot;
import io.tributary.schemas.OpenSteps;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;
import io.tributary.schemas.Topic;
import io.tributary.schemas.VersionMetrics;

/// A run that goes on: between any two questions of an audit its producers, topology and trainer may each commit a few transactions, and retention may
/// remove what has come of age.
final class GoingOn implements RunLog {
  private static final int ENVIRONMENTS = 3;
  private static final int LONGEST_SEGMENT = 3;
  private static final long RETENTION_MS = 60_000;
  private static final long RECORD_MS = 500;

  private final Random random;
  private final MadeLog names = new MadeLog("going", RETENTION_MS);
  private final Map<String, List<MadeLog.Out>> records = new HashMap<>();
  private final List<List<Steps>> steps = List.of(new ArrayList<>(), new ArrayList<>());
  private final List<List<Trajectory>> trajectories = List.of(new ArrayList<>(), new ArrayList<>());
  private final Map<String, Integer> nextIndex = new HashMap<>();
  private final Map<String, List<Integer>> open = new HashMap<>();
  private final Map<String, Long> taken = new TreeMap<>();
  private final long[] committed = new long[MadeLog.PARTITIONS];
  private final long[] positions = new long[MadeLog.PARTITIONS];
  private final Map<String, long[]> begins = new HashMap<>();
  private long nowMs;
  private long version = -1;
  private long trained;

  GoingOn(long seed) {
    random = new Random(seed);
    add(names.topics.spec(), 0, MadeLog.key("going"), Codecs.specRecord().encode(names.spec));
    for (int i = 0; i < 60; i++) {
      goOn();
    }
  }

  AuditReport audit() {
    return Audit.of(names.spec, names.topics, new AuditSettings(100, 1 << 22), this);
  }

  long version() {
    return version;
  }

  private void goOn() {
    for (int times = random.nextInt(6); times > 0; times--) {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> publish();
        case 3, 4, 5 -> assemble();
        case 6, 7, 8 -> train();
        default -> expire();
      }
    }
  }

  private void publish() {
    int p = random.nextInt(MadeLog.PARTITIONS);
    String environment = "p" + p + "/" + random.nextInt(ENVIRONMENTS);
    int index = nextIndex.getOrDefault(environment, 0);
    int count = 1 + random.nextInt(3);
    Ending ending = random.nextInt(3) == 0 ? Ending.TERMINATED : Ending.CONTINUES;
    steps.get(p).add(MadeLog.steps(environment, 0, index, count, ending, Purpose.TRAIN));
    nextIndex.put(environment, index + count);
    add(names.topics.steps(), p, MadeLog.key(environment), Codecs.steps(false).encode(steps.get(p).getLast()));
  }

  /// One transaction of the topology: a few records of one partition.
  private void assemble() {
    int p = random.nextInt(MadeLog.PARTITIONS);
    Map<String, MadeLog.Out> headers = new TreeMap<>();
    for (int more = 1 + random.nextInt(4); more > 0 && committed[p] < steps.get(p).size(); more--) {
      int offset = (int) committed[p]++;
      Steps record = steps.get(p).get(offset);
      String environment = record.first().environment();
      List<Integer> held = open.computeIfAbsent(environment, any -> new ArrayList<>());
      if (random.nextInt(8) == 0) {
        byte[] bytes = Codecs.steps(false).encode(record);
        add(names.topics.rejected(), p, null, Codecs.rejectedStep().encode(RejectedStep.of(null, bytes, p, offset, record.first().index(), record.count(),
            RejectionReason.LATE, "late", 1)));
        continue;
      }
      if (record.ending().endsEpisode() || held.size() == LONGEST_SEGMENT || !follows(p, held, record)) {
        close(p, environment, held, offset, record);
      } else {
        add(names.topics.openSteps(), p, Codecs.openSlot().encode(new OpenSlot(environment, held.size())),
            Codecs.openSteps().encode(new OpenSteps(p, offset, 1, Codecs.steps(false).encode(record))));
        held.add(offset);
      }
      int sum = held.stream().mapToInt(each -> steps.get(p).get(each).count()).sum();
      headers.put(environment, new MadeLog.Out(p, MadeLog.key(environment), Codecs.openEnvironment().encode(MadeLog.row(held.size(), sum, offset))));
    }
    headers.values().forEach(row -> add(names.topics.openEnvironments(), row.partition(), row.key(), row.value()));
  }

  private boolean follows(int p, List<Integer> held, Steps record) {
    return held.isEmpty() || steps.get(p).get(held.getLast()).nextIndex() == record.first().index();
  }

  private void close(int p, String environment, List<Integer> held, int offset, Steps record) {
    if (!follows(p, held, record)) {
      emit(p, environment, held);
      held.clear();
    }
    held.add(offset);
    emit(p, environment, held);
    held.clear();
  }

  private void emit(int p, String environment, List<Integer> held) {
    List<Steps> parts = held.stream().map(each -> steps.get(p).get(each)).toList();
    Source[] sources = held.stream().map(each -> new Source(p, each, steps.get(p).get(each).first().index(), steps.get(p).get(each).count()))
        .toArray(Source[]::new);
    trajectories.get(p).add(MadeLog.trajectory(parts, sources));
    add(names.topics.trajectories(), p, MadeLog.key(environment), Codecs.trajectory(false).encode(trajectories.get(p).getLast()));
  }

  /// One transaction of the trainer: one to three versions, then the checkpoint.
  private void train() {
    Checkpoint last = null;
    for (int more = 1 + random.nextInt(3); more > 0; more--) {
      List<OffsetRange> ranges = new ArrayList<>();
      for (int p = 0; p < MadeLog.PARTITIONS; p++) {
        long from = positions[p];
        long until = version < 0 ? from : from + random.nextInt((int) (trajectories.get(p).size() - from) + 1);
        ranges.add(new OffsetRange(p, from, until));
        for (long at = from; at < until; at++) {
          int count = trajectories.get(p).get((int) at).count();
          trained += count;
          taken.merge("p" + p, (long) count, Long::sum);
        }
        positions[p] = until;
      }
      version++;
      List<Consumed> consumed = taken.entrySet().stream().map(entry -> new Consumed(entry.getKey(), 7, entry.getValue(), version)).toList();
      Agent agent = MadeLog.agent(version, trained);
      byte[] key = Codecs.bigEndianLong().encode(version);
      add(names.topics.policies(), 0, key, Codecs.policySnapshot().encode(new PolicySnapshot(version, version - 1, 0, agent.policy(), ranges, List.of(), consumed,
          trained, AgentHashes.of(agent), 1, StopReason.COMPLETED, 1, 1)));
      add(names.topics.metrics(), 0, key, Codecs.versionMetrics().encode(new VersionMetrics(version, new Metrics(), StopReason.COMPLETED, 1)));
      last = new Checkpoint(agent, ranges.stream().map(range -> new OffsetRange(range.partition(), range.until(), range.until())).toList(), consumed, 0, 1, 1);
      if (version % Checkpoint.KEPT_EVERY == 0) {
        add(names.topics.checkpoints(), 0, MadeLog.key(Checkpoint.key(version)), Codecs.checkpoint().encode(last));
      }
    }
    add(names.topics.checkpoints(), 0, MadeLog.key(Checkpoint.LATEST), Codecs.checkpoint().encode(last));
  }

  /// Retention removes a beginning of any topic, but nothing that the next part has still to take, and not the newer half of the versions.
  private void expire() {
    Topic<?, ?> topic = List.of(names.topics.steps(), names.topics.trajectories(), names.topics.rejected(), names.topics.policies(), names.topics.metrics())
        .get(random.nextInt(5));
    int p = random.nextInt(topic.partitions());
    long most = topic.equals(names.topics.steps()) ? committed[p] : topic.equals(names.topics.trajectories()) ? positions[p]
        : topic.equals(names.topics.policies()) ? version / 2 : Long.MAX_VALUE;
    List<MadeLog.Out> all = records.getOrDefault(topic.name(), List.of()).stream().filter(record -> record.partition() == p).toList();
    long[] begin = begins.computeIfAbsent(topic.name(), any -> new long[topic.partitions()]);
    while (begin[p] < Math.min(most, all.size()) && all.get((int) begin[p]).timeMs() < nowMs - RETENTION_MS) {
      begin[p]++;
    }
  }

  private void add(Topic<?, ?> topic, int partition, byte[] key, byte[] value) {
    nowMs += RECORD_MS;
    records.computeIfAbsent(topic.name(), any -> new ArrayList<>()).add(new MadeLog.Out(partition, key, value, nowMs));
  }

  private LogInMemory now() {
    return new LogInMemory(records, committed, begins, nowMs);
  }

  @Override
  public boolean exists(Topic<?, ?> topic) {
    goOn();
    return true;
  }

  @Override
  public long[] begins(Topic<?, ?> topic) {
    goOn();
    return now().begins(topic);
  }

  @Override
  public long[] highWatermarks(Topic<?, ?> topic) {
    goOn();
    return now().highWatermarks(topic);
  }

  @Override
  public long[] settled(Topic<?, ?> topic) {
    goOn();
    return now().settled(topic);
  }

  @Override
  public long[] committed(boolean settled) {
    goOn();
    return now().committed(settled);
  }

  @Override
  public void read(Topic<?, ?> topic, int partition, long end, Consumer<Read<byte[], byte[]>> reader) {
    goOn();
    now().read(topic, partition, end, reader);
  }

  @Override
  public long nowMs() {
    goOn();
    return nowMs;
  }

  @Override
  public OptionalLong oldestMs(Topic<?, ?> topic, int partition, long end) {
    goOn();
    return now().oldestMs(topic, partition, end);
  }

  @Override
  public Optional<Read<byte[], byte[]>> last(Topic<?, ?> topic) {
    goOn();
    return now().last(topic);
  }
}
