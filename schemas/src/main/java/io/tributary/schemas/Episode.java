// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.List;

import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;

/// One finished episode, written by the topology at its ending.
///
/// @param environment id of the environment
/// @param session the producer's start
/// @param episode number in the session
/// @param totalReward undiscounted sum of raw rewards
/// @param length steps
/// @param ending terminated or truncated
/// @param lowestVersion lowest policy version known to have acted in its last segment
/// @param highestVersion highest such version
/// @param purpose training or evaluation
/// @param sources for evaluation: the steps records; empty for training, whose trajectories name them
/// @param endedMs record time of its last step
public record Episode(
    String environment,
    long session,
    long episode,
    double totalReward,
    long length,
    Ending ending,
    long lowestVersion,
    long highestVersion,
    Purpose purpose,
    List<Source> sources,
    long endedMs) {
  public Episode {
    sources = List.copyOf(sources);
  }
}
