// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

/// Decides before each round of steps whether the rollout goes on, and may wait first.
@FunctionalInterface
public interface Pace {
  /// As fast as possible, to the end.
  Pace UNLIMITED = stepsDone -> true;

  /// Whether to act another round.
  ///
  /// @param stepsDone steps of this rollout so far, of all environments together
  /// @return false to cut the rollout short here; what was acted is published
  boolean goOn(long stepsDone);
}
