// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// Does two pieces of work of which neither reads what the other writes: in turn, or at once by whoever has a thread to spare.
///
/// **Guarantees.** When {@link #run} returns both are done, and what they wrote is visible to the caller. If one throws, so does `run`, when neither is under
/// way any more; if both do, the first one's is thrown. So what comes out is the same whichever way they were done.
@FunctionalInterface
public interface Pair {
  /// One after the other, on the caller's thread.
  Pair IN_TURN = (first, second) -> {
    first.run();
    second.run();
  };

  /// Does both.
  void run(Runnable first, Runnable second);
}
