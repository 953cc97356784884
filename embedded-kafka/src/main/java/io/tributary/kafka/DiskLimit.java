// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops producers before the broker's data fills the disk: a full disk would take the whole broker down, in the middle of whatever it does.
///
/// While the data is at its limit, or the disk nearly full, no step and no outcome is small enough for the inlets: the topics that producers write
/// (`<run>.steps`, `<run>.outcomes`). They are told `RecordTooLarge`, the one refusal a broker gives for each record and at once. All other topics go
/// on, so that what has been produced can be assembled, learned from and committed. Nothing of this is kept: it is this broker's memory, not its metadata.
///
/// The markers that end transactions go through the same check, and a refused one is never written: its transaction would hide everything behind it until
/// the broker's end, and its writer could never begin another. So exactly they are let in, and what is no larger: no step and no outcome is.
///
/// **Guarantees.** Looked at every second; opened again below [#OPEN_AGAIN] of the limit, so that it does not flutter. Whoever asks the cluster for its
/// nodes finds the limit in the node's rack, which every client may see ([#rack]), and the bytes in use by describing its log directories.
final class DiskLimit implements AutoCloseable {
  /// Among the broker's properties: MiB of records, over all topics.
  static final String PROPERTY = "tributary.disk.limit.mb";
  static final int DEFAULT_MB = 20_480;
  static final int LEAST_MB = 1;
  static final String RACK = "tributary-disk-limit-mb-";

  private static final Logger LOG = LoggerFactory.getLogger(DiskLimit.class);
  private static final List<String> INLETS = List.of(".steps", ".outcomes");
  private static final String MAX_MESSAGE_BYTES = "max.message.bytes";
  private static final int MARKER_BYTES =
      MemoryRecords.withEndTransactionMarker(0, (short) 0, new EndTransactionMarker(ControlRecordType.COMMIT, 0)).sizeInBytes();
  private static final double OPEN_AGAIN = 0.95;
  private static final long LEAST_FREE_BYTES = 256L << 20;
  private static final long LOOK_MS = 1_000;
  private static final long CLOSE_MS = 2_000;

  private final Path directory;
  private final long limitBytes;
  private final Supplier<Collection<UnifiedLog>> logs;
  private final Map<TopicPartition, LogConfig> closed = new HashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("broker-disk-limit").daemon().unstarted(this::watch);
  private boolean full;

  private DiskLimit(Path directory, int limitMb, Supplier<Collection<UnifiedLog>> logs) {
    this.directory = directory;
    this.limitBytes = (long) limitMb << 20;
    this.logs = logs;
  }

  /// Watches until it is closed.
  ///
  /// @param logs all there are now
  static DiskLimit watch(Path directory, int limitMb, Supplier<Collection<UnifiedLog>> logs) {
    DiskLimit limit = new DiskLimit(directory, limitMb, logs);
    limit.thread.start();
    return limit;
  }

  /// The limit that properties of a broker set, in MiB.
  ///
  /// @throws IllegalArgumentException for none that makes sense
  static int ofMb(Map<String, String> properties) {
    String value = properties.get(PROPERTY);
    if (value == null) {
      return DEFAULT_MB;
    }
    if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < LEAST_MB) {
      throw new IllegalArgumentException("broker.diskLimitMb is " + value + "; expected " + LEAST_MB + " to 999999999");
    }
    return Integer.parseInt(value);
  }

  /// What the broker calls its rack. It has none: it stands alone.
  static String rack(int limitMb) {
    return RACK + limitMb;
  }

  private void watch() {
    try {
      do {
        look();
      } while (!stop.await(LOOK_MS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      long used = logs.get().stream().mapToLong(UnifiedLog::size).sum();
      long free = Files.getFileStore(directory).getUsableSpace();
      boolean before = full;
      full = full ? used > OPEN_AGAIN * limitBytes || free < 2 * LEAST_FREE_BYTES : used >= limitBytes || free < LEAST_FREE_BYTES;
      if (full) {
        close(logs.get());
      } else if (before) {
        open(logs.get());
      }
      if (full != before) {
        tell(used, free);
      }
    } catch (IOException | RuntimeException failed) {
      LOG.warn("the space that {} takes could not be looked at ({}); expected a readable disk; it is tried again", directory, failed.toString());
    }
  }

  private void tell(long used, long free) {
    String figures = (used >> 20) + " MiB of records in " + directory + ", limit " + (limitBytes >> 20) + " MiB (broker.diskLimitMb), " + (free >> 20)
        + " MiB free on the disk";
    if (full) {
      LOG.error("{}; expected less, and at least {} MiB free; producers are refused until there is room (tributary runs --delete RUN makes some, a shorter"
          + " retentionMs keeps it), everything else goes on", figures, LEAST_FREE_BYTES >> 20);
    } else {
      LOG.warn("{}; there is room again and producers are let in", figures);
    }
  }

  private void close(Collection<UnifiedLog> all) {
    for (UnifiedLog log : all) {
      if (INLETS.stream().anyMatch(log.topicPartition().topic()::endsWith) && log.config().maxMessageSize() > MARKER_BYTES) {
        closed.put(log.topicPartition(), log.config());
        Map<String, Object> markersOnly = new HashMap<>(log.config().originals());
        markersOnly.put(MAX_MESSAGE_BYTES, MARKER_BYTES);
        log.updateConfig(new LogConfig(markersOnly));
      }
    }
  }

  private void open(Collection<UnifiedLog> all) {
    for (UnifiedLog log : all) {
      LogConfig before = closed.get(log.topicPartition());
      if (before != null) {
        log.updateConfig(before);
      }
    }
    closed.clear();
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      var _ = thread.join(Duration.ofMillis(CLOSE_MS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
