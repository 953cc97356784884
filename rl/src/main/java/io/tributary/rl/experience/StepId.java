// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.experience;

import java.util.Objects;

/// Names one step for ever: (environment, session, episode, index).
///
/// @param environment `<producer>/<i>`, 1 to 249 UTF-8 bytes in practice; the Kafka key
/// @param session the producer's start in milliseconds since the epoch; a restarted producer has a higher one
/// @param episode counted from 0 in each session
/// @param index counted from 0 in each episode
public record StepId(String environment, long session, long episode, long index) {
  public StepId {
    Objects.requireNonNull(environment, "environment");
  }

  /// The producer's name: the environment id up to its last slash, or all of it where there is none.
  public String producer() {
    int slash = environment.lastIndexOf('/');
    return slash < 0 ? environment : environment.substring(0, slash);
  }

  /// The step `by` later in the same episode.
  public StepId plus(long by) {
    return new StepId(environment, session, episode, index + by);
  }

  @Override
  public String toString() {
    return environment + " session " + session + " episode " + episode + " step " + index;
  }
}
