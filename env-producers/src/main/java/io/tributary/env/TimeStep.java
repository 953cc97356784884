// SPDX-License-Identifier: Apache-2.0
package io.tributary.env;

import java.util.Objects;

import io.tributary.rl.experience.Ending;

/// What an environment answers; the four constructors are the semantics (after dm_env, arXiv 2006.12983).
///
/// | made by | first | reward | ending | the observation written beside it |
/// |---|---|---|---|---|
/// | [#restart] | yes | none (0) | continues | the first of a new episode |
/// | [#transition] | no | of this step | continues | after the step |
/// | [#termination] | no | of this step | terminated | the final one: nothing can be earned after it |
/// | [#truncation] | no | of this step | truncated | the one the episode was stopped at: its future is worth V |
///
/// @param first whether it starts an episode; then nobody acted, there is no reward, and it is never published
/// @param reward raw, in the environment's own unit
/// @param ending how this step leaves the episode
public record TimeStep(boolean first, double reward, Ending ending) {
  private static final TimeStep RESTART = new TimeStep(true, 0, Ending.CONTINUES);

  public TimeStep {
    Objects.requireNonNull(ending, "ending");
    if (first && (reward != 0 || ending != Ending.CONTINUES)) {
      throw new IllegalArgumentException("a first time step has reward " + reward + " and ending " + ending + "; expected none of either");
    }
  }

  /// An episode begins.
  public static TimeStep restart() {
    return RESTART;
  }

  /// The episode goes on.
  public static TimeStep transition(double reward) {
    return new TimeStep(false, reward, Ending.CONTINUES);
  }

  /// The environment reached a final state. Also where a time limit is reached on the same step: a termination wins.
  public static TimeStep termination(double reward) {
    return new TimeStep(false, reward, Ending.TERMINATED);
  }

  /// The episode was stopped from outside, for example by a time limit.
  public static TimeStep truncation(double reward) {
    return new TimeStep(false, reward, Ending.TRUNCATED);
  }

  /// Whether the episode is over and the next call has to be a reset.
  public boolean last() {
    return ending.endsEpisode();
  }
}
