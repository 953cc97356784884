// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

/// One record as it was read.
///
/// @param partition it lies in
/// @param offset in the partition
/// @param timestampMs record time, milliseconds since the epoch
/// @param key decoded key; null where the record has none
/// @param value decoded value; null for a tombstone
/// @param bytes length of the encoded value
public record Read<K, V>(int partition, long offset, long timestampMs, K key, V value, int bytes) {}
