// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.experience;

/// Where steps of a trajectory or an evaluation episode came from: exactly one record of the steps topic.
///
/// @param partition of the steps topic
/// @param offset of the record
/// @param firstIndex index in its episode of the record's first step
/// @param count steps in the record
public record Source(int partition, long offset, long firstIndex, int count) {}
