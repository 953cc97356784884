// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

import io.tributary.runs.Read;
import io.tributary.schemas.Topic;

/// What an audit asks of the log of one run. Offsets are given by partition.
interface RunLog {

  /// Whether the topic is there.
  boolean exists(Topic<?, ?> topic);

  /// First offsets that retention has left.
  long[] begins(Topic<?, ?> topic);

  /// Offsets after the last records, committed or not.
  long[] highWatermarks(Topic<?, ?> topic);

  /// Offsets up to which every transaction has ended.
  long[] settled(Topic<?, ?> topic);

  /// The topology's offsets of `steps`; 0 where it has committed none.
  ///
  /// @param settled whether to wait for offsets of transactions that are just being committed
  long[] committed(boolean settled);

  /// Hands over every committed record below `end`, as the bytes it is; transactions that are open below it are waited for.
  void read(Topic<?, ?> topic, int partition, long end, Consumer<Read<byte[], byte[]>> reader);

  /// The time now, milliseconds since the epoch: retention counts from it.
  long nowMs();

  /// Time of the oldest committed record below `end` that retention has left; empty where there is none.
  OptionalLong oldestMs(Topic<?, ?> topic, int partition, long end);

  /// The newest committed record of a topic of one partition; transactions that are open at its end are waited for.
  Optional<Read<byte[], byte[]>> last(Topic<?, ?> topic);
}
