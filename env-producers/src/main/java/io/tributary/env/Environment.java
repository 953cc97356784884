// SPDX-License-Identifier: Apache-2.0
package io.tributary.env;

import java.util.Arrays;

import io.tributary.env.draw.Canvas;
import io.tributary.rl.experience.Spaces;

/// A task that is acted in, one episode after the other.
///
/// **Assumptions.** One thread at a time. The first call is `reset`, and so is the one after a time step that is `last`. Actions lie in the
/// action space (real numbers already clipped to its bounds).
///
/// **Guarantees.**
/// - What happens is a pure function of the reset's key and the actions since: no clock, no global random numbers, nothing left over from
///   earlier episodes.
/// - Each call writes exactly one observation, `spaces().observationSize()` floats from `at`, and keeps no reference to the array.
/// - The observation of a last time step is the true final one, never that of the next episode: nothing resets by itself.
/// - `step` before a reset, or after a last time step, throws IllegalStateException: an action that would be ignored is an error.
/// - No step allocates more than its [TimeStep], and the few words that StrictMath's argument reduction makes and drops.
///
/// **Example.**
/// ```java
/// float[] observation = new float[environment.spaces().observationSize()];
/// TimeStep now = environment.reset(key, observation, 0);
/// while (!now.last()) {
///   now = environment.step(Action.discrete(choose(observation)), observation, 0);
/// }
/// ```
/// A new environment inherits its test from `EnvironmentContract` in this module's test jar.
public interface Environment extends AutoCloseable {

  /// What observations and actions are; the same for its whole life.
  Spaces spaces();

  /// Begins an episode.
  ///
  /// @param randomKey everything random in this episode derives from it, by [io.tributary.rl.random.CounterRandom]
  /// @param observation the first observation is written here
  /// @param at index of its first float
  /// @return always [TimeStep#restart]
  TimeStep reset(long randomKey, float[] observation, int at);

  /// Takes one step.
  ///
  /// @param action what to do; valid during this call only
  /// @param observation the observation after the step is written here
  /// @param at index of its first float
  /// @throws IllegalStateException before the first reset and after a last time step
  TimeStep step(Action action, float[] observation, int at);

  /// Whether some choices are at times forbidden; then [#mask] is asked before every action.
  default boolean hasMasks() {
    return false;
  }

  /// Writes 1 for each choice that is allowed now and 0 for the others, `spaces().maskSize()` bytes.
  default void mask(byte[] mask, int at) {
    Arrays.fill(mask, at, at + spaces().maskSize(), (byte) 1);
  }

  /// Whether there is something to see; then [#draw] shows it.
  default boolean draws() {
    return false;
  }

  /// Draws the present state on an empty canvas, in a window of its own choice. Changes nothing; a state after a last time step is drawn too.
  default void draw(Canvas canvas) {}

  /// Frees what the environment holds outside the heap.
  @Override
  default void close() {}
}
