// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.policy;

import com.oracle.labs.mlrg.olcut.util.Pair;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.Matrix;
import org.tribuo.math.la.SGDVector;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/// ∇ Σ_t w_t·log π(a_t|s_t) in the means of a linear Gaussian policy with fixed σ, from Tribuo's {@link LinearParameters} and {@link SquaredLoss}.
///
/// The gradient of log π in the means is that of the squared loss, divided by σ²: (a − μ(s))/σ². The gradient in log σ is no supervised learning of a
/// linear function and not here.
/// Parameters are laid out as the means' in a `NetworkPolicy` without hidden layers: weights (observation size × dimensions, row-major), then bias.
///
/// **Guarantees.** Has no state: threads may share it.
public final class LinearGaussianGradient {
  private final LinearShape shape;
  private final double[] sigma;
  private final int[] ids;

  /// @param observationSize elements of one observation
  /// @param sigma standard deviation of each action dimension, positive
  public LinearGaussianGradient(int observationSize, double... sigma) {
    shape = new LinearShape(observationSize, sigma.length);
    this.sigma = requireSigma(sigma);
    ids = LinearShape.inOrder(sigma.length);
  }

  /// How many parameters the means have.
  public int parameterCount() {
    return shape.parameterCount();
  }

  /// Adds the gradient to `gradient`.
  ///
  /// @param theta parameters of the means
  /// @param observations rows × observation size
  /// @param actions rows × dimensions
  /// @param weights w, of any sign; null for 1 everywhere
  /// @param gradient as long as the parameters
  public void add(double[] theta, double[] observations, double[] actions, double[] weights, int rows, double[] gradient) {
    int dimensions = sigma.length;
    shape.require(theta, observations, actions.length, dimensions, weights == null ? -1 : weights.length, rows);
    LinearParameters parameters = new LinearParameters(shape.toTribuo(theta, ids));
    SquaredLoss objective = new SquaredLoss();
    for (int row = 0; row < rows; row++) {
      DenseVector x = shape.withBias(observations, row);
      double[] action = new double[dimensions];
      System.arraycopy(actions, row * dimensions, action, 0, dimensions);
      Pair<Double, SGDVector> loss = objective.lossAndGradient(DenseVector.createDenseVector(action), parameters.predict(x));
      SGDVector scaled = loss.getB();
      for (int d = 0; d < dimensions; d++) {
        scaled.set(d, scaled.get(d) / (sigma[d] * sigma[d]));
      }
      shape.addTo(gradient, (Matrix) parameters.gradients(loss, x)[0], ids, weights == null ? 1 : weights[row]);
    }
  }

  static double[] requireSigma(double[] sigma) {
    for (double s : sigma) {
      if (!(s > 0) || !Double.isFinite(s)) {
        throw new IllegalArgumentException("a standard deviation is " + s + "; expected a positive number");
      }
    }
    return sigma.clone();
  }
}
