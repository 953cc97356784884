// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import io.tributary.schemas.Topic;

/// A topic's records as the bytes they are: whoever looks at a run must see broken ones too.
public final class RawTopic {
  private RawTopic() {}

  /// A reader at the beginning of one partition.
  public static TopicTail<byte[], byte[]> open(Connection connection, Topic<?, ?> topic, int partition) {
    return TopicTail.open(connection, topic.asBytes(), partition, "tributary.reader." + topic.name() + "." + partition);
  }
}
