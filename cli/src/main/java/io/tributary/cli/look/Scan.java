// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.look;

import java.time.Duration;
import java.util.function.Consumer;

import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.Topic;

/// Reads whole topics as they are now, as bytes, one record after the other: nothing is kept here.
public final class Scan {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private Scan() {}

  /// Every committed record of a topic, partition after partition, up to where it ends now.
  ///
  /// @throws RunException where the broker falls silent, or the thread was interrupted
  public static void all(Run run, Topic<?, ?> topic, Consumer<Read<byte[], byte[]>> reader) {
    for (int partition = 0; partition < topic.partitions(); partition++) {
      partition(run, topic, partition, reader);
    }
  }

  private static void partition(Run run, Topic<?, ?> topic, int partition, Consumer<Read<byte[], byte[]>> reader) {
    try (TopicTail<byte[], byte[]> tail = RawTopic.open(run.connection(), topic, partition)) {
      long end = tail.highWatermark();
      long deadline = System.nanoTime() + LONGEST_SILENCE.toNanos();
      for (long at = tail.position(); at < end; at = tail.position()) {
        tail.poll(POLL).forEach(reader);
        if (Thread.currentThread().isInterrupted()) {
          throw new RunException("run " + run.name() + ": interrupted while reading " + topic);
        }
        if (tail.position() > at) {
          deadline = System.nanoTime() + LONGEST_SILENCE.toNanos();
        } else if (System.nanoTime() > deadline) {
          throw new RunException("run " + run.name() + ": " + topic + "-" + partition + " was read up to " + at + " of " + end + " and nothing came for "
              + LONGEST_SILENCE.toSeconds() + " s; expected the broker to answer; the run itself is kept");
        }
      }
    }
  }
}
