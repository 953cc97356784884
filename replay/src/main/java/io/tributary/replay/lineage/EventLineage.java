// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay.lineage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.Episode;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.SkippedTrajectory;
import io.tributary.streams.StepCounts;

/// What became of an event, and which versions it made.
///
/// @param event its coordinates
/// @param what it is, in words
/// @param fate where its steps have ended
/// @param trajectory coordinates of the trajectory that holds them; null where none does
/// @param version the version whose batch that trajectory belongs to; null for none
/// @param newest version of the run; −1 for none
/// @param detail reason of a rejection or skip, or what else is to be said; empty for nothing
public record EventLineage(String event, String what, Fate fate, String trajectory, Long version, long newest, String detail) {

  /// Where the steps of an event can be.
  public enum Fate {
    /// A version learned from them.
    TRAINED,
    /// A version took their trajectory without learning from it.
    SKIPPED,
    /// Their trajectory is in no version yet.
    NOT_CONSUMED,
    /// They were rejected.
    REJECTED,
    /// They belong to an evaluation episode.
    EVALUATED,
    /// Their segment is not closed.
    OPEN,
    /// The topology has not read them.
    PENDING,
    /// Retention has removed what would tell.
    EXPIRED
  }

  /// Looks for an event.
  ///
  /// @param at a record of the run's steps, or of its trajectories
  /// @throws RunException where the run has no such record and never had
  public static EventLineage of(Run run, Coordinates at) {
    if (at.topic().equals(run.topics().steps().name())) {
      return steps(run, at);
    }
    if (at.topic().equals(run.topics().trajectories().name())) {
      return trajectory(run, at);
    }
    throw new RunException("--event is in topic " + at.topic() + "; expected " + run.topics().steps() + " or " + run.topics().trajectories());
  }

  private static EventLineage steps(Run run, Coordinates at) {
    requirePartition(run, at);
    Records.At place = Records.at(run, run.topics().steps(), at.partition(), at.offset());
    boolean expired = place.isExpired(at.offset());
    if (!expired && place.record().isEmpty()) {
      throw absent(at, place);
    }
    String what = place.record().map(record -> words(run, record)).orElse("a record that retention has removed");
    Optional<Records.Found<Trajectory>> trajectory = Records.find(run, run.topics().trajectories(), at.partition(),
        candidate -> holds(candidate.sources(), at));
    if (trajectory.isPresent()) {
      return consumed(run, at, what, at.partition(), trajectory.get().offset());
    }
    Optional<Records.Found<RejectedStep>> rejected = Records.find(run, run.topics().rejected(), at.partition(),
        step -> step.partition() == at.partition() && step.offset() == at.offset());
    if (rejected.isPresent()) {
      RejectedStep step = rejected.get().value();
      return alone(at, what, Fate.REJECTED, step.reason().label() + ": " + step.message());
    }
    Optional<Records.Found<Episode>> episode = Records.find(run, run.topics().episodes(), at.partition(), candidate -> holds(candidate.sources(), at));
    if (episode.isPresent()) {
      return alone(at, what, Fate.EVALUATED, "episode " + episode.get().value().episode() + " at " + run.topics().episodes() + "-" + at.partition() + "@"
          + episode.get().offset());
    }
    return elsewhere(run, at, what, expired);
  }

  private static EventLineage elsewhere(Run run, Coordinates at, String what, boolean expired) {
    if (expired) {
      return alone(at, what, Fate.EXPIRED, "neither it nor what became of it is kept");
    }
    Long committed = StepCounts.committed(run).get(at.partition());
    if (committed == null || at.offset() >= committed) {
      return alone(at, what, Fate.PENDING, "the topology has read up to " + (committed == null ? "nothing" : "offset " + committed));
    }
    boolean gone = Records.at(run, run.topics().trajectories(), at.partition(), 0).beginning() > 0
        || Records.at(run, run.topics().rejected(), at.partition(), 0).beginning() > 0 || Records.at(run, run.topics().episodes(), at.partition(), 0).beginning() > 0;
    return alone(at, what, Fate.OPEN, gone ? "or in a trajectory, episode or rejection that retention has removed" : "");
  }

  private static EventLineage alone(Coordinates at, String what, Fate fate, String detail) {
    return new EventLineage(at.toString(), what, fate, null, null, -1, detail);
  }

  private static boolean holds(List<Source> sources, Coordinates at) {
    return sources.stream().anyMatch(source -> source.partition() == at.partition() && source.offset() == at.offset());
  }

  private static EventLineage trajectory(Run run, Coordinates at) {
    requirePartition(run, at);
    Records.At place = Records.at(run, run.topics().trajectories(), at.partition(), at.offset());
    if (place.record().isEmpty() && !place.isExpired(at.offset())) {
      throw absent(at, place);
    }
    String what = place.record().flatMap(record -> Records.decoded(run.topics().trajectories(), record.value()))
        .map(trajectory -> "trajectory: " + trajectory.first() + " and " + (trajectory.count() - 1) + " more, of " + trajectory.sources().size()
            + (trajectory.sources().size() == 1 ? " record" : " records"))
        .orElse("a record that retention has removed, or that is no trajectory");
    return consumed(run, at, what, at.partition(), at.offset());
  }

  private static EventLineage consumed(Run run, Coordinates at, String what, int partition, long offset) {
    String where = run.topics().trajectories() + "-" + partition + "@" + offset;
    Consumption.Fate fate = Consumption.of(run, partition, offset);
    if (fate.version().isEmpty()) {
      boolean tooOld = fate.oldest() > 0 && !beyond(run, partition, offset);
      return new EventLineage(at.toString(), what, tooOld ? Fate.EXPIRED : Fate.NOT_CONSUMED, where, null, fate.newest(),
          tooOld ? "the version that took it is older than " + fate.oldest() + ", the oldest that is kept" : "");
    }
    PolicySnapshot version = fate.version().get();
    Optional<SkippedTrajectory> skipped = version.skipped().stream().filter(entry -> entry.partition() == partition && entry.offset() == offset).findFirst();
    return new EventLineage(at.toString(), what, skipped.isPresent() ? Fate.SKIPPED : Fate.TRAINED, where, version.version(), fate.newest(),
        skipped.map(SkippedTrajectory::reason).orElse(""));
  }

  private static boolean beyond(Run run, int partition, long offset) {
    return io.tributary.runs.Policies.requireNewest(run).ranges().stream().filter(range -> range.partition() == partition)
        .allMatch(range -> offset >= range.until());
  }

  private static String words(Run run, Read<byte[], byte[]> record) {
    Optional<Steps> decoded = Records.decoded(run.topics().steps(), record.value());
    return decoded.map(steps -> steps.first() + " and " + (steps.count() - 1) + " more, "
        + (steps.policyVersion() == Steps.FOREIGN_POLICY ? "acted by a foreign policy" : "acted by version " + steps.policyVersion()) + ", to "
        + steps.purpose().name().toLowerCase(Locale.ROOT)).orElse("a record that cannot be decoded");
  }

  private static void requirePartition(Run run, Coordinates at) {
    if (at.partition() >= run.spec().partitions()) {
      throw new RunException("[" + at + "] does not exist: " + at.topic() + " has " + run.spec().partitions() + " partitions");
    }
  }

  private static RunException absent(Coordinates at, Records.At place) {
    return new RunException("[" + at + "] does not exist: the partition has offsets " + place.beginning() + " to " + (place.end() - 1)
        + ", some of which are markers of transactions or were never committed");
  }

  /// For people.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("[" + event + "] " + what);
    if (trajectory != null && !trajectory.equals(event)) {
      lines.add("in trajectory " + trajectory);
    }
    String because = detail.isEmpty() ? "" : ": " + detail;
    lines.add(switch (fate) {
      case TRAINED -> "version " + version + " learned from it" + (newest > version ? "; versions " + (version + 1) + " to " + newest + " descend from that" : "");
      case SKIPPED -> "version " + version + " skipped it" + because + "; no version learned from it";
      case NOT_CONSUMED -> "no version has taken it yet" + (newest < 0 ? "" : "; the newest is " + newest);
      case REJECTED -> "rejected" + because + "; no version learned from it";
      case EVALUATED -> "evaluation" + because + "; no version learned from it";
      case OPEN -> "its segment is still open" + (detail.isEmpty() ? "" : ", " + detail);
      case PENDING -> "pending" + because;
      case EXPIRED -> "expired" + because;
    });
    return lines;
  }

  /// For programs.
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("event", event);
    json.put("what", what);
    json.put("fate", fate.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.put("trajectory", trajectory);
    json.put("version", version);
    json.put("descendants", fate == Fate.TRAINED && newest > version ? List.of(version + 1, newest) : List.of());
    json.put("detail", detail);
    return json;
  }
}
