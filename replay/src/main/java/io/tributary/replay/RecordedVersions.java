// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.PolicySnapshot;

/// Snapshots in the order of the log, from one version to another, as many in memory as one fetch brings. One thread.
final class RecordedVersions implements Iterator<PolicySnapshot>, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long SILENCE_NS = 30_000_000_000L;

  private final String name;
  private final TopicTail<Long, PolicySnapshot> tail;
  private final Deque<PolicySnapshot> fetched = new ArrayDeque<>();
  private final long from;
  private final long to;
  private boolean ended;

  /// @param to a version that there is
  RecordedVersions(Run run, long from, long to) {
    this.name = run.topics().policies().name();
    this.from = from;
    this.to = to;
    tail = TopicTail.open(run.connection(), run.topics().policies(), 0, run.clientId("replay", "policies"));
    // Each version takes an offset, so none lies below its own number.
    tail.seek(Math.max(from, tail.beginning()));
  }

  @Override
  public boolean hasNext() {
    long lastNews = System.nanoTime();
    while (fetched.isEmpty() && !ended) {
      long before = tail.position();
      List<Read<Long, PolicySnapshot>> reads = tail.poll(POLL);
      reads.stream().map(Read::value).filter(snapshot -> snapshot.version() >= from && snapshot.version() <= to).forEach(fetched::add);
      ended = reads.stream().anyMatch(read -> read.value().version() >= to);
      lastNews = tail.position() > before ? System.nanoTime() : lastNews;
      if (System.nanoTime() - lastNews > SILENCE_NS) {
        throw new RunException(name + ": read up to offset " + before + " and nothing more came for 30 s; expected version " + to + "; the replay stops");
      }
    }
    return !fetched.isEmpty();
  }

  @Override
  public PolicySnapshot next() {
    if (!hasNext()) {
      throw new NoSuchElementException(name + ": no snapshot after version " + to + " is asked for");
    }
    return fetched.remove();
  }

  @Override
  public void close() {
    tail.close();
  }
}
