// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.learned;

import io.tributary.lesson.Check;

import static io.tributary.lesson.Figure.shown;

/// A mean over independent samples, mostly one a seed, and Student's interval around it. It misses the true mean for {@link #FALSE_ALARM} of all draws of
/// seeds, exactly so where samples are normal.
///
/// @param mean of the samples
/// @param halfWidth half the width of the interval
public record Interval(double mean, double halfWidth) {
  /// How often the interval misses the truth.
  public static final double FALSE_ALARM = 0.01;

  private static final String RATE = " (the interval misses the truth for " + shown(FALSE_ALARM) + " of all seeds)";

  /// @param samples two or more
  public static Interval of(double... samples) {
    int n = samples.length;
    if (n < 2) {
      throw new IllegalArgumentException("an interval of " + n + " samples; expected at least 2");
    }
    double offset = 0;
    for (double sample : samples) {
      offset += (sample - samples[0]) / n;
    }
    double mean = samples[0] + offset;
    double squares = 0;
    for (double sample : samples) {
      squares += (sample - mean) * (sample - mean);
    }
    return new Interval(mean, StudentT.quantile(FALSE_ALARM, n - 1) * Math.sqrt(squares / (n - 1) / n));
  }

  /// Of the differences first − second, seed by seed.
  public static Interval ofDifference(double[] first, double[] second) {
    double[] differences = first.clone();
    for (int i = 0; i < differences.length; i++) {
      differences[i] -= second[i];
    }
    return of(differences);
  }

  /// As it is printed.
  public String text() {
    return shown(mean) + " ± " + shown(halfWidth);
  }

  /// That the whole interval lies above a bound.
  public Check above(String what, double bound) {
    return new Check(what, mean - halfWidth > bound, text(), "above " + shown(bound) + " as a whole" + RATE);
  }

  /// That the whole interval lies below a bound.
  public Check below(String what, double bound) {
    return new Check(what, mean + halfWidth < bound, text(), "below " + shown(bound) + " as a whole" + RATE);
  }

  /// That the interval contains a value.
  public Check contains(String what, double value) {
    return new Check(what, Math.abs(mean - value) <= halfWidth, text(), "an interval around " + shown(value) + RATE);
  }
}
