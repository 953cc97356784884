// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

/// Where the spread of real-valued actions comes from.
public enum Exploration {
  /// Each step draws its own noise, of one learned log σ per action, the same in every state.
  INDEPENDENT,
  /// All steps of a record share one drawn noise matrix, which multiplies the policy network's features
  /// ({@link io.tributary.rl.network.ExploringMlp}, arXiv 2005.05719).
  STATE_DEPENDENT
}
