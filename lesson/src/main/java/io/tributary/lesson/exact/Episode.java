// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.exact;

import java.util.Arrays;

/// One trajectory τ of an {@link EnumerableProblem}.
///
/// The arrays belong to it: *callers must not write them*.
public final class Episode {
  private final int[] states;
  private final int[] actions;
  private final double[] rewards;
  private final double environmentProbability;

  Episode(int length, int[] states, int[] actions, double[] rewards, double environmentProbability) {
    this.states = Arrays.copyOf(states, length);
    this.actions = Arrays.copyOf(actions, length);
    this.rewards = Arrays.copyOf(rewards, length);
    this.environmentProbability = environmentProbability;
  }

  /// An episode that was watched, in an environment whose probabilities do not matter.
  public static Episode watched(int[] states, int[] actions, double[] rewards) {
    return new Episode(rewards.length, states, actions, rewards, 1);
  }

  /// Steps T.
  public int length() {
    return rewards.length;
  }

  /// s_t, T of them.
  public int[] states() {
    return states;
  }

  /// a_t, T of them.
  public int[] actions() {
    return actions;
  }

  /// r_t, T of them.
  public double[] rewards() {
    return rewards;
  }

  /// p(s_0) Π_t p(s_{t+1}|s_t, a_t): what no policy changes.
  public double environmentProbability() {
    return environmentProbability;
  }

  /// p_θ(τ) = p(s_0) Π_t π_θ(a_t|s_t) p(s_{t+1}|s_t, a_t).
  public double probability(TabularSoftmax policy, double[] theta) {
    double product = environmentProbability;
    for (int t = 0; t < length(); t++) {
      product *= policy.probability(theta, states[t], actions[t]);
    }
    return product;
  }

  /// R(τ) = Σ_t γ^t r_t.
  public double returned(double gamma) {
    double sum = 0;
    double discount = 1;
    for (double reward : rewards) {
      sum += discount * reward;
      discount *= gamma;
    }
    return sum;
  }
}
