// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.List;
import java.util.Objects;

import io.tributary.rl.learning.StopReason;
import io.tributary.rl.policy.PolicyState;

/// One version of the policy and exactly what it was learned from.
///
/// @param version counted from 0 without gap
/// @param parent the version it was made from; −1 for version 0
/// @param settingsRevision revision of the trainer's settings it was made under
/// @param policy what acts
/// @param ranges offsets of `trajectories` taken, abutting the parent's, partitions without news included as empty ranges
/// @param skipped trajectories in the ranges that were not learned from
/// @param consumed how far each producer's steps were taken
/// @param stepsTrained environment steps learned from so far
/// @param hashes of the whole agent at this version
/// @param epochsDone passes over the batch
/// @param stopReason why the update ended
/// @param trainerSession the trainer's start in milliseconds
/// @param createdMs milliseconds since the epoch
public record PolicySnapshot(
    long version,
    long parent,
    int settingsRevision,
    PolicyState policy,
    List<OffsetRange> ranges,
    List<SkippedTrajectory> skipped,
    List<Consumed> consumed,
    long stepsTrained,
    AgentHashes hashes,
    int epochsDone,
    StopReason stopReason,
    long trainerSession,
    long createdMs) {
  public PolicySnapshot {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(hashes, "hashes");
    ranges = List.copyOf(ranges);
    skipped = List.copyOf(skipped);
    consumed = List.copyOf(consumed);
  }
}
