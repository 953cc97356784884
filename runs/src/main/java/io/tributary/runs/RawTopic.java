// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import io.tributary.schemas.Codec;
import io.tributary.schemas.Topic;

/// A topic's records as the bytes they are: whoever looks at a run must see broken ones too.
public final class RawTopic {
  private static final Codec<byte[]> BYTES = new Codec<>() {
    @Override
    public byte[] encode(byte[] record) {
      return record;
    }

    @Override
    public byte[] decode(byte[] bytes) {
      return bytes;
    }
  };

  private RawTopic() {}

  /// The same topic without its codecs.
  public static Topic<byte[], byte[]> of(Topic<?, ?> topic) {
    return new Topic<>(topic.name(), topic.partitions(), BYTES, BYTES, topic.config());
  }

  /// A reader at the beginning of one partition.
  public static TopicTail<byte[], byte[]> open(Connection connection, Topic<?, ?> topic, int partition) {
    return TopicTail.open(connection, of(topic), partition, "tributary.reader." + topic.name() + "." + partition);
  }
}
