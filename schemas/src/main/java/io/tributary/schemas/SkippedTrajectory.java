// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// A trajectory inside a snapshot's ranges that was not learned from.
///
/// @param partition of the trajectories topic
/// @param offset of the record
/// @param steps in it
/// @param reason why, for example `version-lag` or `future-version`
public record SkippedTrajectory(int partition, long offset, int steps, String reason) {}
