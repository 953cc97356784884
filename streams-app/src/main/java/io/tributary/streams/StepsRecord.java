// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

/// One record of the steps topic as the broker keeps it.
///
/// @param key as sent; null where there was none
/// @param value as sent; null where there was none
/// @param partition of the steps topic
/// @param offset in that partition
/// @param timeMs record time, milliseconds since the epoch
public record StepsRecord(byte[] key, byte[] value, int partition, long offset, long timeMs) {}
