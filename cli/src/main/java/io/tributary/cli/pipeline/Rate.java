// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;

/// How fast a count grows lately.
///
/// **Assumptions.** Used by one thread; times do not go back.
final class Rate {
  private static final long WINDOW_MS = 3_000;

  private record Sample(long ms, long count) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /// Adds a reading and returns the growth per second over the last three seconds.
  double at(long ms, long count) {
    samples.addLast(new Sample(ms, count));
    while (samples.size() > 2 && ms - samples.getFirst().ms() > WINDOW_MS) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    return ms == first.ms() ? 0 : (count - first.count()) * 1000.0 / (ms - first.ms());
  }
}
