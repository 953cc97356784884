// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.normalise;

/// Count, mean and sum of squared deviations of each of several features, in double precision.
///
/// **Guarantees.** Immutable. The empty moments are the identity of merging (Chan, Golub and LeVeque 1979), which is associative up to
/// rounding; the same sequence of merges gives the same bits everywhere.
public final class Moments {
  private final double count;
  private final double[] mean;
  private final double[] squares;

  /// @param count samples seen, not negative
  /// @param mean mean of each feature
  /// @param squares Σ (x − mean)² of each feature, same length
  public Moments(double count, double[] mean, double[] squares) {
    if (!(count >= 0) || mean.length != squares.length) {
      throw new IllegalArgumentException("moments of " + count + " samples with " + mean.length + " means and " + squares.length
          + " sums of squares; expected a count ≥ 0 and equal lengths");
    }
    this.count = count;
    this.mean = mean.clone();
    this.squares = squares.clone();
  }

  /// Moments of nothing.
  public static Moments empty(int features) {
    return new Moments(0, new double[features], new double[features]);
  }

  public double count() {
    return count;
  }

  public int features() {
    return mean.length;
  }

  public double mean(int feature) {
    return mean[feature];
  }

  /// Σ (x − mean)².
  public double squares(int feature) {
    return squares[feature];
  }

  /// Population variance, 1 while nothing was seen.
  public double variance(int feature) {
    return count > 0 ? squares[feature] / count : 1;
  }

  /// The moments of both samples together.
  public Moments merge(Moments other) {
    if (other.features() != features()) {
      throw new IllegalArgumentException("merging moments of " + features() + " and " + other.features() + " features; expected equal numbers");
    }
    if (other.count == 0) {
      return this;
    }
    if (count == 0) {
      return other;
    }
    double total = count + other.count;
    double[] mergedMean = new double[mean.length];
    double[] mergedSquares = new double[mean.length];
    for (int i = 0; i < mean.length; i++) {
      double delta = other.mean[i] - mean[i];
      mergedMean[i] = mean[i] + delta * (other.count / total);
      mergedSquares[i] = squares[i] + other.squares[i] + delta * delta * (count * other.count / total);
    }
    return new Moments(total, mergedMean, mergedSquares);
  }
}
