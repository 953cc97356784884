// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.watch;

import io.tributary.env.Environment;
import io.tributary.env.TimeStep;

/// Sees an episode as it is played.
@FunctionalInterface
public interface Audience {

  /// The state after a reset or a step.
  ///
  /// @param environment as it is now; it may be asked to draw
  void sees(Environment environment, Moment moment);

  /// Where an episode stands.
  ///
  /// @param episode its number, from 0
  /// @param steps taken so far
  /// @param totalReward of them
  /// @param now what the environment answered last
  /// @param observation what is seen of the state
  record Moment(int episode, int steps, double totalReward, TimeStep now, float[] observation) {}
}
