// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.Arrays;
import java.util.Map;

/// What a producer must allow itself to send the largest legal record of the topics it writes to.
///
/// @param maxRequestSize `max.request.size` in bytes; the client checks it against the *uncompressed* record
/// @param bufferMemory `buffer.memory` in bytes
public record ClientLimits(int maxRequestSize, long bufferMemory) {
  private static final long DEFAULT_BUFFER = 32L << 20;

  /// Limits for a producer that writes to all of `topics`: their largest message, and room for two of them.
  public static ClientLimits of(Topic<?, ?>... topics) {
    int largest = Arrays.stream(topics).mapToInt(Topic::maxMessageBytes).max().orElseThrow();
    return new ClientLimits(largest, Math.max(DEFAULT_BUFFER, 2L * largest));
  }

  /// As settings of a Kafka producer.
  public Map<String, Object> producerConfig() {
    return Map.of("max.request.size", maxRequestSize, "buffer.memory", bufferMemory);
  }
}
