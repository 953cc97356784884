// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.policy.Rows;

/// A loss over rows of a batch, and the geometry of the policies around π_k: all that a step needs to know.
///
/// Every other method speaks of the last {@link #moveTo}.
public interface Problem {
  /// Works out the policy at these parameters and rows.
  void moveTo(float[] theta, Rows rows);

  /// The loss to be made smaller: a mean over the rows.
  double value();

  /// Mean KL(π_k‖π_θ) over the rows, in nats.
  double kl();

  /// Overwrites the policy's range of the vector with the gradient of the loss.
  void gradient(float[] gradient);

  /// Overwrites the policy's range of the vector with F·v, F the mean Fisher information of the rows at π_θ.
  void fisherVector(float[] v, float[] product);
}
