// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Trajectory;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.SkippedTrajectory;

/// One batch as it was taken from the log: what is learned from, what is skipped, and how far reading got.
///
/// Arrival decides membership alone. Inside, rows are ordered by (partition, offset, step), so a replay that finds the same members
/// gives the same bits.
///
/// @param members to learn from, by coordinates; empty where all were skipped
/// @param skipped the others, by coordinates
/// @param positions next offset of each partition that had news
/// @param stepsByProducer steps of both kinds by producer and session
/// @param lingered whether it was closed by time
public record TakenBatch(
    List<Arrival> members,
    List<SkippedTrajectory> skipped,
    Map<Integer, Long> positions,
    Map<ProducerSession, Long> stepsByProducer,
    boolean lingered) {

  /// One start of one producer.
  public record ProducerSession(String producer, long session) implements Comparable<ProducerSession> {
    static ProducerSession of(StepId step) {
      return new ProducerSession(step.producer(), step.session());
    }

    @Override
    public int compareTo(ProducerSession other) {
      int byName = producer.compareTo(other.producer);
      return byName != 0 ? byName : Long.compare(session, other.session);
    }
  }

  public TakenBatch {
    members = List.copyOf(members);
    skipped = List.copyOf(skipped);
    positions = Map.copyOf(positions);
    stepsByProducer = Map.copyOf(stepsByProducer);
  }

  /// Trajectories to learn from, by coordinates; empty where all were skipped.
  public List<Trajectory> learned() {
    return members.stream().map(Arrival::trajectory).toList();
  }

  /// Sorts the members and decides which of them are learned from.
  public static TakenBatch of(Collection<Arrival> members, SkipRule rule, boolean lingered) {
    List<Arrival> ordered = members.stream().sorted(Arrival.BY_COORDINATES).toList();
    List<Arrival> learned = new ArrayList<>();
    List<SkippedTrajectory> skipped = new ArrayList<>();
    for (Arrival arrival : ordered) {
      rule.reason(arrival).ifPresentOrElse(reason -> skipped.add(skip(arrival, reason)), () -> learned.add(arrival));
    }
    if (learned.size() == 1 && learned.get(0).steps() < Batcher.FEWEST_STEPS) {
      skipped.add(skip(learned.remove(0), Staleness.SINGLE_STEP));
    }
    Map<Integer, Long> positions = new TreeMap<>();
    Map<ProducerSession, Long> steps = new TreeMap<>();
    for (Arrival arrival : ordered) {
      positions.merge(arrival.partition(), arrival.next(), Math::max);
      steps.merge(ProducerSession.of(arrival.trajectory().first()), (long) arrival.steps(), Long::sum);
    }
    return new TakenBatch(learned, skipped, positions, steps, lingered);
  }

  /// The same with other positions.
  TakenBatch reaching(Map<Integer, Long> next) {
    return new TakenBatch(members, skipped, next, stepsByProducer, lingered);
  }

  /// The same after offsets that were lost to retention: the version made from it says so.
  public TakenBatch afterLoss(List<OffsetRange> lost) {
    List<SkippedTrajectory> withLost = new ArrayList<>();
    Map<Integer, Long> reached = new TreeMap<>(positions);
    for (OffsetRange range : lost) {
      withLost.add(new SkippedTrajectory(range.partition(), range.from(), 0, SkippedTrajectory.LOST_UNTIL + range.until()));
      reached.merge(range.partition(), range.until(), Math::max);
    }
    withLost.addAll(skipped);
    return new TakenBatch(members, withLost, reached, stepsByProducer, lingered);
  }

  /// The same, with nothing learned from some of its members.
  ///
  /// @param reason stated of each
  TakenBatch without(Collection<Arrival> unfit, String reason) {
    List<SkippedTrajectory> losses = skipped.stream().filter(SkippedTrajectory::isLoss).toList();
    List<SkippedTrajectory> others = new ArrayList<>(skipped.stream().filter(entry -> !entry.isLoss()).toList());
    unfit.forEach(arrival -> others.add(skip(arrival, reason)));
    others.sort(Comparator.comparingInt(SkippedTrajectory::partition).thenComparingLong(SkippedTrajectory::offset));
    List<SkippedTrajectory> all = new ArrayList<>(losses);
    all.addAll(others);
    return new TakenBatch(members.stream().filter(member -> !unfit.contains(member)).toList(), all, positions, stepsByProducer, lingered);
  }

  /// A batch of one of its members alone, for trying; twice where it is a single step, which no minibatch can hold.
  TakenBatch alone(Arrival member) {
    return new TakenBatch(member.steps() < Batcher.FEWEST_STEPS ? List.of(member, member) : List.of(member), List.of(), positions, stepsByProducer, lingered);
  }

  /// Why an arrival is not learned from.
  @FunctionalInterface
  public interface SkipRule {
    Optional<String> reason(Arrival arrival);

    /// The trainer's: too old, from the future, or of no use to the algorithm.
    ///
    /// @param unusable why the algorithm cannot learn from a trajectory
    /// @param parentVersion the version that learns
    static SkipRule of(BatchSettings settings, Function<Trajectory, Optional<String>> unusable, long parentVersion) {
      Staleness staleness = new Staleness(settings.maxVersionLag());
      return arrival -> staleness.reasonToSkip(arrival.trajectory(), parentVersion).or(() -> unusable.apply(arrival.trajectory()));
    }
  }

  private static SkippedTrajectory skip(Arrival arrival, String reason) {
    return new SkippedTrajectory(arrival.partition(), arrival.offset(), arrival.steps(), reason);
  }
}
