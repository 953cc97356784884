// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// A setting that moves in a straight line while steps are trained and then stays.
///
/// The first update that learns runs at `from`, whatever the batch before it that only filled the statistics counted.
///
/// @param from at 0 trained steps
/// @param to from `over` trained steps on
/// @param over trained steps; 0 for a setting that never moves, which then is `from`
public record Schedule(double from, double to, long over) {
  public Schedule {
    if (!Double.isFinite(from) || !Double.isFinite(to) || over < 0) {
      throw new IllegalArgumentException("schedule goes from " + from + " to " + to + " over " + over + " steps; expected finite ends and 0 or more steps");
    }
  }

  /// Always the same.
  public static Schedule constant(double value) {
    return new Schedule(value, value, 0);
  }

  /// The setting after so many trained steps: never outside its ends.
  public double at(long stepsTrained) {
    if (over == 0) {
      return from;
    }
    if (stepsTrained >= over) {
      return to;
    }
    return from + (to - from) * ((double) Math.max(0, stepsTrained) / over);
  }

  Schedule require(String path, double low, double high) {
    if (Math.min(from, to) < low || Math.max(from, to) > high) {
      throw new IllegalArgumentException(path + " goes from " + from + " to " + to + "; expected " + low + " to " + high);
    }
    return this;
  }
}
