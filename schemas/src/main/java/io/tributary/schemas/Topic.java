// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.Map;

/// A topic with the types of what is in it; no topic is ever a bare string.
///
/// @param name full name on the cluster
/// @param partitions it has for as long as the run exists
/// @param key codec of its keys
/// @param value codec of its values
/// @param config topic settings it is created with
public record Topic<K, V>(String name, int partitions, Codec<K> key, Codec<V> value, Map<String, String> config) {
  /// Room for the batch and record headers, a key of up to 1 KiB and the few bytes by which incompressible data grows.
  public static final int FRAME_BYTES = 8 * 1024;

  public Topic {
    config = Map.copyOf(config);
  }

  /// Largest record its configuration lets pass, in bytes: `max.message.bytes`.
  public int maxMessageBytes() {
    return Integer.parseInt(config.get("max.message.bytes"));
  }

  /// Most bytes a value may have: what the topic lets pass, less the batch around it, its key, and what compression may add.
  public int maxValueBytes() {
    return maxMessageBytes() - FRAME_BYTES;
  }

  /// The same topic without its codecs.
  public Topic<byte[], byte[]> asBytes() {
    return new Topic<>(name, partitions, Codecs.bytes(), Codecs.bytes(), config);
  }

  @Override
  public String toString() {
    return name;
  }
}
