// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.OptionalDouble;

import io.tributary.rl.kernel.Kernel;

/// PPO's clipped surrogate (arXiv 1707.06347, eq. 7), as a loss: L = mean max(−A·r, −A·clip(r, 1 − ε, 1 + ε)), r = π_θ/μ.
///
/// Its gradient is exactly zero where A > 0 and r > 1 + ε, and where A < 0 and r < 1 − ε; on the other side of the range it is not, so that an
/// action whose probability went astray is brought back. Centred on π_k, r = π_θ/π_k and each row weighs π_k/μ (arXiv 2110.00641, eq. 2).
public final class ClippedSurrogate implements Objective {
  private final Kernel kernel;
  private final LearnerSettings.Clip clip;
  private float[] ratios = {};
  private float[] weights = {};

  public ClippedSurrogate(Kernel kernel, LearnerSettings.Clip clip) {
    this.kernel = kernel;
    this.clip = clip;
  }

  @Override
  public boolean needsParent() {
    return clip.centre() == LearnerSettings.ClipCentre.PROXIMAL;
  }

  @Override
  public Loss evaluate(Terms terms, long stepsTrained, float[] derivatives) {
    float range = (float) clip.range().at(stepsTrained);
    if (!needsParent()) {
      return clipped(terms, terms.ratios(), null, range, derivatives);
    }
    int n = terms.count();
    ratios = ratios.length < n ? new float[n] : ratios;
    weights = weights.length < n ? new float[n] : weights;
    for (int i = 0; i < n; i++) {
      ratios[i] = terms.now()[i] - terms.parent()[i];
      weights[i] = terms.parent()[i] - terms.behaviour()[i];
    }
    kernel.exp(ratios, 0, n);
    kernel.exp(weights, 0, n);
    return clipped(terms, ratios, weights, range, derivatives);
  }

  private static Loss clipped(Terms terms, float[] r, float[] w, float range, float[] derivatives) {
    int n = terms.count();
    float low = 1 - range;
    float high = 1 + range;
    double loss = 0;
    int outside = 0;
    for (int i = 0; i < n; i++) {
      float advantage = w == null ? terms.advantages()[i] : terms.advantages()[i] * w[i];
      boolean above = r[i] > high;
      boolean below = r[i] < low;
      boolean flat = above && advantage > 0 || below && advantage < 0;
      loss -= (double) advantage * (flat ? above ? high : low : r[i]);
      derivatives[i] = flat ? 0 : -advantage * r[i] / n;
      outside += above || below ? 1 : 0;
    }
    return new Loss(loss / n, OptionalDouble.of((double) outside / n), OptionalDouble.empty());
  }
}
