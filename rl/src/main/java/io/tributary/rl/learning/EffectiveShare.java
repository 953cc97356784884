// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.OptionalDouble;

/// Effective sample size of importance weights as a share of their number: (Σw)²/Σw²/N, 1 where all are equal.
final class EffectiveShare {
  private double sum;
  private double squares;
  private int count;

  void add(double weight) {
    sum += weight;
    squares += weight * weight;
    count++;
  }

  OptionalDouble share() {
    return squares > 0 ? OptionalDouble.of(sum * sum / squares / count) : OptionalDouble.empty();
  }
}
