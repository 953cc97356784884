// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.learned;

import io.tributary.lesson.Check;

import static io.tributary.lesson.Figure.shown;

/// Which of two ways wins, seed by seed, where all that is known of a seed is who won. Were both alike, each decided seed would be a fair coin.
///
/// @param first seeds that the first way won
/// @param second seeds that the second way won
public record SignTest(int first, int second) {

  /// Of outcomes that are compared in pairs; equal ones decide nothing.
  public static SignTest of(double[] first, double[] second) {
    int won = 0;
    int lost = 0;
    for (int i = 0; i < first.length; i++) {
      won += first[i] > second[i] ? 1 : 0;
      lost += first[i] < second[i] ? 1 : 0;
    }
    return new SignTest(won, lost);
  }

  /// How often coins alone let the first win so many or more.
  public double chance() {
    int n = first + second;
    double term = StrictMath.pow(0.5, n);
    double sum = 0;
    for (int k = 0; k <= n; k++) {
      sum += k >= first ? term : 0;
      term = term * (n - k) / (k + 1);
    }
    return sum;
  }

  /// That the first way wins.
  public Check wins(String what) {
    return new Check(what, chance() <= Interval.FALSE_ALARM, first + " to " + second, "so many that coins would do it at most "
        + shown(Interval.FALSE_ALARM) + " of the time (they do " + shown(chance()) + ")");
  }
}
