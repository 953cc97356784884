// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.exact;

import java.util.List;
import java.util.function.Function;

/// A way to estimate ∇J(θ) from a batch of N episodes: ĝ = (1/N) Σ_i Σ_t w_{i,t} ∇log π_θ(a_{i,t}|s_{i,t}). Only w differs between estimators.
///
/// @param name what to call it
/// @param weights w of a batch, one array an episode
public record Estimator(String name, Function<List<Episode>, List<double[]>> weights) {

  /// One whose weights look at one episode at a time.
  public static Estimator ofEach(String name, Function<Episode, double[]> weights) {
    return new Estimator(name, batch -> batch.stream().map(weights).toList());
  }

  /// ĝ of one batch.
  public double[] estimate(TabularSoftmax policy, double[] theta, List<Episode> batch) {
    double[] out = new double[policy.parameters()];
    List<double[]> w = weights.apply(batch);
    for (int i = 0; i < batch.size(); i++) {
      Episode episode = batch.get(i);
      for (int t = 0; t < episode.length(); t++) {
        policy.addScore(theta, episode.states()[t], episode.actions()[t], w.get(i)[t] / batch.size(), out);
      }
    }
    return out;
  }
}
