// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.Objects;

import io.tributary.rl.experience.Purpose;

/// What the topology remembers of one environment between its records: the header row, keyed by environment id. Its open steps
/// records lie in the slots `0 … openRecords−1`, each an {@link OpenSteps}.
///
/// @param session the producer's start; a higher one ends this session's open segment
/// @param episode number in the session
/// @param nextIndex index the next step must have
/// @param ended whether the episode is over, so that only a later episode can follow
/// @param broken whether the rest of the episode is rejected: a complete or evaluation episode that lost a step
/// @param purpose whether to learn from the episode
/// @param openRecords slots in use
/// @param openSteps steps in them
/// @param openBytes what they add to a trajectory or an episode, in encoded bytes; see {@link EncodedSize}
/// @param returnSoFar rewards of the episode so far, undiscounted
/// @param lastRecordMs record time of its newest record
public record OpenEnvironment(
    long session,
    long episode,
    long nextIndex,
    boolean ended,
    boolean broken,
    Purpose purpose,
    int openRecords,
    int openSteps,
    int openBytes,
    double returnSoFar,
    long lastRecordMs) {
  public OpenEnvironment {
    Objects.requireNonNull(purpose, "purpose");
  }
}
