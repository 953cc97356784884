// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.look;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tributary.runs.Connection;
import io.tributary.runs.RawTopic;
import io.tributary.runs.Read;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.Topic;

/// Reads a topic's committed records, partition after partition, from an offset or near the end, up to where it ended or on and on.
///
/// **Assumptions.** Used by one thread.
public final class Tail implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final List<One> partitions = new ArrayList<>();

  /// @param from offset to start at in every partition; empty to start `last` records before the end
  public Tail(Connection connection, Topic<?, ?> topic, Optional<Long> from, long last) {
    for (int partition = 0; partition < topic.partitions(); partition++) {
      One one = new One(RawTopic.open(connection, topic, partition));
      partitions.add(one);
      if (from.isPresent()) {
        one.tail.seek(from.get());
      } else {
        one.seekBack(last);
      }
    }
  }

  /// The next records, at most `most`; none if none came within a moment.
  public List<Read<byte[], byte[]>> next(long most) {
    List<Read<byte[], byte[]>> reads = new ArrayList<>();
    for (One one : partitions) {
      one.take(most, reads);
    }
    return reads;
  }

  /// Whether everything that was there at the start has been read, or no more of it can be.
  public boolean atEnd() {
    return partitions.stream().allMatch(One::atEnd);
  }

  /// What could not be read, if anything.
  public Optional<String> remark() {
    return partitions.stream().filter(one -> one.tail.position() < one.end).findFirst().map(one -> "records from offset " + one.tail.position()
        + " on belong to a transaction that is still open; they are not shown");
  }

  @Override
  public void close() {
    partitions.forEach(one -> one.tail.close());
  }

  private static final class One {
    private final TopicTail<byte[], byte[]> tail;
    private final long end;
    private final List<Read<byte[], byte[]>> waiting = new ArrayList<>();
    private long lastNewsNs = System.nanoTime();

    One(TopicTail<byte[], byte[]> tail) {
      this.tail = tail;
      this.end = tail.highWatermark();
    }

    /// Commit markers and aborted records take offsets too, so the distance doubles until enough records lie behind it.
    void seekBack(long last) {
      for (long back = last; last < Long.MAX_VALUE; back *= 2) {
        long start = Math.max(0, end - back);
        List<Read<byte[], byte[]>> found = readFrom(start);
        if (found.size() >= last || start == 0) {
          waiting.addAll(found.subList((int) Math.max(0, found.size() - last), found.size()));
          return;
        }
      }
    }

    private List<Read<byte[], byte[]>> readFrom(long start) {
      tail.seek(start);
      lastNewsNs = System.nanoTime();
      List<Read<byte[], byte[]>> found = new ArrayList<>();
      while (!atEnd()) {
        poll(found);
      }
      return found;
    }

    private void poll(List<Read<byte[], byte[]>> into) {
      List<Read<byte[], byte[]>> reads = tail.poll(POLL);
      into.addAll(reads);
      if (!reads.isEmpty()) {
        lastNewsNs = System.nanoTime();
      }
    }

    void take(long most, List<Read<byte[], byte[]>> into) {
      if (waiting.isEmpty()) {
        poll(waiting);
      }
      int taken = (int) Math.min(waiting.size(), most - into.size());
      into.addAll(waiting.subList(0, taken));
      waiting.subList(0, taken).clear();
    }

    boolean atEnd() {
      return waiting.isEmpty() && (tail.position() >= end || System.nanoTime() - lastNewsNs > PATIENCE.toNanos());
    }
  }
}
