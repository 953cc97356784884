// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.evaluate;

import java.util.Arrays;

/// Returns and lengths of the episodes of one evaluation, in the order of their numbers.
///
/// **Guarantees.** Immutable by convention: the arrays belong to this object; *callers must not write them*.
public final class EvaluationResult {
  private static final double NORMAL_95 = 1.959963984540054;

  private final double[] returns;
  private final long[] lengths;

  /// Takes ownership of the arrays.
  EvaluationResult(double[] returns, long[] lengths) {
    this.returns = returns;
    this.lengths = lengths;
  }

  /// Undiscounted return of each episode.
  public double[] returns() {
    return returns;
  }

  /// Steps of each episode.
  public long[] lengths() {
    return lengths;
  }

  /// Mean return.
  public double mean() {
    return Arrays.stream(returns).average().orElseThrow();
  }

  /// Sample standard deviation of the returns; 0 for a single episode.
  public double standardDeviation() {
    double mean = mean();
    double squares = Arrays.stream(returns).map(r -> (r - mean) * (r - mean)).sum();
    return returns.length < 2 ? 0 : Math.sqrt(squares / (returns.length - 1));
  }

  /// Half the width of the 95 % confidence interval of the mean return, by the normal approximation.
  public double halfWidth95() {
    return NORMAL_95 * standardDeviation() / Math.sqrt(returns.length);
  }

  /// Mean length in steps.
  public double meanLength() {
    return Arrays.stream(lengths).average().orElseThrow();
  }
}
