// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

import io.tributary.runs.Policies;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.Runs;
import io.tributary.runs.Specs;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.Topic;
import io.tributary.trainer.Arrival;
import io.tributary.trainer.KafkaTrajectoryLog;

/// Makes a run's versions again from its log and compares them with what was published.
///
/// **Assumptions.** The learners that are handed in make of settings what the run's trainer made of them. The run may be a live one: what is newest when the
/// replay begins is the end.
///
/// **Guarantees**
/// - Versions are rebuilt from the nearest kept checkpoint, version 0 from the spec, each under the settings revision its snapshot names, by the code that trained
///   it. Everything a snapshot says is compared but times and sessions.
/// - Trajectories are made again from the records their sources name, by the code that assembled them; without a last version that is asked for also those that
///   no version has taken yet. Evaluation episodes are added up again.
/// - What retention has removed is named and counted, never passed over.
/// - Memory is bounded by one version and 64 MiB ahead of it, and 128 MiB of steps.
///
/// **Example.** `Replay.verify(run, learners, ReplayRequest.all(), version -> {}).isEqual()`
public final class Replay {
  private Replay() {}

  /// Rebuilds and compares.
  ///
  /// @param learners what settings mean
  /// @param progress told of every version that was rebuilt
  /// @throws RunException where the run has no versions, or the log cannot be read
  public static ReplayReport verify(Run run, Learners learners, ReplayRequest request, LongConsumer progress) throws InterruptedException {
    long newest = Policies.requireNewest(run).version();
    long to = request.to().orElse(newest);
    if (to > newest || request.from() > newest) {
      throw new RunException("run " + run.name() + " has no version " + Math.max(to, request.from()) + "; expected 0 to " + newest
          + ", its newest; nothing was replayed");
    }
    Run origin = trajectoriesOf(run);
    Tally tally = new Tally();
    try (KeptCheckpoints kept = new KeptCheckpoints(run)) {
      long base = kept.atOrBelow(request.from()).orElse(request.from());
      long begunNs = System.nanoTime();
      try (ReadAhead log = new ReadAhead(() -> new RecordedVersions(run, base, to),
          () -> request.trajectories() ? new Checked(origin, tally, request.to().isEmpty() && origin.equals(run)) : new Plain(origin),
          version -> version == base)) {
        new Rebuilding(run, log, kept, new RevisedAlgorithm(learners, revisions(run)), tally, base, progress).work(base);
      }
      return tally.report(run.name(), base, to, to - base + (base == 0 ? 1 : 0), (System.nanoTime() - begunNs) / 1e9);
    }
  }

  /// The run whose trajectories a run's ranges refer to.
  public static Run trajectoriesOf(Run run) {
    return run.spec().isWhatIf() ? Runs.open(run.connection(), run.spec().trajectoriesOf(), Duration.ZERO) : run;
  }

  /// Settings by the number of their revision; 0 are the spec's own.
  static Map<Integer, Map<String, String>> revisions(Run run) {
    Map<Integer, Map<String, String>> revisions = new HashMap<>();
    revisions.put(0, run.spec().settings());
    Specs.revisions(run).forEach(revision -> revisions.put(revision.revision(), revision.settings()));
    return revisions;
  }

  /// Trajectories without a look at the steps they were made from.
  static final class Plain implements ReadAhead.Log {
    private final KafkaTrajectoryLog log;

    Plain(Run run) {
      log = new KafkaTrajectoryLog(run);
    }

    @Override
    public List<Arrival> read(OffsetRange range) {
      return log.read(range);
    }

    @Override
    public void look(Arrival arrival) {
      // They are taken as they are.
    }

    @Override
    public void close() {
      log.close();
    }
  }

  private static final class Checked implements ReadAhead.Log {
    private final Run run;
    private final Tally tally;
    private final boolean rest;
    private final KafkaTrajectoryLog log;
    private final StepsLog steps;
    private final TrajectoryCheck check;

    /// @param rest whether to look at what no version has taken, too
    Checked(Run run, Tally tally, boolean rest) {
      this.run = run;
      this.tally = tally;
      this.rest = rest;
      log = new KafkaTrajectoryLog(run);
      steps = new StepsLog(run);
      check = new TrajectoryCheck(run, new NamedSteps(run, steps), tally);
    }

    @Override
    public List<Arrival> read(OffsetRange range) {
      return log.read(range);
    }

    @Override
    public void look(Arrival arrival) {
      check.check(arrival);
    }

    @Override
    public void after(PolicySnapshot last) {
      if (rest) {
        last.ranges().stream().filter(range -> range.partition() < run.spec().partitions()).forEach(range -> read(run.topics().trajectories(), range.partition(),
            range.until(), (at, trajectory) -> check.check(new Arrival(range.partition(), at.offset(), at.offset() + 1, trajectory, at.bytes(), 0))));
        try (StepsLog evaluated = new StepsLog(run)) {
          EpisodeCheck episodes = new EpisodeCheck(run, new NamedSteps(run, evaluated), tally);
          IntStream.range(0, run.spec().partitions()).forEach(partition -> read(run.topics().episodes(), partition, 0,
              (at, episode) -> episodes.check(partition, at.offset(), episode)));
        }
      }
    }

    /// Every record of a partition from an offset on.
    private <V> void read(Topic<?, V> topic, int partition, long from, BiConsumer<Read<byte[], byte[]>, V> reader) {
      try (TopicTail<byte[], byte[]> tail = TopicTail.open(run.connection(), topic.asBytes(), partition, run.clientId("replay", "rest"))) {
        long end = tail.highWatermark();
        if (from < end) {
          tail.seek(Math.max(from, tail.beginning()));
          tail.readUntil(end, at -> decoded(topic, at).ifPresent(value -> reader.accept(at, value)));
        }
      }
    }

    private <V> Optional<V> decoded(Topic<?, V> topic, Read<byte[], byte[]> at) {
      try {
        return Optional.of(topic.value().decode(at.value()));
      } catch (CodecException undecodable) {
        tally.found(new Finding(topic.equals(run.topics().episodes()) ? Finding.Kind.EPISODE : Finding.Kind.TRAJECTORY, topic + "-" + at.partition() + "@" + at.offset(),
            "its content", "a record of that topic", "undecodable (" + undecodable.getMessage() + ")"));
        return Optional.empty();
      }
    }

    @Override
    public void close() {
      log.close();
      steps.close();
    }
  }
}
