// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import io.tributary.rl.experience.Purpose;
import io.tributary.rl.random.CounterRandom;

/// Who acts, and where their random numbers come from.
///
/// **Guarantees.** What happens in an episode is a pure function of (seed, purpose, environment number, first version, episode) and the policies
/// that act, never of name, session, clock, or how environments are divided among processes. So two producers of one run must differ in
/// seed or environment numbers, else they play the same episodes.
///
/// @param producer its name; environment ids are `<producer>/<number>`
/// @param session its start in milliseconds since the epoch
/// @param seed of all random numbers
/// @param firstEnvironment number of the first environment; the others follow
/// @param firstVersion first policy version this process followed, so that a restarted producer does not play the same episodes again
/// @param purpose whether to learn from it; training and evaluation have random numbers of their own
public record Origin(String producer, long session, long seed, int firstEnvironment, long firstVersion, Purpose purpose) {

  /// Id of the environment with a number.
  public String environment(long number) {
    return producer + "/" + number;
  }

  /// Key of an episode's beginning.
  long resetKey(long number, long episode) {
    return key("environment", number, episode);
  }

  /// Parent of the keys of an episode's actions: one for each index.
  long actionKey(long number, long episode) {
    return key("action", number, episode);
  }

  private long key(String stream, long number, long episode) {
    String name = purpose == Purpose.TRAIN ? stream : "evaluation." + stream;
    return CounterRandom.key(CounterRandom.stream(seed, name), number, firstVersion, episode);
  }
}
