// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.policy;

import com.oracle.labs.mlrg.olcut.util.Pair;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.Matrix;
import org.tribuo.math.la.SGDVector;

/// ∇ Σ_t w_t·log π(a_t|s_t) of a linear softmax policy, from Tribuo's {@link LinearParameters} and {@link LogMulticlass} in `double`.
///
/// Weights 1 give the gradient of cloning, advantages that of the policy (Williams 1992). Shares no line with rl's own gradients, hence their oracle.
/// Parameters are laid out as those of a `NetworkPolicy` without hidden layers: weights (observation size × actions, row-major), then bias.
/// Observations are what the policy sees: standardised where it standardises.
///
/// **Guarantees.** Has no state: threads may share it.
public final class LinearSoftmaxGradient {
  private final LinearShape shape;
  private final int[] ids;

  /// @param observationSize elements of one observation
  /// @param actions how many there are to choose from
  public LinearSoftmaxGradient(int observationSize, int actions) {
    shape = new LinearShape(observationSize, actions);
    ids = LinearShape.inOrder(actions);
  }

  public int parameterCount() {
    return shape.parameterCount();
  }

  /// Adds the gradient to `gradient`.
  ///
  /// @param theta parameters
  /// @param observations rows × observation size
  /// @param actions of each row, from 0
  /// @param weights w, of any sign; null for 1 everywhere
  /// @param gradient as long as the parameters
  public void add(double[] theta, double[] observations, int[] actions, double[] weights, int rows, double[] gradient) {
    shape.require(theta, observations, actions.length, 1, weights == null ? -1 : weights.length, rows);
    LinearParameters parameters = new LinearParameters(shape.toTribuo(theta, ids));
    LogMulticlass objective = new LogMulticlass();
    for (int row = 0; row < rows; row++) {
      requireAction(actions[row], row, shape.outputs());
      DenseVector x = shape.withBias(observations, row);
      Pair<Double, SGDVector> score = objective.lossAndGradient(actions[row], parameters.predict(x));
      shape.addTo(gradient, (Matrix) parameters.gradients(score, x)[0], ids, weights == null ? 1 : weights[row]);
    }
  }

  static void requireAction(int action, int row, int actions) {
    if (action < 0 || action >= actions) {
      throw new IllegalArgumentException("action of row " + row + " is " + action + "; expected 0 to " + (actions - 1));
    }
  }
}
