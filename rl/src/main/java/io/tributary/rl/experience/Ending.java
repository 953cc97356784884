// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.experience;

/// How a step leaves its episode. There is no `done` flag: only a termination removes the bootstrap value (arXiv 1712.00378).
public enum Ending {
  /// The episode goes on after this step.
  CONTINUES,
  /// The environment reached a final state: nothing can be earned after it, its discount is 0.
  TERMINATED,
  /// The episode was stopped from outside (a time limit): its future is worth V(nextObservation).
  TRUNCATED;

  /// Whether the episode is over.
  public boolean endsEpisode() {
    return this != CONTINUES;
  }

  /// The ending when an environment reports both flags: a termination wins.
  public static Ending of(boolean terminated, boolean truncated) {
    return terminated ? TERMINATED : truncated ? TRUNCATED : CONTINUES;
  }
}
