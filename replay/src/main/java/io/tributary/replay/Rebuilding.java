// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

import io.tributary.rl.learning.Agent;
import io.tributary.runs.MissingException;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.AgentHashes;
import io.tributary.schemas.Checkpoint;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.SkippedTrajectory;
import io.tributary.trainer.Learning;
import io.tributary.trainer.Progress;
import io.tributary.trainer.Publication;
import io.tributary.trainer.TakenBatch;
import io.tributary.trainer.TrainingLoop;
import io.tributary.trainer.UnfitUpdateException;
import io.tributary.trainer.WarmStart;

/// Computes version after version again and compares each with its snapshot.
///
/// A version that comes out otherwise makes every later one different too, and would drown what else is wrong: rebuilding stops there and begins again at the
/// next kept checkpoint. The same holds where retention has removed what a version was made from.
final class Rebuilding {
  private final Run run;
  private final ReadAhead log;
  private final KeptCheckpoints kept;
  private final RevisedAlgorithm algorithm;
  private final Tally tally;
  private final VersionCheck check;
  private final LongConsumer progress;
  private RecordedVersion current;
  private long next;
  private boolean diverged;
  private boolean expired;

  /// @param progress told of every version
  Rebuilding(Run run, ReadAhead log, KeptCheckpoints kept, RevisedAlgorithm algorithm, Tally tally, long base, LongConsumer progress) {
    this.run = run;
    this.log = log;
    this.kept = kept;
    this.algorithm = algorithm;
    this.tally = tally;
    this.check = new VersionCheck(run.name(), tally);
    this.next = base;
    this.progress = progress;
  }

  private record Base(Agent agent, Progress progress) {}

  /// Goes through all there is.
  void work(long base) throws InterruptedException {
    for (Optional<Base> begin = nextBase(base); begin.isPresent(); begin = nextBase(base)) {
      diverged = false;
      expired = false;
      rebuild(begin.get());
    }
  }

  private void rebuild(Base begin) throws InterruptedException {
    Learning learning = new Learning(algorithm, run.spec().spaces(), System::nanoTime, () -> 0);
    try {
      var _ = new TrainingLoop(this::batch, learning, this::compare).run(begin.agent, begin.progress, agent -> diverged);
    } catch (UnfitUpdateException | IllegalArgumentException | IllegalStateException | ArithmeticException | IndexOutOfBoundsException unfit) {
      diverged = true;
      tally.rebuilt(current.batch().steps(), false);
      tally.found(new Finding(Finding.Kind.VERSION, check.where(current.version()), "what its update came to", "an update as it was published",
          "none: " + unfit.getMessage()));
    }
  }

  /// What the next version was made from; empty where rebuilding cannot go on with it.
  private Optional<TakenBatch> batch(long parent) throws InterruptedException {
    Optional<RecordedVersion> peeked = log.peek();
    if (peeked.isEmpty() || peeked.get().version() != parent + 1) {
      return Optional.empty();
    }
    RecordedVersion version = peeked.get();
    if (version.batch() == null) {
      expired = version.expired() != null;
      diverged = !expired;
      return Optional.empty();
    }
    current = version;
    next = version.version() + 1;
    log.remove();
    Learner learner = algorithm.use(version.snapshot().settingsRevision());
    TakenBatch taken = version.batch().taken();
    skipped(version, learner, parent);
    return Optional.of(taken);
  }

  /// The trainer's own rule must have skipped the same trajectories. A what-if goes by the versions of the other run, which its snapshots do not name.
  private void skipped(RecordedVersion version, Learner learner, long parent) {
    if (run.spec().isWhatIf()) {
      return;
    }
    TakenBatch expected = version.batch().taken(TakenBatch.SkipRule.of(learner.batches(), learner.algorithm()::unusable, parent));
    check.differ(version.snapshot(), "what it skipped", expected.skipped(), version.snapshot().skipped().stream().filter(entry -> !entry.isUnfit()).toList());
  }

  private void compare(Publication rebuilt) {
    PolicySnapshot snapshot = current.snapshot();
    long before = tally.findings();
    VersionCheck.Outcome outcome = check.compare(rebuilt, snapshot, "from version " + snapshot.parent() + " and its ranges, under settings revision "
        + snapshot.settingsRevision());
    boolean equal = outcome.equal();
    check.differ(snapshot, "what was unfit to learn from", unfit(rebuilt.batch().skipped()), unfit(snapshot.skipped()));
    if (kept.has(rebuilt.version())) {
      keptBeside(rebuilt.agent());
    }
    diverged = outcome.diverged();
    tally.rebuilt(current.batch().steps(), equal && tally.findings() == before);
    progress.accept(rebuilt.version());
  }

  private static List<SkippedTrajectory> unfit(List<SkippedTrajectory> skipped) {
    return skipped.stream().filter(SkippedTrajectory::isUnfit).toList();
  }

  private void keptBeside(Agent agent) {
    try {
      Agent beside = kept.read(agent.version()).agent();
      if (check.checkpoint(kept.where(agent.version()), AgentHashes.of(agent), beside) && !java.util.Arrays.equals(agent.baseline(), beside.baseline())) {
        tally.found(new Finding(Finding.Kind.CHECKPOINT, kept.where(agent.version()), "its fitted baseline", "the one that was computed again", "another"));
      }
    } catch (CodecException undecodable) {
      undecodable(agent.version(), undecodable);
    }
  }

  private void undecodable(long version, CodecException undecodable) {
    tally.found(new Finding(Finding.Kind.CHECKPOINT, kept.where(version), "its content", "a checkpoint", "undecodable (" + undecodable.getMessage() + ")"));
  }

  /// Goes forward to a version that rebuilding can begin with.
  private Optional<Base> nextBase(long base) throws InterruptedException {
    for (Optional<RecordedVersion> peeked = log.peek(); peeked.isPresent(); peeked = log.peek()) {
      RecordedVersion version = peeked.get();
      missing(version.version(), base);
      Optional<Base> found = version.version() == 0 ? beginning(version) : version(version, base);
      next = version.version() + 1;
      log.remove();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /// Versions between the last one seen and this one.
  private void missing(long version, long base) {
    if (version == next) {
      return;
    }
    long count = version - next;
    if (next == base) {
      tally.gone("versions " + next + " to " + (version - 1) + ": their snapshots were deleted");
      tally.expired(count);
      expired = true;
    } else {
      tally.found(new Finding(Finding.Kind.VERSION, check.where(version), "the version before it", Long.toString(version - 1), Long.toString(next - 1)));
      tally.unverified(Math.max(0, count));
      diverged = true;
    }
  }

  private Optional<Base> version(RecordedVersion version, long base) {
    long number = version.version();
    if (version.expired() != null) {
      expired = true;
      tally.gone("version " + number + ": " + version.expired());
    }
    if (version.broken() != null) {
      tally.found(new Finding(Finding.Kind.VERSION, check.where(number), "what it was made from", "trajectories", version.broken()));
    }
    if (number != base) {
      if (expired && !diverged) {
        tally.expired(1);
      } else {
        tally.unverified(1);
      }
    }
    return kept.has(number) ? checkpoint(version.snapshot()) : Optional.empty();
  }

  private Optional<Base> checkpoint(PolicySnapshot snapshot) {
    try {
      Checkpoint checkpoint = kept.read(snapshot.version());
      boolean same = check.checkpoint(kept.where(snapshot.version()), snapshot.hashes(), checkpoint.agent());
      return same ? Optional.of(new Base(checkpoint.agent(), Progress.of(checkpoint.positions(), checkpoint.consumed()))) : Optional.empty();
    } catch (CodecException undecodable) {
      undecodable(snapshot.version(), undecodable);
      return Optional.empty();
    }
  }

  /// Version 0, from the seed or the policy that the run began with; only where that policy is not there any more can it not be verified.
  private Optional<Base> beginning(RecordedVersion version) {
    PolicySnapshot snapshot = version.snapshot();
    Progress start = Progress.start(run.spec().partitions());
    try {
      Agent fresh = algorithm.use(snapshot.settingsRevision()).algorithm().initial(run.spec().seed());
      Publication first = Publication.first(WarmStart.of(run, fresh), start);
      String origin = run.initial().isEmpty() ? "from the spec's seed " + run.spec().seed() : "from " + run.initial();
      VersionCheck.Outcome outcome = check.compare(first, snapshot, origin);
      tally.rebuilt(0, outcome.equal());
      progress.accept(0);
      if (kept.has(0) && !outcome.diverged()) {
        keptBeside(first.agent());
      }
      return outcome.diverged() && kept.has(0) ? checkpoint(snapshot) : outcome.diverged() ? Optional.empty() : Optional.of(new Base(first.agent(), start));
    } catch (RunException failed) {
      if (!MissingException.isBehind(failed)) {
        throw failed;
      }
      tally.gone("version 0: " + failed.getMessage());
      tally.expired(1);
      expired = true;
    } catch (IllegalArgumentException impossible) {
      tally.rebuilt(0, false);
      tally.found(new Finding(Finding.Kind.VERSION, check.where(0), "its settings", "settings of a learner", impossible.getMessage()));
    }
    return kept.has(0) ? checkpoint(snapshot) : Optional.empty();
  }
}
