// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.rejected;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.tributary.cli.look.Scan;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Steps;
import io.tributary.runs.Run;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.Episode;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;
import io.tributary.schemas.Topic;

/// Gives rejected records a second chance after what was wrong has been mended: reads the originals from `steps` and sends them there again, as
/// episodes of environment `<id>~resubmit` and of a new session.
///
/// **Guarantees.**
/// 1. *Once*: each original has at most one copy in the log, however often this is called and wherever it is killed. Copies name their originals in
///    their headers, they are sent in transactions under one transactional id, and what is in the log is read after that id is taken.
/// 2. *No step twice*: steps that are in a trajectory, in an evaluated episode or in another copy are left, so are all duplicates.
/// 3. *Nothing in vain*: what the topology would reject again is left and named; the assembler itself says what that is.
/// 4. *Nothing silent*: every rejection that was asked for is sent or named with the cause.
///
/// Copies were acted by old versions of the policy: they are learned from as far as `batch.maxVersionLag` lets them.
public final class Resubmission {
  /// Records that one call sends at most: their steps are held in memory.
  static final int MOST_RECORDS = 50_000;
  static final long MOST_BYTES = 256L << 20;
  /// Records older than retention may vanish at any moment, and their copies' traces with them: beyond it nobody could say what was sent before.
  private static final long RETENTION_MARGIN_MS = 60_000;

  private final Run run;
  private final Wanted wanted;
  private final long nowMs;
  private final ResubmissionReport report;
  private final NavigableMap<Coordinates, RejectedStep> candidates = new TreeMap<>();
  private final Map<Coordinates, Copy.Piece> copiedBefore = new HashMap<>();
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
      findCandidates();
      if (!candidates.isEmpty()) {
        findCopies(log);
        readOriginals(log);
        leaveTaken();
        for (List<Copy> part : new Arrangement(run, session, report::leave).parts(originals)) {
          publisher.send(part);
          report.sent(part);
        }
      }
      return report;
    }
  }

  private void findCandidates() {
    Scan.all(run, run.topics().rejected(), read -> {
      RejectedStep step = Listing.decoded(run, read);
      if (step == null || !wanted.matches(step)) {
        return;
      }
      Coordinates place = new Coordinates(step.partition(), step.offset());
      report.asked();
      if (step.reason() == RejectionReason.DUPLICATE) {
        report.leave(place, Left.TAKEN, "a duplicate of steps that were taken");
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
    long oldest = candidates.values().stream().mapToLong(RejectedStep::rejectedMs).min().orElseThrow();
    log.since(Math.max(0, oldest), record -> {
      Coordinates source = Copy.source(record.headers());
      if (source != null) {
        Steps copy = decoded(record);
        session = copy == null ? session : Math.max(session, copy.first().session() + 1);
        copiedBefore.put(source, Copy.step(record.headers()));
        if (candidates.remove(source) != null) {
          report.leave(source, Left.BEFORE, "its copy is " + run.topics().steps() + "-" + record.partition() + "@" + record.offset());
        }
      }
    });
  }

  private Steps decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return run.topics().steps().value().decode(record.value());
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

  private void leaveTaken() {
    TakenSteps taken = new TakenSteps();
    Set<String> environments = new HashSet<>();
    originals.forEach(copy -> {
      taken.watch(copy.original().first());
      environments.add(copy.original().first().environment());
    });
    copiedBefore.forEach((source, piece) -> {
      if (piece != null) {
        taken.taken(piece.first(), piece.count(), "the copy of " + run.topics().steps() + "-" + source.text());
      }
    });
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

  /// Decodes only what lies under one of the ids: keys tell.
  private <V> void scan(Topic<String, V> topic, Set<String> environments, Taken<V> reader) {
    Scan.all(run, topic, read -> {
      String where = topic + "-" + read.partition() + "@" + read.offset();
      try {
        if (read.key() != null && read.value() != null && environments.contains(topic.key().decode(read.key()))) {
          reader.in(where, topic.value().decode(read.value()));
        }
      } catch (CodecException foreign) {
        report.foreign(where);
      }
    });
  }
}
