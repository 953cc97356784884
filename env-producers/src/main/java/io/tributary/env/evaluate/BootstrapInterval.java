// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.evaluate;

import java.util.function.ToDoubleFunction;

import io.tributary.rl.random.CounterRandom;

/// A 95 % interval of a statistic by the percentile bootstrap (Efron 1979): the sample is drawn from itself again and again, with replacement.
///
/// With few values it is too narrow, since what was not seen cannot be drawn: below {@link #FEWEST} it is to be called approximate.
///
/// @param low 2.5 % of the resampled statistics lie below
/// @param high 2.5 % of the resampled statistics lie above
public record BootstrapInterval(double low, double high) {
  /// Values from which on the interval needs no apology.
  public static final int FEWEST = 10;
  /// Resamples.
  public static final int RESAMPLES = 10_000;

  private static final double TAIL = 0.025;

  /// The interval of `statistic`.
  ///
  /// @param seed of the resamples: equal seeds give equal intervals
  public static BootstrapInterval of(Sample sample, ToDoubleFunction<Sample> statistic, long seed) {
    long stream = CounterRandom.stream(seed, "bootstrap");
    double[] statistics = new double[RESAMPLES];
    double[] drawn = new double[sample.size()];
    for (int i = 0; i < RESAMPLES; i++) {
      long key = CounterRandom.key(stream, i);
      for (int j = 0; j < drawn.length; j++) {
        drawn[j] = sample.value(CounterRandom.below(key, j, drawn.length));
      }
      statistics[i] = statistic.applyAsDouble(new Sample(drawn));
    }
    Sample resampled = new Sample(statistics);
    return new BootstrapInterval(resampled.quantile(TAIL), resampled.quantile(1 - TAIL));
  }

  /// Whether so many values make an interval that needs no apology.
  public static boolean isApproximate(int values) {
    return values < FEWEST;
  }
}
