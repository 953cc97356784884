// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.util.OptionalDouble;

/// When a run is over.
///
/// @param steps environment steps trained after which it ends unsolved; 0 for never
/// @param solvedReturn mean return of the last 100 training episodes at which the task counts as solved; absent: the environment's own mark
/// @param stopWhenSolved whether it ends there; false: at the budget alone
public record BudgetSettings(long steps, Double solvedReturn, boolean stopWhenSolved) {
  public BudgetSettings {
    if (steps < 0) {
      throw new IllegalArgumentException("budget.steps is " + steps + "; expected 1 or more, or 0 for no end");
    }
    if (solvedReturn != null && !Double.isFinite(solvedReturn)) {
      throw new IllegalArgumentException("budget.solvedReturn is " + solvedReturn + "; expected a finite number");
    }
  }

  /// Mean return at which the task counts as solved; NaN for none.
  ///
  /// @param ofEnvironment the environment's own mark
  public double mark(OptionalDouble ofEnvironment) {
    return solvedReturn != null ? solvedReturn : ofEnvironment.orElse(Double.NaN);
  }

  /// Two million steps or solved, whichever comes first.
  public static BudgetSettings defaults() {
    return new BudgetSettings(2_000_000, null, true);
  }
}
