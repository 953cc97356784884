// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Agent;
import io.tributary.runs.Policies;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.SettingsRevision;
import io.tributary.trainer.Arrival;
import io.tributary.trainer.BatchSource;
import io.tributary.trainer.Learning;
import io.tributary.trainer.OfflinePublisher;
import io.tributary.trainer.Progress;
import io.tributary.trainer.Publication;
import io.tributary.trainer.RecordedBatch;
import io.tributary.trainer.RegroupedBatches;
import io.tributary.trainer.TakenBatch;
import io.tributary.trainer.TrainingLoop;
import io.tributary.trainer.WarmStart;

/// What other settings would have made of a run's log: the same trajectories, learned into a new run.
///
/// It is off-policy by nature: other policies acted than the ones that learn. So to the learner the trajectories are a foreign policy's, and they have no lag.
/// What was skipped as too old, or as from the future, is judged by the versions of the run that acted.
///
/// Batches are the recorded ones, or the same trajectories regrouped ([RegroupedBatches]). Where the log's settings were revised on the way, the same changes
/// are made here under the same numbers. What retention has removed at the beginning is named by the first version as lost.
public final class WhatIf implements AutoCloseable {
  private final Run origin;
  private final Run made;
  private final RevisedAlgorithm algorithm;
  private final Map<Integer, Map<String, String>> settings = new HashMap<>();
  private final ReadAhead log;
  private final long[] reached;
  private final List<OffsetRange> lost = new ArrayList<>();
  private final Tally tally = new Tally();
  private final String codeVersion;
  private OfflinePublisher publisher;
  private int recordedRevision;
  private int revision;
  private long versions;
  private long steps;

  /// What it came to.
  ///
  /// @param versions published, version 0 among them
  /// @param steps in their batches
  /// @param seconds it took
  /// @param lost what retention has removed, in words
  public record Outcome(long versions, long steps, double seconds, List<String> lost) {}

  /// The last version of a run whose trajectories a what-if would take: for who wants to know before it makes a run.
  ///
  /// @param to the one that is wished for; empty for the newest
  /// @throws RunException where there is nothing to replay, or no such version
  public static long last(Run origin, OptionalLong to) {
    long newest = Policies.requireNewest(origin).version();
    long last = to.orElse(newest);
    if (last > newest) {
      throw new RunException("run " + origin.name() + " has no version " + last + "; expected at most " + newest + ", its newest; nothing was replayed");
    }
    return last;
  }

  /// @param origin whose log is replayed
  /// @param made the new run, whose spec names the other
  /// @param learners what settings mean in the new run
  /// @param overlay lays the new settings over those of a revision
  /// @param to last version of the origin whose trajectories are taken; empty for the newest
  /// @param codeVersion stated by the revisions
  /// @throws RunException where there is nothing to replay
  public WhatIf(Run origin, Run made, Learners learners, UnaryOperator<Map<String, String>> overlay, OptionalLong to, String codeVersion) {
    if (!made.spec().trajectoriesOf().equals(origin.name())) {
      throw new RunException("run " + made.name() + " is not a what-if of run " + origin.name() + "; expected a new run; nothing was published");
    }
    this.origin = origin.requireLive("a what-if");
    this.made = made;
    this.codeVersion = codeVersion;
    long last = last(origin, to);
    Replay.revisions(origin).forEach((number, values) -> settings.put(number, overlay.apply(values)));
    settings.put(0, made.spec().settings());
    algorithm = new RevisedAlgorithm(learners, settings);
    reached = new long[origin.spec().partitions()];
    log = new ReadAhead(() -> new RecordedVersions(origin, 0, last), () -> new Replay.Plain(origin), version -> version == 0);
  }

  /// Learns and publishes.
  ///
  /// @param regroup whether batches are cut anew, by the new settings
  /// @param progress told of every version
  public Outcome learn(boolean regroup, LongConsumer progress) throws InterruptedException {
    long begunNs = System.nanoTime();
    Learner learner = algorithm.use(0);
    Agent initial = WarmStart.of(made, learner.algorithm().initial(made.spec().seed()));
    publisher = OfflinePublisher.begin(made, initial);
    versions = 1;
    BatchSource batches = regroup ? regrouped(learner) : this::recorded;
    Learning learning = new Learning(algorithm, made.spec().spaces(), System::nanoTime, () -> 0);
    var _ = new TrainingLoop(parent -> batches.next(parent).map(this::withLoss).map(WhatIf::ofForeignPolicies), learning,
        publication -> publish(publication, progress)).run(initial, Progress.start(made.spec().partitions()), agent -> false);
    publisher.drain();
    return new Outcome(versions, steps, (System.nanoTime() - begunNs) / 1e9, tally.report(made.name(), 0, 0, 0, 0).expired());
  }

  private void publish(Publication publication, LongConsumer progress) throws InterruptedException {
    if (recordedRevision != revision) {
      revision = recordedRevision;
      publisher.revise(new SettingsRevision(revision, settings.get(revision), codeVersion, System.currentTimeMillis()));
    }
    publisher.publish(publication);
    versions++;
    steps += publication.batch().stepsByProducer().values().stream().mapToLong(Long::longValue).sum();
    progress.accept(publication.version());
  }

  private Optional<TakenBatch> recorded(long parent) throws InterruptedException {
    return next().map(batch -> batch.taken(rule(batch.snapshot().parent())));
  }

  private RegroupedBatches regrouped(Learner learner) {
    return new RegroupedBatches(new Iterator<>() {
      private Optional<RecordedBatch> ahead = Optional.empty();

      @Override
      public boolean hasNext() {
        try {
          ahead = ahead.isPresent() ? ahead : WhatIf.this.next();
          return ahead.isPresent();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new RunException("the replay was interrupted", interrupted);
        }
      }

      @Override
      public RecordedBatch next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no more recorded batches");
        }
        RecordedBatch batch = ahead.get();
        ahead = Optional.empty();
        return batch;
      }
    }, learner.batches(), this::rule);
  }

  private TakenBatch.SkipRule rule(long recordedParent) {
    Learner learner = algorithm.use(recordedRevision);
    return TakenBatch.SkipRule.of(learner.batches(), learner.algorithm()::unusable, recordedParent);
  }

  /// The next recorded batch that is still there.
  private Optional<RecordedBatch> next() throws InterruptedException {
    for (Optional<RecordedVersion> peeked = log.peek(); peeked.isPresent(); peeked = log.peek()) {
      RecordedVersion version = peeked.get();
      log.remove();
      if (version.broken() != null) {
        throw new RunException("run " + origin.name() + " version " + version.version() + ": " + version.broken() + "; the what-if stops there");
      }
      if (version.expired() != null) {
        tally.gone("version " + version.version() + ": " + version.expired());
      } else if (version.batch() != null) {
        follow(version);
        recordedRevision = version.snapshot().settingsRevision();
        algorithm.use(recordedRevision);
        return Optional.of(version.batch());
      }
    }
    return Optional.empty();
  }

  private void follow(RecordedVersion version) {
    for (OffsetRange range : version.snapshot().ranges()) {
      if (range.from() > reached[range.partition()]) {
        lost.add(new OffsetRange(range.partition(), reached[range.partition()], range.from()));
      }
      reached[range.partition()] = range.until();
    }
  }

  private TakenBatch withLoss(TakenBatch batch) {
    TakenBatch told = lost.isEmpty() ? batch : batch.afterLoss(lost);
    lost.clear();
    return told;
  }

  /// The same without the versions that acted: they are another run's.
  private static TakenBatch ofForeignPolicies(TakenBatch batch) {
    List<Arrival> foreign = batch.members().stream().map(WhatIf::ofForeignPolicy).toList();
    return new TakenBatch(foreign, batch.skipped(), batch.positions(), batch.stepsByProducer(), batch.lingered());
  }

  private static Arrival ofForeignPolicy(Arrival arrival) {
    Trajectory t = arrival.trajectory();
    Trajectory foreign = new Trajectory(t.first(), t.columns(), t.targets(), t.gamma(), t.lambda(), t.ending(), t.cut(), Steps.FOREIGN_POLICY,
        Steps.FOREIGN_POLICY, t.completeEpisode(), t.returnBefore(), t.sources());
    return new Arrival(arrival.partition(), arrival.offset(), arrival.next(), foreign, arrival.bytes(), arrival.arrivedNs());
  }

  @Override
  public void close() {
    log.close();
    if (publisher != null) {
      publisher.close();
    }
  }
}
