// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.Optional;
import java.util.Set;

import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;

import io.tributary.schemas.Codec;

/// A value with the partition it goes to: that of the steps it came from, whatever the key's hash says, so that each partition of the
/// outputs is made by one task from one partition of the input.
///
/// @param partition of the source
/// @param value what is sent
record Placed<T>(int partition, T value) {

  /// Encodes the value, once, on its way into the sink.
  static <T> Serializer<Placed<T>> serializer(Codec<T> codec) {
    return (topic, placed) -> codec.encode(placed.value());
  }

  /// Sends it where it says.
  static <T> StreamPartitioner<byte[], Placed<T>> partitioner() {
    return (topic, key, placed, partitions) -> Optional.of(Set.of(placed.partition()));
  }
}
