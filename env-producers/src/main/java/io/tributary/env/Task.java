// SPDX-License-Identifier: Apache-2.0
package io.tributary.env;

import io.tributary.rl.experience.Spaces;

/// An environment written as three methods, `begin`, `act` and `observe`; this class keeps the order of calls that [Environment] promises.
///
/// **Example.**
/// ```java
/// final class Coin extends Task {
///   Coin() { super(new Spaces(Space.Box.unbounded(1), new Space.Discrete(2))); }
///   protected void begin(long randomKey) { side = CounterRandom.below(randomKey, 0, 2); }
///   protected TimeStep act(Action action) { return TimeStep.termination(choice(action, 2, "0 (heads) or 1 (tails)") == side ? 1 : 0); }
///   protected void observe(float[] observation, int at) { observation[at] = 1; }
/// }
/// ```
public abstract class Task implements Environment {
  private final Spaces spaces;
  private boolean running;

  protected Task(Spaces spaces) {
    this.spaces = spaces;
  }

  /// Places the first state of an episode; everything random in it derives from the key.
  protected abstract void begin(long randomKey);

  /// Takes one step and says what came of it.
  ///
  /// @throws IllegalArgumentException for an action outside its space; then nothing has happened
  protected abstract TimeStep act(Action action);

  /// Writes what is seen of the present state.
  protected abstract void observe(float[] observation, int at);

  @Override
  public final Spaces spaces() {
    return spaces;
  }

  @Override
  public final TimeStep reset(long randomKey, float[] observation, int at) {
    begin(randomKey);
    running = true;
    observe(observation, at);
    return TimeStep.restart();
  }

  @Override
  public final TimeStep step(Action action, float[] observation, int at) {
    if (!running) {
      throw new IllegalStateException("step without an episode; expected a reset first");
    }
    TimeStep now = act(action);
    running = !now.last();
    observe(observation, at);
    return now;
  }

  /// The choice of a discrete action.
  ///
  /// @param n how many there are
  /// @param expected names them
  /// @throws IllegalArgumentException for a choice outside 0 … n−1
  protected static int choice(Action action, int n, String expected) {
    int choice = action.choice();
    if (choice < 0 || choice >= n) {
      throw new IllegalArgumentException("action is " + choice + "; expected " + expected);
    }
    return choice;
  }
}
