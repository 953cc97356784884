// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.tributary.schemas.Consumed;
import io.tributary.schemas.OffsetRange;
import io.tributary.trainer.TakenBatch.ProducerSession;

/// How far a version has read: the next offset of every partition, and each producer's steps taken so far.
///
/// **Guarantees.** Immutable. The ranges of a version abut those of its parent, in every partition, news or not.
public final class Progress {
  static final long SILENT_VERSIONS = Consumed.SILENT_VERSIONS;
  static final int MOST_SESSIONS = Consumed.MOST_SESSIONS;

  private final long[] positions;
  private final NavigableMap<ProducerSession, Consumed> consumed;

  private Progress(long[] positions, NavigableMap<ProducerSession, Consumed> consumed) {
    this.positions = positions;
    this.consumed = consumed;
  }

  /// At the beginning of every partition.
  public static Progress start(int partitions) {
    return new Progress(new long[partitions], new TreeMap<>());
  }

  /// As a checkpoint holds it.
  public static Progress of(List<OffsetRange> positions, List<Consumed> consumed) {
    long[] next = new long[positions.size()];
    positions.forEach(range -> next[range.partition()] = range.until());
    NavigableMap<ProducerSession, Consumed> bySession = new TreeMap<>();
    consumed.forEach(entry -> bySession.put(new ProducerSession(entry.producer(), entry.session()), entry));
    return new Progress(next, bySession);
  }

  int partitions() {
    return positions.length;
  }

  long position(int partition) {
    return positions[partition];
  }

  /// Where the version made from `batch` gets to.
  Progress after(TakenBatch batch, long version) {
    long[] next = positions.clone();
    batch.positions().forEach((partition, position) -> next[partition] = Math.max(next[partition], position));
    NavigableMap<ProducerSession, Consumed> sessions = new TreeMap<>(consumed);
    batch.stepsByProducer().forEach((key, steps) -> sessions.merge(key,
        new Consumed(key.producer(), key.session(), steps, version),
        (before, news) -> new Consumed(key.producer(), key.session(), before.steps() + news.steps(), version)));
    sessions.values().removeIf(entry -> version - entry.lastVersion() > SILENT_VERSIONS);
    dropLongestSilent(sessions);
    return new Progress(next, sessions);
  }

  /// Empty ranges `[next, next)` of every partition, as a checkpoint holds them.
  List<OffsetRange> asPositions() {
    return rangesSince(this);
  }

  /// What was read between `parent` and here: one half-open range for every partition.
  List<OffsetRange> rangesSince(Progress parent) {
    return IntStream.range(0, positions.length).mapToObj(p -> new OffsetRange(p, parent.positions[p], positions[p])).toList();
  }

  /// By producer and session.
  public List<Consumed> consumed() {
    return List.copyOf(consumed.values());
  }

  private static void dropLongestSilent(NavigableMap<ProducerSession, Consumed> sessions) {
    int tooMany = sessions.size() - MOST_SESSIONS;
    if (tooMany <= 0) {
      return;
    }
    List<Map.Entry<ProducerSession, Consumed>> oldest = new ArrayList<>(sessions.entrySet());
    oldest.sort(Comparator.comparingLong(entry -> entry.getValue().lastVersion()));
    oldest.subList(0, tooMany).stream().map(Map.Entry::getKey).toList().forEach(sessions::remove);
  }
}
