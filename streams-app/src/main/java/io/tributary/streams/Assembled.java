// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import io.tributary.rl.experience.Trajectory;
import io.tributary.schemas.Episode;
import io.tributary.schemas.RejectedStep;

/// What the assembler makes of steps; each kind has its own topic.
public sealed interface Assembled {

  /// A closed segment of a training episode, with its targets.
  record Segment(Trajectory trajectory) implements Assembled {}

  /// An episode that reached its ending.
  record Ended(Episode episode) implements Assembled {}

  /// A record that will not be learned from.
  record Rejected(RejectedStep step) implements Assembled {}
}
