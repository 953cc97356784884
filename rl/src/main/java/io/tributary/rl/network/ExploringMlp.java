// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tributary.rl.kernel.Elementary;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.random.CounterRandom;

/// A multi-layer perceptron with state-dependent exploration (Raffin, Kober and Stulp 2020, arXiv 2005.05719): a row of its outputs is the means μ_d(s) of
/// the actions, then their log standard deviations ln σ_d(s).
///
/// ```
/// a = μ(s) + Eᵀz(s) + √ε·e,   E_jd ~ N(0, exp(l_jd)²),  e_d ~ N(0, 1)
/// σ_d(s)² = ε + Σ_j exp(2·l_jd)·z_j(s)²
/// ```
///
/// z are the activated values of the last hidden layer, or the inputs of a linear network; l (`explorationLogStd`, features × actions) are learned and lie
/// behind the network's own parameters. E and e are drawn once for several steps, in which exploration is a smooth function of the state.
///
/// **Where we differ.** The gradient goes through z, so that gradient, Fisher product and divergence are those of the distribution that acts, as functions of
/// all parameters; the authors' implementation stops it at z by default. There ε only keeps the variance from 0; here it is drawn too, by e, so that the
/// action's distribution given s is exactly the normal one its log-probability says.
public final class ExploringMlp implements Network {
  /// ε, a variance: of the size the authors' implementation adds.
  static final float LEAST_VARIANCE = 1e-6f;

  private static final float LEAST_DEVIATION = 1e-3f;
  private static final String LOG_STD = "explorationLogStd";

  private final Kernel kernel;
  private final Mlp mlp;
  private final int actions;
  private final int features;
  private final float initialLogStd;
  private final ParameterLayout layout;

  /// @param hidden widths of the hidden layers; may be empty
  /// @param headGain the gain of the means' orthogonal initialisation
  /// @param initialLogStd every l_jd at first
  public ExploringMlp(Kernel kernel, int inputs, List<Integer> hidden, int actions, Activation activation, float headGain, double initialLogStd) {
    this.kernel = kernel;
    this.mlp = new Mlp(kernel, inputs, hidden, actions, activation, headGain, true);
    this.actions = actions;
    this.features = mlp.features();
    this.initialLogStd = (float) initialLogStd;
    List<ParameterLayout.Range> ranges = new ArrayList<>(mlp.layout().ranges());
    ranges.add(new ParameterLayout.Range(LOG_STD, mlp.parameterCount(), features, actions));
    this.layout = new ParameterLayout(ranges);
  }

  @Override
  public int inputs() {
    return mlp.inputs();
  }

  @Override
  public int outputs() {
    return 2 * actions;
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  /// Where l starts, which is behind all other parameters.
  public ParameterLayout.Range logStd() {
    return layout.range(LOG_STD);
  }

  @Override
  public void initialise(float[] theta, int offset, long randomKey) {
    mlp.initialise(theta, offset, randomKey);
    Arrays.fill(theta, offset + mlp.parameterCount(), offset + parameterCount(), initialLogStd);
  }

  @Override
  public Activations activations(int maxRows) {
    return new Memory(maxRows);
  }

  @Override
  public void forward(float[] theta, int offset, float[] inputs, int rows, Activations activations) {
    Memory a = own(activations);
    mlp.forward(theta, offset, inputs, rows, a.inner);
    for (int i = 0; i < a.variances.length; i++) {
      a.variances[i] = 2 * theta[offset + mlp.parameterCount() + i];
    }
    kernel.exp(a.variances, 0, a.variances.length);
    float[] shown = a.inner.outputs();
    for (int row = 0; row < rows; row++) {
      int from = row * (actions + features);
      int to = row * actions;
      System.arraycopy(shown, from, a.outputs, 2 * to, actions);
      Arrays.fill(a.variance, to, to + actions, LEAST_VARIANCE);
      for (int j = 0; j < features; j++) {
        float square = shown[from + actions + j] * shown[from + actions + j];
        for (int d = 0; d < actions; d++) {
          a.variance[to + d] = Math.fma(square, a.variances[j * actions + d], a.variance[to + d]);
        }
      }
      for (int d = 0; d < actions; d++) {
        a.outputs[2 * to + actions + d] = 0.5f * Elementary.log(a.variance[to + d]);
      }
    }
  }

  /// ∂ln σ_d/∂l_jd = exp(2·l_jd)·z_j²/σ_d² and ∂ln σ_d/∂z_j = exp(2·l_jd)·z_j/σ_d²
  @Override
  public void backward(
      float[] theta, int offset, float[] inputs, int rows, Activations activations, float[] outputGradient, float[] gradient, int gradientOffset) {
    Memory a = own(activations);
    float[] shown = a.inner.outputs();
    int logStd = gradientOffset + mlp.parameterCount();
    for (int row = 0; row < rows; row++) {
      int at = row * (actions + features);
      for (int d = 0; d < actions; d++) {
        a.shownChange[at + d] = outputGradient[2 * row * actions + d];
        a.rowChange[d] = outputGradient[(2 * row + 1) * actions + d] / a.variance[row * actions + d];
      }
      for (int j = 0; j < features; j++) {
        float z = shown[at + actions + j];
        float square = z * z;
        float sum = 0f;
        for (int d = 0; d < actions; d++) {
          int i = j * actions + d;
          float change = a.rowChange[d] * a.variances[i];
          gradient[logStd + i] = Math.fma(change, square, gradient[logStd + i]);
          sum += change;
        }
        a.shownChange[at + actions + j] = sum * z;
      }
    }
    mlp.backward(theta, offset, inputs, rows, a.inner, a.shownChange, gradient, gradientOffset);
  }

  @Override
  public void tangent(
      float[] theta, int offset, float[] inputs, int rows, Activations activations, float[] direction, int directionOffset, float[] outputTangent) {
    Memory a = own(activations);
    mlp.tangent(theta, offset, inputs, rows, a.inner, direction, directionOffset, a.shownChange);
    float[] shown = a.inner.outputs();
    int logStd = directionOffset + mlp.parameterCount();
    for (int row = 0; row < rows; row++) {
      int at = row * (actions + features);
      Arrays.fill(a.rowChange, 0f);
      for (int j = 0; j < features; j++) {
        float z = shown[at + actions + j];
        float square = z * z;
        float product = z * a.shownChange[at + actions + j];
        for (int d = 0; d < actions; d++) {
          int i = j * actions + d;
          a.rowChange[d] = Math.fma(a.variances[i], Math.fma(square, direction[logStd + i], product), a.rowChange[d]);
        }
      }
      for (int d = 0; d < actions; d++) {
        outputTangent[2 * row * actions + d] = a.shownChange[at + d];
        outputTangent[(2 * row + 1) * actions + d] = a.rowChange[d] / a.variance[row * actions + d];
      }
    }
  }

  /// Entries of one draw of noise: E, features × actions, and √ε·e behind it.
  public int noiseSize() {
    return (features + 1) * actions;
  }

  /// Draws E and √ε·e: a pure function of the parameters and the key.
  public void drawNoise(float[] theta, int offset, long key, float[] noise, int noiseOffset) {
    int logStd = offset + mlp.parameterCount();
    int last = features * actions;
    for (int i = 0; i < last + actions; i++) {
      float deviation = i < last ? Elementary.exp(theta[logStd + i]) : LEAST_DEVIATION;
      noise[noiseOffset + i] = deviation * (float) CounterRandom.gaussian(key, i);
    }
  }

  /// The action of a row of the last [#forward]: a = μ + Eᵀz + √ε·e.
  public void act(Activations activations, int row, float[] noise, int noiseOffset, float[] action, int actionOffset) {
    float[] shown = own(activations).inner.outputs();
    int at = row * (actions + features);
    for (int d = 0; d < actions; d++) {
      float sum = shown[at + d] + noise[noiseOffset + features * actions + d];
      for (int j = 0; j < features; j++) {
        sum = Math.fma(shown[at + actions + j], noise[noiseOffset + j * actions + d], sum);
      }
      action[actionOffset + d] = sum;
    }
  }

  private Memory own(Activations activations) {
    if (!(activations instanceof Memory memory) || memory.owner() != this) {
      throw new IllegalArgumentException("the activations were not made by this network");
    }
    return memory;
  }

  /// What forward keeps: means and features as the perceptron shows them, exp(2·l), σ² of each row and action, and the outputs.
  private final class Memory implements Activations {
    private final Activations inner;
    private final float[] variances = new float[features * actions];
    private final float[] variance;
    private final float[] outputs;
    /// Gradient or tangent of what the perceptron shows.
    private final float[] shownChange;
    private final float[] rowChange = new float[actions];

    Memory(int maxRows) {
      inner = mlp.activations(maxRows);
      variance = new float[Math.multiplyExact(maxRows, actions)];
      outputs = new float[Math.multiplyExact(maxRows, 2 * actions)];
      shownChange = new float[Math.multiplyExact(maxRows, actions + features)];
    }

    ExploringMlp owner() {
      return ExploringMlp.this;
    }

    @Override
    public int maxRows() {
      return inner.maxRows();
    }

    @Override
    public float[] outputs() {
      return outputs;
    }
  }
}
