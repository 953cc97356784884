// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay.lineage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.tributary.replay.StepsLog;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.runs.Run;
import io.tributary.schemas.CodecException;
import io.tributary.trainer.Arrival;
import io.tributary.trainer.RecordedBatch;

/// The events behind one version's batch.
final class BatchSources {
  private static final int MOST_NAMED = 1_000;

  private final Run run;
  private final Set<Long> skipped = new TreeSet<>();
  private final Set<String> environments = new TreeSet<>();
  private final Map<String, Set<Long>> sessions = new TreeMap<>();
  private final Map<Long, Long> stepsByVersion = new TreeMap<>();
  private final Map<Integer, NavigableSet<Long>> offsets = new TreeMap<>();
  private long trajectories;
  private long steps;
  private long events;
  private long eventsExpired;
  private long firstActedMs = Long.MAX_VALUE;
  private long lastActedMs = Long.MIN_VALUE;

  /// @param run whose trajectories they are
  BatchSources(Run run, RecordedBatch batch) {
    this.run = run;
    batch.snapshot().skipped().forEach(entry -> skipped.add(key(entry.partition(), entry.offset())));
    try (StepsLog log = new StepsLog(run)) {
      batch.members().stream().filter(member -> !skipped.contains(key(member.partition(), member.offset()))).forEach(member -> add(member, log));
    }
  }

  private static long key(int partition, long offset) {
    return offset * 1_000 + partition;
  }

  private void add(Arrival member, StepsLog log) {
    Trajectory trajectory = member.trajectory();
    trajectories++;
    steps += trajectory.count();
    if (environments.size() < MOST_NAMED) {
      environments.add(trajectory.first().environment());
    }
    if (sessions.size() < MOST_NAMED || sessions.containsKey(trajectory.first().producer())) {
      sessions.computeIfAbsent(trajectory.first().producer(), producer -> new TreeSet<>()).add(trajectory.first().session());
    }
    for (Source source : trajectory.sources()) {
      events++;
      offsets.computeIfAbsent(source.partition(), partition -> new TreeSet<>()).add(source.offset());
      event(source, log);
    }
  }

  private void event(Source source, StepsLog log) {
    if (!(log.find(source.partition(), source.offset()) instanceof StepsLog.Lookup.Held(var record))) {
      eventsExpired++;
      return;
    }
    try {
      Steps acted = run.topics().steps().value().decode(record.value());
      stepsByVersion.merge(acted.policyVersion(), (long) acted.count(), Long::sum);
      firstActedMs = Math.min(firstActedMs, acted.firstActedMs());
      lastActedMs = Math.max(lastActedMs, acted.lastActedMs());
    } catch (CodecException undecodable) {
      eventsExpired++;
    }
  }

  long trajectories() {
    return trajectories;
  }

  long steps() {
    return steps;
  }

  /// For programs: the summary, and the exact coordinates of every event as offsets from … to, between which there is no other record.
  Map<String, Object> json() {
    Map<String, Object> json = summary();
    Map<String, Object> coordinates = new TreeMap<>();
    offsets.forEach((partition, of) -> coordinates.put(topic(partition), runs(of)));
    json.put("eventCoordinates", coordinates);
    return json;
  }

  /// Offsets that follow one another, as [first, last].
  static List<long[]> runs(NavigableSet<Long> offsets) {
    List<long[]> runs = new ArrayList<>();
    for (long offset : offsets) {
      if (!runs.isEmpty() && runs.getLast()[1] == offset - 1) {
        runs.getLast()[1] = offset;
      } else {
        runs.add(new long[] {offset, offset});
      }
    }
    return runs;
  }

  private String topic(int partition) {
    return run.topics().steps() + "-" + partition;
  }

  /// For people, in this order; between the first and the last event of a partition lie others.
  Map<String, Object> summary() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("trajectories", trajectories);
    json.put("steps", steps);
    json.put("events", events);
    json.put("eventsExpired", eventsExpired);
    Map<String, Object> spans = new TreeMap<>();
    offsets.forEach((partition, of) -> spans.put(topic(partition), Map.of("first", of.first(), "last", of.last())));
    json.put("eventOffsets", spans);
    json.put("environments", environments);
    json.put("producers", sessions);
    json.put("stepsByActingVersion", stepsByVersion);
    json.put("firstActed", firstActedMs == Long.MAX_VALUE ? null : VersionLineage.time(firstActedMs));
    json.put("lastActed", lastActedMs == Long.MIN_VALUE ? null : VersionLineage.time(lastActedMs));
    return json;
  }
}
