// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.Objects;

import io.tributary.rl.experience.Purpose;

/// What the topology remembers of one environment between its records: the header row, keyed by environment id. Its open steps
/// records lie in the slots `0 … openRecords−1`, each an {@link OpenSteps}.
///
/// @param session the producer's start; a higher one ends this session's open segment; −1 once it was forgotten
/// @param episode number in the session; −1 before the first
/// @param nextIndex index the next step must have
/// @param ended whether the episode is over, so that only a later episode can follow
/// @param broken whether the rest of the episode is rejected: a complete or evaluation episode that lost a step
/// @param purpose whether to learn from the episode
/// @param returnSoFar rewards of the episode so far, undiscounted
/// @param openRecords slots in use
/// @param openSteps steps in them
/// @param openBytes bytes that the topology holds against the limits on what an environment may have open
/// @param openReturnBefore rewards of the episode before the open steps
/// @param slots slots that exist, in use or waiting to be overwritten
/// @param acceptedMs partition time of its newest accepted record
/// @param acceptedOffset offset of that record; −1 for none
/// @param heardMs partition time of its newest record of any kind
/// @param heardOffset offset of that record
public record OpenEnvironment(
    long session,
    long episode,
    long nextIndex,
    boolean ended,
    boolean broken,
    Purpose purpose,
    double returnSoFar,
    int openRecords,
    int openSteps,
    long openBytes,
    double openReturnBefore,
    int slots,
    long acceptedMs,
    long acceptedOffset,
    long heardMs,
    long heardOffset) {
  public OpenEnvironment {
    Objects.requireNonNull(purpose, "purpose");
  }
}
