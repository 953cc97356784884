// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TopicTail;

/// Records of the steps topic by their coordinates, read in one pass as far as they are asked for in about the order of the log. One thread.
///
/// Records that were passed wait for their trajectory, at most 128 MiB of them; the oldest are forgotten, and read again should they be asked for.
final class StepsLog implements AutoCloseable {
  private static final long HELD_BYTES = 128L << 20;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long SILENCE_NS = 30_000_000_000L;
  /// Where reading begins before the first record that is asked for: other environments' records of the same time.
  private static final long LEAD = 2_000;
  /// A jump over more records than this is not read through.
  private static final long FAR = 50_000;

  private final Run run;
  private final Map<Integer, Partition> partitions = new HashMap<>();

  StepsLog(Run run) {
    this.run = run;
  }

  /// A record, or why there is none.
  sealed interface Lookup {
    /// It is there.
    record Held(Read<byte[], byte[]> record) implements Lookup {}

    /// Retention has removed it.
    record Expired() implements Lookup {}

    /// The log has other records around it, but not this one.
    record Absent() implements Lookup {}
  }

  /// The record at an offset; each is expected to be asked for once.
  Lookup find(int partition, long offset) {
    if (partition < 0 || partition >= run.topics().steps().partitions() || offset < 0) {
      return new Lookup.Absent();
    }
    return partitions.computeIfAbsent(partition, p -> new Partition(p, offset)).find(offset);
  }

  @Override
  public void close() {
    partitions.values().forEach(Partition::close);
  }

  private final class Partition {
    private final int number;
    private final TopicTail<byte[], byte[]> ahead;
    private final LinkedHashMap<Long, Read<byte[], byte[]>> held = new LinkedHashMap<>();
    private TopicTail<byte[], byte[]> behind;
    private long heldBytes;
    private long position;
    private long end = -1;

    Partition(int number, long first) {
      this.number = number;
      ahead = open("ahead");
      position = Math.max(0, first - LEAD);
      ahead.seek(position);
    }

    private TopicTail<byte[], byte[]> open(String which) {
      return TopicTail.open(run.connection(), run.topics().steps().asBytes(), number, run.clientId("replay", "steps-" + number + "-" + which));
    }

    Lookup find(long offset) {
      Read<byte[], byte[]> found = take(offset);
      if (found == null && offset < position) {
        found = readBehind(offset);
      } else if (found == null) {
        found = readTo(offset);
      }
      if (found != null) {
        return new Lookup.Held(found);
      }
      return offset < ahead.beginning() ? new Lookup.Expired() : new Lookup.Absent();
    }

    private Read<byte[], byte[]> take(long offset) {
      Read<byte[], byte[]> found = held.remove(offset);
      heldBytes -= found == null ? 0 : found.bytes();
      return found;
    }

    private void hold(List<Read<byte[], byte[]>> reads) {
      for (Read<byte[], byte[]> read : reads) {
        Read<byte[], byte[]> before = held.put(read.offset(), read);
        heldBytes += read.bytes() - (before == null ? 0 : before.bytes());
      }
      var oldest = held.entrySet().iterator();
      while (heldBytes > HELD_BYTES / partitions() && oldest.hasNext()) {
        heldBytes -= oldest.next().getValue().bytes();
        oldest.remove();
      }
    }

    private int partitions() {
      return run.topics().steps().partitions();
    }

    private Read<byte[], byte[]> readTo(long offset) {
      if (offset - position > FAR) {
        position = offset - LEAD;
        ahead.seek(position);
      }
      Read<byte[], byte[]> found = advance(ahead, offset);
      position = Math.max(position, ahead.position());
      return found;
    }

    private Read<byte[], byte[]> readBehind(long offset) {
      if (offset < ahead.beginning()) {
        return null;
      }
      if (behind == null) {
        behind = open("behind");
      }
      behind.seek(offset);
      return advance(behind, offset);
    }

    /// Reads until the offset is passed or the log has ended; null where there is no such record.
    private Read<byte[], byte[]> advance(TopicTail<byte[], byte[]> tail, long offset) {
      long lastNews = System.nanoTime();
      Read<byte[], byte[]> found = null;
      while (tail.position() <= offset) {
        List<Read<byte[], byte[]>> reads = tail.poll(POLL);
        for (Read<byte[], byte[]> read : reads) {
          found = read.offset() == offset ? read : found;
        }
        hold(reads);
        if (!reads.isEmpty()) {
          lastNews = System.nanoTime();
        } else if (offset >= end && offset >= (end = tail.highWatermark())) {
          break;
        } else if (System.nanoTime() - lastNews > SILENCE_NS) {
          throw new RunException(run.topics().steps() + "-" + number + ": read up to offset " + tail.position()
              + " and nothing more came for 30 s; expected the broker to answer; the replay stops");
        }
      }
      var _ = take(offset);
      return found;
    }

    void close() {
      ahead.close();
      if (behind != null) {
        behind.close();
      }
    }
  }
}
