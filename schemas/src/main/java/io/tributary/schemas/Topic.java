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
  public Topic {
    config = Map.copyOf(config);
  }

  /// Largest record its configuration lets pass, in bytes: `max.message.bytes`.
  public int maxMessageBytes() {
    return Integer.parseInt(config.get("max.message.bytes"));
  }

  @Override
  public String toString() {
    return name;
  }
}
