// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.rejected;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.tributary.cli.look.Scan;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Steps;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.Episode;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;
import io.tributary.schemas.Topic;
import io.tributary.streams.StepCounts;

/// Gives rejected records a second chance after what was wrong has been mended: reads the originals from `steps` and sends them there again, as
/// episodes of environment `<id>~resubmit` and of a new session.
///
/// **Guarantees.**
/// 1. *Once*: each original has at most one copy in the log, however often this is called and wherever it is killed. Copies name their originals in
///    their headers, they are sent in transactions under one transactional id, and what is in the log is read after that id is taken. A record that calls
///    itself a copy and holds something else counts for nothing; so does one whose original retention has removed.
/// 2. *No step twice*: steps that are in a trajectory, in an evaluated episode or in another copy, that are open or that the topology has still to read
///    are left, so are duplicates unless they are asked for by name: then each is looked at. Steps that their producer sends again only after this has looked are not seen.
/// 3. *Nothing in vain*: what the topology would reject again is left and named; the assembler itself says what that is.
/// 4. *Nothing silent*: every rejection that was asked for is sent or named with the cause.
///
/// Copies were acted by old versions of the policy: they are learned from as far as `batch.maxVersionLag` lets them.
public final class Resubmission {
  /// Records that one call sends at most: their steps are held in memory.
  static final int MOST_RECORDS = 50_000;
  static final long MOST_BYTES = 256L << 20;
  /// Originals of earlier copies that one call recognises at most.
  private static final int MOST_COPIED = 500_000;
  /// Records older than retention may vanish at any moment, and their copies' traces with them: beyond it nobody could say what was sent before.
  private static final long RETENTION_MARGIN_MS = 60_000;

  private final Run run;
  private final Wanted wanted;
  private final long nowMs;
  private final ResubmissionReport report;
  private final NavigableMap<Coordinates, RejectedStep> candidates = new TreeMap<>();
  private final Map<Coordinates, Fingerprint> copiedBefore = new HashMap<>();
  private final List<Copy> originals = new ArrayList<>();
  private long session;

  /// @param nowMs the time, milliseconds since the epoch
  public Resubmission(Run run, Wanted wanted, long nowMs) {
    this.run = run;
    this.wanted = wanted;
    this.nowMs = nowMs;
    session = nowMs;
    report = new ResubmissionReport(run);
  }

  /// Sends what can be sent.
  ///
  /// @throws io.tributary.runs.TakenOverException where another one has begun meanwhile
  /// @throws io.tributary.runs.RunException where the log cannot be read or written
  public ResubmissionReport perform() {
    try (CopyPublisher publisher = new CopyPublisher(run); StepsLog log = new StepsLog(run)) {
      // How far the topology has come is read before where its records lie: what it reads meanwhile is met twice, not missed.
      Map<Integer, Long> committed = StepCounts.committed(run);
      findCandidates(log.hasExpired(run.topics().trajectories()) || log.hasExpired(run.topics().episodes()));
      if (!candidates.isEmpty()) {
        findCopies(log);
        readOriginals(log);
        leaveTaken(committed);
        for (List<Copy> part : new Arrangement(run, session, report::leave).parts(originals)) {
          publisher.send(part);
          report.sent(part);
        }
      }
      return report;
    }
  }

  /// @param expired whether trajectories or episodes are gone, so that nobody can tell for certain what was never taken
  private void findCandidates(boolean expired) {
    Scan.all(run, run.topics().rejected(), read -> {
      RejectedStep step = Listing.decoded(run, read);
      if (step == null || !wanted.matches(step)) {
        return;
      }
      Coordinates place = new Coordinates(step.partition(), step.offset());
      report.asked();
      if (step.reason() == RejectionReason.DUPLICATE && !wanted.reasons().contains(RejectionReason.DUPLICATE)) {
        report.leave(place, Left.TAKEN, "a duplicate of steps that were taken, or of a gap that was passed over (--reason duplicate looks at each)");
      } else if (step.reason() == RejectionReason.DUPLICATE && expired) {
        report.leave(place, Left.TAKEN, "a duplicate, and what retention has removed may hold its steps");
      } else if (run.spec().retentionMs() >= 0 && step.rejectedMs() < nowMs - run.spec().retentionMs() + RETENTION_MARGIN_MS) {
        report.leave(place, Left.EXPIRED, "older than the run's retention");
      } else if (candidates.size() < MOST_RECORDS * 4) {
        candidates.put(place, light(step));
      } else {
        report.waiting();
      }
    });
  }

  /// Without the bytes: the original is read where it lies, whole.
  private static RejectedStep light(RejectedStep step) {
    return new RejectedStep(null, new byte[0], step.originalLength(), step.originalSha256(), step.partition(), step.offset(), step.firstIndex(),
        step.count(), step.reason(), "", step.rejectedMs());
  }

  /// Copies are younger than their originals.
  private void findCopies(StepsLog log) {
    long oldest = Math.max(0, candidates.values().stream().mapToLong(RejectedStep::rejectedMs).min().orElseThrow());
    Map<Coordinates, Fingerprint> named = named(log, oldest);
    if (named.isEmpty()) {
      return;
    }
    log.since(oldest, record -> {
      Coordinates source = Copy.source(record.headers());
      Fingerprint original = source == null ? null : named.get(source);
      Steps copy = original == null ? null : decoded(record);
      if (copy != null && original.isOriginalOf(copy, run.topics().steps().value())) {
        session = Math.max(session, copy.first().session() + 1);
        copiedBefore.put(source, original);
        if (candidates.remove(source) != null) {
          report.leave(source, Left.BEFORE, "its copy is " + run.topics().steps() + "-" + record.partition() + "@" + record.offset());
        }
      }
    });
  }

  /// The records that others call their originals.
  private Map<Coordinates, Fingerprint> named(StepsLog log, long oldest) {
    NavigableSet<Coordinates> named = new TreeSet<>();
    log.since(oldest, record -> {
      Coordinates source = Copy.source(record.headers());
      if (source != null && named.add(source) && named.size() > MOST_COPIED) {
        throw new RunException("run " + run.name() + ": more than " + MOST_COPIED + " records of " + run.topics().steps() + " are named as originals of copies;"
            + " expected to remember each; nothing was resubmitted (--reason and --environment narrow what is asked for)");
      }
    });
    Map<Coordinates, Fingerprint> originals = new HashMap<>();
    log.at(named, record -> {
      Steps original = decoded(record);
      if (original != null) {
        originals.put(new Coordinates(record.partition(), record.offset()), Fingerprint.of(original, run.topics().steps().value()));
      }
    });
    return originals;
  }

  private Steps decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null ? null : run.topics().steps().value().decode(record.value());
    } catch (CodecException undecodable) {
      return null;
    }
  }

  private void readOriginals(StepsLog log) {
    Map<Integer, Long> beginnings = log.beginnings();
    candidates.keySet().removeIf(place -> {
      boolean gone = place.offset() < beginnings.get(place.partition());
      if (gone) {
        report.leave(place, Left.EXPIRED, "the topic begins at offset " + beginnings.get(place.partition()));
      }
      return gone;
    });
    Set<Coordinates> found = new HashSet<>();
    long[] bytes = new long[1];
    log.at(new TreeSet<>(candidates.keySet()), record -> {
      Coordinates place = new Coordinates(record.partition(), record.offset());
      found.add(place);
      original(place, record, bytes);
    });
    candidates.keySet().stream().filter(place -> !found.contains(place))
        .forEach(place -> report.leave(place, Left.EXPIRED, "no record lies there any more"));
  }

  private void original(Coordinates place, ConsumerRecord<byte[], byte[]> record, long[] bytes) {
    try {
      Steps steps = run.topics().steps().value().decode(record.value());
      if (originals.size() >= MOST_RECORDS || bytes[0] >= MOST_BYTES) {
        report.waiting();
        return;
      }
      bytes[0] += record.value().length;
      originals.add(new Copy(place, steps, steps));
    } catch (CodecException undecodable) {
      report.leave(place, Left.UNDECODABLE, undecodable.getMessage());
    }
  }

  /// Looks in the order in which a record goes its way, so that one that moves on meanwhile is met all the same.
  private void leaveTaken(Map<Integer, Long> committed) {
    TakenSteps taken = new TakenSteps();
    Set<String> environments = new HashSet<>();
    originals.forEach(copy -> {
      taken.watch(copy.original().first());
      environments.add(copy.original().first().environment());
    });
    copiedBefore.forEach((source, original) -> taken.taken(original.first(), original.count(), "the copy of " + run.topics().steps() + "-" + source.text()));
    StepCounts.pending(run, committed, read -> {
      if (!candidates.containsKey(new Coordinates(read.partition(), read.offset()))) {
        decode(run.topics().steps(), read, environments, (where, steps) -> taken.taken(steps.first(), steps.count(), where + ", which the topology has still to read"));
      }
    });
    StepCounts.open(run, environments, open -> taken.taken(open.first(), open.count(), run.topics().steps() + "-" + open.partition() + "@" + open.offset()
        + ", whose segment is open"));
    scan(run.topics().trajectories(), environments, (where, trajectory) -> taken.taken(trajectory.first(), trajectory.count(), where));
    scan(run.topics().episodes(), environments, (where, episode) -> {
      if (episode.purpose() == Purpose.EVALUATE) {
        taken.taken(first(episode), episode.length(), where);
      }
    });
    originals.removeIf(copy -> {
      String where = taken.where(copy.original().first(), copy.original().count());
      if (where != null) {
        report.leave(copy.source(), Left.TAKEN, "its steps are in " + where);
      }
      return where != null;
    });
  }

  private static io.tributary.rl.experience.StepId first(Episode episode) {
    return new io.tributary.rl.experience.StepId(episode.environment(), episode.session(), episode.episode(), 0);
  }

  private interface Taken<V> {
    void in(String where, V record);
  }

  /// What lies under one of the ids in a whole topic.
  private <V> void scan(Topic<String, V> topic, Set<String> environments, Taken<V> reader) {
    Scan.all(run, topic, read -> {
      if (!decode(topic, read, environments, reader)) {
        report.foreign(topic + "-" + read.partition() + "@" + read.offset());
      }
    });
  }

  /// Decodes only what lies under one of the ids: keys tell.
  ///
  /// @return whether it could be read, or need not be
  private static <V> boolean decode(Topic<String, V> topic, Read<byte[], byte[]> read, Set<String> environments, Taken<V> reader) {
    try {
      if (read.key() != null && read.value() != null && environments.contains(topic.key().decode(read.key()))) {
        reader.in(topic + "-" + read.partition() + "@" + read.offset(), topic.value().decode(read.value()));
      }
      return true;
    } catch (CodecException foreign) {
      return false;
    }
  }
}
