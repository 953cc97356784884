// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

import java.util.List;

import io.tributary.rl.kernel.Kernel;

/// A multi-layer perceptron: dense layers with an [Activation] between them and a linear head. Without hidden layers it is a linear function.
///
/// Parameters: `weights0` (inputs × width), `bias0`, `weights1`, ..., then `headWeights`, `headBias`.
public final class Mlp implements Network {
  /// The head gain of a policy: actions start almost uniform, or with means almost 0.
  public static final float POLICY_HEAD_GAIN = 0.01f;

  /// The head gain of a value function.
  public static final float VALUE_HEAD_GAIN = 1f;

  /// @param hidden widths of the hidden layers; may be empty
  /// @param headGain the gain of the head's orthogonal initialisation; hidden layers have √2
  public Mlp(Kernel kernel, int inputs, List<Integer> hidden, int outputs, Activation activation, float headGain) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int inputs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int outputs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ParameterLayout layout() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void initialise(float[] theta, int offset, long randomKey) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Activations activations(int maxRows) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void forward(float[] theta, int offset, float[] inputs, int rows, Activations activations) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void backward(
      float[] theta, int offset, float[] inputs, int rows, Activations activations, float[] outputGradient, float[] gradient, int gradientOffset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void tangent(
      float[] theta, int offset, float[] inputs, int rows, Activations activations, float[] direction, int directionOffset, float[] outputTangent) {
    throw new UnsupportedOperationException();
  }
}
