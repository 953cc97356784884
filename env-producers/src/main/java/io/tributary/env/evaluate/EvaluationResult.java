// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.evaluate;

import java.util.Arrays;

/// Returns and lengths of the episodes of one evaluation, in the order of their numbers.
///
/// **Guarantees.** Immutable by convention: the arrays belong to this object; *callers must not write them*.
public final class EvaluationResult {
  private final double[] returns;
  private final long[] lengths;
  private final Sample sample;

  /// Takes ownership of the arrays.
  public EvaluationResult(double[] returns, long[] lengths) {
    this.returns = returns;
    this.lengths = lengths;
    sample = new Sample(returns);
  }

  /// Undiscounted return of each episode.
  public double[] returns() {
    return returns;
  }

  /// Steps of each episode.
  public long[] lengths() {
    return lengths;
  }

  /// The returns as a sample.
  public Sample sample() {
    return sample;
  }

  /// Mean return.
  public double mean() {
    return sample.mean();
  }

  /// Sample standard deviation of the returns; 0 for a single episode.
  public double standardDeviation() {
    return sample.standardDeviation();
  }

  /// Half the width of the 95 % confidence interval of the mean return, by the normal approximation.
  public double halfWidth95() {
    return sample.halfWidth95();
  }

  /// Mean length in steps.
  public double meanLength() {
    return Arrays.stream(lengths).average().orElseThrow();
  }
}
