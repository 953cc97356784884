// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson;

import static io.tributary.lesson.Figure.shown;

/// One comparison a claim stands or falls with.
///
/// @param what is compared
/// @param holds whether it is as claimed
/// @param got what it is
/// @param bound what it should be, with the tolerance, or with the interval and its false-alarm rate
public record Check(String what, boolean holds, String got, String bound) {

  /// An exact statement: within rounding of what it should be.
  public static Check equal(String what, double got, double expected, double tolerance) {
    return new Check(what, Math.abs(got - expected) <= tolerance, shown(got), shown(expected) + " within " + shown(tolerance));
  }

  /// An exact statement about the largest error of several.
  public static Check atMost(String what, double got, double bound) {
    return new Check(what, got <= bound, shown(got), "at most " + shown(bound));
  }

  public static Check atLeast(String what, double got, double bound) {
    return new Check(what, got >= bound, shown(got), "at least " + shown(bound));
  }

  public static Check below(String what, double got, double bound) {
    return new Check(what, got < bound, shown(got), "below " + shown(bound));
  }

  public static Check above(String what, double got, double bound) {
    return new Check(what, got > bound, shown(got), "above " + shown(bound));
  }

  /// A statement about words or counts.
  public static Check same(String what, Object got, Object expected) {
    return new Check(what, got.equals(expected), got.toString(), expected.toString());
  }

  /// A statistical statement: the interval around what was estimated contains what is claimed.
  ///
  /// @param halfWidth of the interval
  /// @param falseAlarm how often such an interval misses the truth, over seeds
  public static Check within(String what, double estimate, double halfWidth, double claimed, double falseAlarm) {
    return new Check(what, Math.abs(estimate - claimed) <= halfWidth, shown(estimate),
        shown(claimed) + " ± " + shown(halfWidth) + " (a true claim fails for " + shown(falseAlarm) + " of all seeds)");
  }

  /// One line.
  public String text() {
    return (holds ? "ok   " : "NOT  ") + what + ": " + got + "; expected " + bound;
  }
}
