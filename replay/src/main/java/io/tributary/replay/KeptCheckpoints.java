// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.Checkpoint;
/// The checkpoints a replay can begin at: those under a version's own key. One thread.
///
/// Only where they lie is kept; each may be as large as 32 MiB.
final class KeptCheckpoints implements AutoCloseable {
  private static final String VERSION = "v";
  private static final java.time.Duration POLL = java.time.Duration.ofMillis(100);
  private static final long SILENCE_NS = 30_000_000_000L;

  private final Run run;
  private final TopicTail<byte[], byte[]> tail;
  private final NavigableMap<Long, Long> offsets = new TreeMap<>();

  KeptCheckpoints(Run run) {
    this.run = run;
    tail = TopicTail.open(run.connection(), run.topics().checkpoints().asBytes(), 0, run.clientId("replay", "checkpoints"));
    long end = tail.highWatermark();
    long lastNews = System.nanoTime();
    while (tail.position() < end) {
      long before = tail.position();
      for (Read<byte[], byte[]> read : tail.poll(POLL)) {
        note(read);
      }
      lastNews = tail.position() > before ? System.nanoTime() : lastNews;
      if (System.nanoTime() - lastNews > SILENCE_NS) {
        throw new RunException(run.topics().checkpoints() + ": read up to offset " + tail.position() + " of " + end
            + " and nothing more came for 30 s; expected every transaction to end; the replay does not begin");
      }
    }
  }

  private void note(Read<byte[], byte[]> read) {
    String key = read.key() == null || read.value() == null ? "" : run.topics().checkpoints().key().decode(read.key());
    if (key.startsWith(VERSION)) {
      offsets.put(Long.parseLong(key.substring(VERSION.length())), read.offset());
    }
  }

  /// The newest one at or below a version.
  Optional<Long> atOrBelow(long version) {
    return Optional.ofNullable(offsets.floorKey(version));
  }

  boolean has(long version) {
    return offsets.containsKey(version);
  }

  /// Where one lies, for messages.
  String where(long version) {
    return run.topics().checkpoints() + "-0@" + offsets.get(version) + " (version " + version + ")";
  }

  /// One that there is.
  ///
  /// @throws CodecException where it is none
  Checkpoint read(long version) {
    long offset = offsets.get(version);
    tail.seek(offset);
    long deadline = System.nanoTime() + SILENCE_NS;
    while (System.nanoTime() < deadline) {
      List<Read<byte[], byte[]>> reads = tail.poll(POLL);
      for (Read<byte[], byte[]> read : reads) {
        if (read.offset() == offset) {
          return run.topics().checkpoints().value().decode(read.value());
        }
      }
    }
    throw new RunException(where(version) + " was not read within 30 s; expected the broker to answer; the replay stops");
  }

  /// Versions and offsets.
  Map<Long, Long> offsets() {
    return Map.copyOf(offsets);
  }

  @Override
  public void close() {
    tail.close();
  }
}
