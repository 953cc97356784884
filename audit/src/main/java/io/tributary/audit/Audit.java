// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.List;
import java.util.function.ToLongFunction;

import io.tributary.runs.Run;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Topic;
import io.tributary.schemas.Topics;

/// Proves the laws of a run on its topics, also while its parts go on.
///
/// **Order.** Each thing is read after whatever must already be in it, so that a run that goes on looks like one that stands still:
/// 1. the topology's committed offsets C: below them every step must be somewhere;
/// 2. up to where outputs have been committed by now: what they name must not be open any more;
/// 3. header rows, then slots, of the topology's changelog: a step below C that is in no output yet is open there;
/// 4. the checkpoints, then where the policies end: each checkpoint's version is among them;
/// 5. where the outputs end, then where the steps end: what was open and is closed meanwhile, and what versions took, lies below;
/// 6. the outputs up to there. Transactions that are open are waited for; an output wins over the changelog. Then where trajectories begin: what retention
///    has removed meanwhile is expired;
/// 7. C again: what outputs name at or above it, nobody has committed;
/// 8. steps, policies, metrics and spec; then the newest version, which no row of metrics may be above.
///
/// **Guarantees.** Reads only. Every wait is limited: 30 seconds without progress. Memory is known before it is taken: a run whose tables
/// would exceed {@link AuditSettings#mostBytes()} is refused.
///
/// **Example.** `AuditReport report = Audit.of(run, AuditSettings.defaults()); if (!report.holds()) { report.findings().forEach(…); }`
public final class Audit {
  private final RunSpec spec;
  private final Topics topics;
  private final AuditSettings settings;
  private final RunLog log;
  private final Findings findings;
  private final Reading reading;

  private Audit(RunSpec spec, Topics topics, AuditSettings settings, RunLog log) {
    this.spec = spec;
    this.topics = topics;
    this.settings = settings;
    this.log = log;
    this.findings = new Findings(settings.mostFindings());
    this.reading = new Reading(log, findings);
  }

  /// Audits a run that is there.
  ///
  /// @throws RunException where the broker does not answer, a transaction stays open, the run is too large for the memory allowed, or it is a what-if:
  ///     its versions' ranges lie in another run's log, and `replay` verifies them
  public static AuditReport of(Run run, AuditSettings settings) {
    run.requireLive("audit");
    try (KafkaLog log = new KafkaLog(run, System::currentTimeMillis)) {
      return of(run.spec(), run.topics(), settings, log);
    }
  }

  /// The same of a log that may be anywhere.
  static AuditReport of(RunSpec spec, Topics topics, AuditSettings settings, RunLog log) {
    return new Audit(spec, topics, settings, log).report();
  }

  private AuditReport report() {
    long[] committed = log.committed(false);
    OutputEnds settled = OutputEnds.settled(log, topics);
    List<OpenRecord> open = new OpenRows(topics, log, reading, findings, settings.mostBytes()).read();
    CheckpointLaw checkpoints = checkpoints();
    long policiesEnd = log.highWatermarks(topics.policies())[0];
    OutputEnds ends = OutputEnds.highWatermarks(log, topics);
    Tables tables = Tables.of(topics, log, ends.trajectories(), policiesEnd, settings.mostBytes());

    StepCounter counter = new StepCounter();
    OutputLaw outputs = new OutputLaw(topics.steps().name(), tables.claims(), counter, findings);
    outputs(outputs, tables, ends);
    open.forEach(record -> outputs.open(record, settled));
    StepLaw steps = new StepLaw(topics.steps().name(), topics.steps().value(), tables.claims(), committed, counter, findings);
    expired(steps);
    steps.committedSince(log.committed(true));
    steps(steps, tables);

    VersionTotals versions = versions(tables, checkpoints, policiesEnd);
    return AuditReport.of(spec.run(), counter.totals(), versions, findings);
  }

  private CheckpointLaw checkpoints() {
    CheckpointLaw law = new CheckpointLaw(spec.partitions(), findings);
    reading.records(topics.checkpoints(), 0, log.highWatermarks(topics.checkpoints())[0], law::checkpoint);
    return law;
  }

  private void outputs(OutputLaw law, Tables tables, OutputEnds ends) {
    for (int p = 0; p < tables.claims().size(); p++) {
      TrajectoryLengths lengths = tables.lengths().get(p);
      reading.records(topics.trajectories(), p, ends.trajectories()[p], (place, key, trajectory) -> {
        if (place.offset() >= lengths.begin()) {
          lengths.put(place.offset(), trajectory.count());
        }
        law.trajectory(place, trajectory);
      });
      reading.records(topics.episodes(), p, ends.episodes()[p], (place, key, episode) -> law.episode(place, episode));
      reading.records(topics.rejected(), p, ends.rejected()[p], (place, key, step) -> law.rejection(place, step));
    }
    long[] begins = log.begins(topics.trajectories());
    for (int p = 0; p < begins.length; p++) {
      tables.lengths().get(p).raise(begins[p]);
    }
  }

  /// Outputs may be gone as far as retention can have come: it removes the beginning of a topic, and nothing that is younger than the run keeps it.
  private void expired(StepLaw law) {
    if (spec.retentionMs() < 0) {
      return;
    }
    long youngestMs = log.nowMs() - spec.retentionMs();
    for (Topic<?, ?> topic : List.of(topics.trajectories(), topics.episodes(), topics.rejected())) {
      long[] begins = log.begins(topic);
      long[] highWatermarks = log.highWatermarks(topic);
      for (int p = 0; p < begins.length; p++) {
        if (begins[p] > 0) {
          law.expiredUntil(p, Math.min(youngestMs, log.oldestMs(topic, p, highWatermarks[p]).orElse(youngestMs)));
        }
      }
    }
  }

  private void steps(StepLaw law, Tables tables) {
    for (int p = 0; p < tables.claims().size(); p++) {
      StepClaims claims = tables.claims().get(p);
      log.read(topics.steps(), p, claims.end(), read -> {
        if (read.offset() >= claims.begin()) {
          law.record(read.partition(), read.offset(), read.timestampMs(), read.value());
        }
      });
    }
    long[] begins = log.begins(topics.steps());
    for (int p = 0; p < begins.length; p++) {
      law.end(p, begins[p]);
    }
  }

  private VersionTotals versions(Tables tables, CheckpointLaw checkpoints, long end) {
    MetricsLaw metrics = new MetricsLaw(end, findings);
    VersionLaw law = new VersionLaw(new RangeLaw(tables.lengths(), findings), checkpoints, metrics, () -> log.begins(topics.policies())[0], end, findings);
    reading.records(topics.policies(), 0, end, law::snapshot);
    law.end(newest(topics.checkpoints(), checkpoint -> checkpoint.agent().version()));
    reading.records(topics.metrics(), 0, log.highWatermarks(topics.metrics())[0], metrics::row);
    metrics.end(log.begins(topics.metrics())[0], newest(topics.policies(), PolicySnapshot::version));
    SpecLaw revisions = new SpecLaw(spec.run(), findings);
    reading.records(topics.spec(), 0, log.highWatermarks(topics.spec())[0], (place, key, record) -> revisions.record(place, record));
    law.revisions().forEach((revision, version) -> {
      if (!revisions.knows(revision)) {
        findings.add(FindingKind.SETTINGS_REVISION_MISSING, "version " + version, "it was made under settings revision " + revision
            + "; expected one that the spec topic holds");
      }
    });
    checkpoints.revisions().stream().filter(revision -> !revisions.knows(revision)).forEach(revision -> findings.add(FindingKind.SETTINGS_REVISION_MISSING,
        topics.checkpoints().name(), "a checkpoint names settings revision " + revision + "; expected one that the spec topic holds"));
    return law.totals();
  }

  /// Version of the newest record; −1 where there is none, or none that can be decoded.
  private <V> long newest(Topic<?, V> topic, ToLongFunction<V> version) {
    return log.last(topic).map(read -> decoded(topic, version, read.value())).orElse(-1L);
  }

  private static <V> long decoded(Topic<?, V> topic, ToLongFunction<V> version, byte[] value) {
    try {
      return version.applyAsLong(topic.value().decode(value));
    } catch (CodecException undecodable) {
      // Named where it was read.
      return -1;
    }
  }
}
