// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import io.tributary.rl.normalise.ReturnScale;

/// A differentiable prediction of the return from what was observed, in standardised units ({@link ReturnScale}).
///
/// **Guarantees.** Has no state: everything an evaluation computes is kept in its {@link Evaluation}.
public interface ValueFunction {
  /// Where its parameters start in the vector.
  int offset();

  /// How many there are.
  int parameterCount();

  /// Writes fresh parameters, a pure function of the key.
  void initialise(float[] theta, long randomKey);

  /// Rewrites the parameters so that predictions in reward units stay what they are while the unit changes.
  void rescale(float[] theta, ReturnScale from, ReturnScale to);

  /// Memory for evaluating up to so many rows.
  Evaluation evaluation(int maxRows);

  /// The value function at given parameters and rows; as with {@link Policy.Evaluation}.
  interface Evaluation {
    /// Works out each row's prediction.
    void evaluate(float[] theta, Rows rows);

    /// The predictions of the last evaluation, standardised; further entries are stale.
    float[] predictions();

    /// Adds the gradient of Σ_t w_t·V_t.
    void addGradient(float[] weights, float[] gradient);
  }
}
