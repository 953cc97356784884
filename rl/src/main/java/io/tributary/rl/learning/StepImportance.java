// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// L = mean −min(r, c)·w, r = π_θ/μ of the step alone: the surrogate of TRPO (arXiv 1502.05477, eq. 14) where c is infinite. At π_θ = μ its gradient is
/// the score function's. That π_θ visits other states than μ is left out: a bias that grows with their distance.
///
/// A weight above the truncation c is c, and still multiplies ∇log π: it is a weight, not a point where the objective is flat.
public final class StepImportance implements Objective {
  private final double truncation;
  private final Schedule klPenalty;

  /// @param truncation c; 0 for none
  /// @param klPenalty β of β·KL(π_k‖π_θ) (arXiv 1707.06347, eq. 8); null for none
  public StepImportance(double truncation, Schedule klPenalty) {
    this.truncation = truncation > 0 ? truncation : Double.POSITIVE_INFINITY;
    this.klPenalty = klPenalty;
  }

  @Override
  public double divergenceCoefficient(long stepsTrained) {
    return klPenalty == null ? 0 : klPenalty.at(stepsTrained);
  }

  @Override
  public Loss evaluate(Terms terms, long stepsTrained, float[] derivatives) {
    int n = terms.count();
    double loss = 0;
    for (int i = 0; i < n; i++) {
      float ratio = (float) Math.min(terms.ratios()[i], truncation);
      loss -= (double) terms.advantages()[i] * ratio;
      derivatives[i] = -terms.advantages()[i] * ratio / n;
    }
    return Loss.of(loss / n);
  }
}
