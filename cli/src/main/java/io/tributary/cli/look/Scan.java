// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.look;

import java.util.function.Consumer;

import io.tributary.runs.RawTopic;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.Topic;

/// Reads whole topics as they are now, as bytes, one record after the other: nothing is kept here.
public final class Scan {
  private Scan() {}

  /// Every committed record of a topic, partition after partition, up to where it ends now.
  ///
  /// @throws io.tributary.runs.RunException where the broker falls silent
  public static void all(Run run, Topic<?, ?> topic, Consumer<Read<byte[], byte[]>> reader) {
    for (int partition = 0; partition < topic.partitions(); partition++) {
      partition(run, topic, partition, reader);
    }
  }

  private static void partition(Run run, Topic<?, ?> topic, int partition, Consumer<Read<byte[], byte[]>> reader) {
    try (TopicTail<byte[], byte[]> tail = RawTopic.open(run.connection(), topic, partition)) {
      tail.readUntil(tail.highWatermark(), reader);
    }
  }
}
