// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.Arrays;
import java.util.List;

/// How often something took how long, in fixed classes: of constant size, whatever happens. Safe from any thread.
public final class Durations {
  /// Upper bounds of the classes, inclusive, in seconds; a last class without bound follows.
  public static final List<Double> BOUNDS_SECONDS = List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0);

  private static final double NANOS = 1e9;

  private final long[] counts = new long[BOUNDS_SECONDS.size() + 1];
  private double seconds;

  /// What has been taken note of.
  ///
  /// @param counts of each class, one more than there are bounds
  /// @param seconds all durations together
  public record Totals(List<Long> counts, double seconds) {
    public Totals {
      counts = List.copyOf(counts);
    }

    /// How many durations there were.
    public long count() {
      return counts.stream().mapToLong(count -> count).sum();
    }
  }

  /// Takes note of one duration.
  public void add(long nanos) {
    double took = Math.max(0, nanos) / NANOS;
    int at = 0;
    while (at < BOUNDS_SECONDS.size() && took > BOUNDS_SECONDS.get(at)) {
      at++;
    }
    synchronized (this) {
      counts[at]++;
      seconds += took;
    }
  }

  /// All of them so far.
  public synchronized Totals totals() {
    return new Totals(Arrays.stream(counts).boxed().toList(), seconds);
  }
}
