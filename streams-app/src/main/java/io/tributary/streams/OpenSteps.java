// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

/// One steps record of an open segment: the slot row. It keeps the original bytes, because they may yet have to be rejected.
///
/// @param offset of the record in the steps partition
/// @param timeMs record time
/// @param firstIndex index of its first step
/// @param count steps in it
/// @param policyVersion that acted
/// @param value the record's value as sent
public record OpenSteps(long offset, long timeMs, long firstIndex, int count, long policyVersion, byte[] value) {}
