// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// When the topology closes a segment, beside an ending or the producer's own cut.
public sealed interface Segmenting permits Segmenting.MaxSteps, Segmenting.CompleteEpisodes {

  /// Longest segment of any kind; an over-long one is handled as design §5 says.
  int LIMIT = 1_000_000;

  /// At an ending, at a cut, or at `steps` steps.
  record MaxSteps(int steps) implements Segmenting {
    public MaxSteps {
      if (steps < 1 || steps > LIMIT) {
        throw new IllegalArgumentException("segment.steps is " + steps + "; expected 1 to " + LIMIT);
      }
    }
  }

  /// Only at an ending.
  record CompleteEpisodes() implements Segmenting {}
}
