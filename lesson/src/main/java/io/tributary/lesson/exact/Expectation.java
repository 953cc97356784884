// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.exact;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Mean and variance of an estimate over every batch of N independent episodes there can be, each with its probability.
///
/// Estimates do not depend on the order of a batch, so batches that differ in order only are looked at once and counted as often as there are orders.
///
/// @param mean E[ĝ]
/// @param variance E‖ĝ − E[ĝ]‖²: the trace of the covariance
/// @param batches how many different batches there are
public record Expectation(double[] mean, double variance, long batches) {
  /// The most batches that are looked at: a second or so of work.
  public static final long MOST_BATCHES = 300_000;

  /// @param probabilities of the episodes, which add up to 1
  /// @throws IllegalArgumentException where there are more than {@link #MOST_BATCHES} batches
  public static Expectation of(List<Episode> episodes, double[] probabilities, int size, Function<List<Episode>, double[]> estimate) {
    requireFew(episodes.size(), size);
    Sum sum = new Sum(episodes, probabilities, estimate);
    sum.extend(new ArrayList<>(), 0, 1, size, 0);
    double variance = sum.squares - Vectors.dot(sum.mean, sum.mean);
    return new Expectation(sum.mean, Math.max(0, variance), sum.batches);
  }

  private static void requireFew(int episodes, int size) {
    double count = 1;
    for (int i = 0; i < size; i++) {
      count = count * (episodes + i) / (i + 1);
    }
    if (count > MOST_BATCHES) {
      throw new IllegalArgumentException(String.format(java.util.Locale.ROOT, "%.0f", count) + " batches of " + size + " out of " + episodes + " episodes; expected at most " + MOST_BATCHES
          + ": choose a shorter --horizon or a smaller --batch");
    }
  }

  /// Adds up while batches are written down in ascending order of episodes.
  private static final class Sum {
    private final List<Episode> episodes;
    private final double[] probabilities;
    private final Function<List<Episode>, double[]> estimate;
    private double[] mean;
    private double squares;
    private long batches;

    Sum(List<Episode> episodes, double[] probabilities, Function<List<Episode>, double[]> estimate) {
      this.episodes = episodes;
      this.probabilities = probabilities;
      this.estimate = estimate;
    }

    /// @param weight probability of the batch so far times the number of its orders
    /// @param repeats how often the last episode is in it already
    void extend(List<Episode> batch, int from, double weight, int size, int repeats) {
      if (batch.size() == size) {
        take(batch, weight);
        return;
      }
      for (int i = from; i < episodes.size(); i++) {
        int times = i == from ? repeats + 1 : 1;
        batch.add(episodes.get(i));
        extend(batch, i, weight * probabilities[i] * batch.size() / times, size, times);
        batch.removeLast();
      }
    }

    private void take(List<Episode> batch, double weight) {
      double[] g = estimate.apply(batch);
      mean = mean == null ? new double[g.length] : mean;
      Vectors.add(weight, g, mean);
      squares += weight * Vectors.dot(g, g);
      batches++;
    }
  }
}
