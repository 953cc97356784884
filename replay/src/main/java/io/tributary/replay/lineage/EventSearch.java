// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay.lineage;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import io.tributary.replay.Replay;
import io.tributary.replay.lineage.EventLineage.Fate;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.StopReason;
import io.tributary.runs.Policies;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.Episode;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.SkippedTrajectory;
import io.tributary.streams.StepCounts;

/// Looks for what became of an event.
///
/// Each thing is read after whatever must already be in it, as in the audit: how far the topology has committed, then what it holds open, then its outputs up
/// to where they end by now. So a run that goes on looks like one that stands still, and what is in no place is not guessed to be open.
final class EventSearch {
  private final Run run;
  private final Run log;
  private final Coordinates at;

  /// @param run whose versions are asked for
  EventSearch(Run run, Coordinates at) {
    this.run = run;
    this.log = Replay.trajectoriesOf(run);
    this.at = at;
  }

  EventLineage find() {
    if (at.topic().equals(log.topics().steps().name())) {
      requirePartition();
      return steps();
    }
    if (at.topic().equals(log.topics().trajectories().name())) {
      requirePartition();
      return trajectory();
    }
    throw new RunException("--event is in topic " + at.topic() + "; expected " + log.topics().steps() + " or " + log.topics().trajectories());
  }

  private void requirePartition() {
    if (at.partition() >= log.spec().partitions()) {
      throw new RunException("[" + at + "] does not exist: " + at.topic() + " has " + log.spec().partitions() + " partitions");
    }
  }

  private EventLineage steps() {
    Long committed = StepCounts.committed(log).get(at.partition());
    boolean read = committed != null && at.offset() < committed;
    boolean open = read && OpenSegments.hold(log, at.partition(), at.offset());
    Records.At place = Records.at(log, log.topics().steps(), at.partition(), at.offset());
    if (!place.isExpired(at.offset()) && place.record().isEmpty()) {
      throw absent(place);
    }
    String what = place.record().map(this::words).orElse("a record that retention has removed");
    return inAnOutput(what).orElseGet(() -> {
      if (open) {
        return alone(what, Fate.OPEN, "");
      }
      if (place.record().isEmpty()) {
        return alone(what, Fate.EXPIRED, "neither it nor what became of it is kept");
      }
      if (!read) {
        return alone(what, Fate.PENDING, "the topology has read up to " + (committed == null ? "nothing" : "offset " + committed));
      }
      return mayBeRemoved(place.record().get()) ? alone(what, Fate.EXPIRED, "retention may have removed what became of it")
          : alone(what, Fate.LOST, "in no trajectory, evaluation episode or rejection, and not open, though the topology has read up to offset " + committed
              + " (tributary audit " + log.name() + " names all such records)");
    });
  }

  private Optional<EventLineage> inAnOutput(String what) {
    Optional<Records.Found<Trajectory>> trajectory = Records.find(log, log.topics().trajectories(), at.partition(), candidate -> isNamedBy(candidate.sources()));
    if (trajectory.isPresent()) {
      return Optional.of(consumed(what, trajectory.get().offset()));
    }
    Optional<Records.Found<RejectedStep>> rejected = Records.find(log, log.topics().rejected(), at.partition(),
        step -> step.partition() == at.partition() && step.offset() == at.offset());
    if (rejected.isPresent()) {
      RejectedStep step = rejected.get().value();
      return Optional.of(alone(what, Fate.REJECTED, step.reason().label() + ": " + step.message()));
    }
    Optional<Records.Found<Episode>> episode = Records.find(log, log.topics().episodes(), at.partition(), candidate -> isNamedBy(candidate.sources()));
    return episode.map(found -> alone(what, Fate.EVALUATED, "episode " + found.value().episode() + " at " + log.topics().episodes() + "-" + at.partition() + "@"
        + found.offset()));
  }

  private boolean isNamedBy(List<Source> sources) {
    return sources.stream().anyMatch(source -> source.partition() == at.partition() && source.offset() == at.offset());
  }

  /// Retention removes the beginning of a topic, and nothing that is younger than the run keeps it.
  private boolean mayBeRemoved(Read<byte[], byte[]> record) {
    long retentionMs = log.spec().retentionMs();
    return retentionMs >= 0 && record.timestampMs() <= System.currentTimeMillis() - retentionMs
        && Stream.of(log.topics().trajectories(), log.topics().rejected(), log.topics().episodes())
            .anyMatch(topic -> Records.at(log, topic, at.partition(), 0).beginning() > 0);
  }

  private EventLineage trajectory() {
    Records.At place = Records.at(log, log.topics().trajectories(), at.partition(), at.offset());
    if (place.record().isEmpty() && !place.isExpired(at.offset())) {
      throw absent(place);
    }
    String what = place.record().flatMap(record -> Records.decoded(log.topics().trajectories(), record.value()))
        .map(trajectory -> "trajectory: " + trajectory.first() + " and " + (trajectory.count() - 1) + " more, of " + trajectory.sources().size()
            + (trajectory.sources().size() == 1 ? " record" : " records"))
        .orElse("a record that retention has removed, or that is no trajectory");
    return consumed(what, at.offset());
  }

  /// @param offset of the trajectory
  private EventLineage consumed(String what, long offset) {
    String where = log.topics().trajectories() + "-" + at.partition() + "@" + offset;
    Consumption.Fate taken = Consumption.of(run, at.partition(), offset);
    if (taken.version().isEmpty()) {
      boolean tooOld = taken.oldest() > 0 && !isBeyondVersions(offset);
      return new EventLineage(at.toString(), what, tooOld ? Fate.EXPIRED : Fate.NOT_CONSUMED, where, null, taken.newest(),
          tooOld ? "the version that took it is older than " + taken.oldest() + ", the oldest that is kept" : "");
    }
    PolicySnapshot version = taken.version().get();
    Optional<SkippedTrajectory> skipped = version.skipped().stream().filter(entry -> entry.covers(at.partition(), offset)).findFirst();
    boolean updated = version.stopReason() != StopReason.WARM_UP && version.stopReason() != StopReason.SKIPPED;
    Fate fate = skipped.isPresent() ? Fate.SKIPPED : updated ? Fate.TRAINED : Fate.TAKEN;
    String detail = skipped.map(entry -> entry.isLoss() ? "deleted before it was learned from, " + entry.reason() : entry.reason())
        .orElse(updated ? "" : version.stopReason().label());
    return new EventLineage(at.toString(), what, fate, where, version.version(), taken.newest(), detail);
  }

  private boolean isBeyondVersions(long offset) {
    return Policies.requireNewest(run).ranges().stream().filter(range -> range.partition() == at.partition()).allMatch(range -> offset >= range.until());
  }

  private EventLineage alone(String what, Fate fate, String detail) {
    return new EventLineage(at.toString(), what, fate, null, null, -1, detail);
  }

  private String words(Read<byte[], byte[]> record) {
    Optional<Steps> decoded = Records.decoded(log.topics().steps(), record.value());
    return decoded.map(steps -> steps.first() + " and " + (steps.count() - 1) + " more, "
        + (steps.policyVersion() == Steps.FOREIGN_POLICY ? "acted by a foreign policy" : "acted by version " + steps.policyVersion()) + ", to "
        + steps.purpose().name().toLowerCase(Locale.ROOT)).orElse("a record that cannot be decoded");
  }

  private RunException absent(Records.At place) {
    return new RunException("[" + at + "] does not exist: the partition has offsets " + place.beginning() + " to " + (place.end() - 1)
        + ", some of which are markers of transactions or were never committed");
  }
}
