// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// L = mean −w·log π_θ, whose gradient is −mean w·∇log π_θ (Williams 1992): weighted maximum likelihood. Weights are constants: nothing flows
/// through them, whatever they were made of.
public final class ScoreFunction implements Objective {
  @Override
  public Loss evaluate(Terms terms, long stepsTrained, float[] derivatives) {
    int n = terms.count();
    double loss = 0;
    for (int i = 0; i < n; i++) {
      loss -= (double) terms.advantages()[i] * terms.now()[i];
      derivatives[i] = -terms.advantages()[i] / n;
    }
    return Loss.of(loss / n);
  }
}
