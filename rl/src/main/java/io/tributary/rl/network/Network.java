// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

/// A differentiable function from input rows to output rows, with its parameters in a flat vector that the caller owns.
///
/// **Guarantees** The outputs of a row depend bitwise neither on the number of rows nor on its place among them. No method allocates, except
/// [#activations]. A network has no state: threads may share it, each with its own [Activations].
///
/// **Assumptions** `theta` holds the parameters at `offset ≤ i < offset + parameterCount()`; inputs are row-major with [#inputs] columns from index 0.
public interface Network {
  /// Columns of the inputs.
  int inputs();

  /// Columns of the outputs.
  int outputs();

  /// Names and places of the parameters, relative to the offset.
  ParameterLayout layout();

  /// The number of parameters.
  default int parameterCount() {
    return layout().count();
  }

  /// Writes fresh parameters, a pure function of the key.
  ///
  /// @param randomKey from [io.tributary.rl.random.CounterRandom]
  void initialise(float[] theta, int offset, long randomKey);

  /// Memory for batches of up to so many rows.
  Activations activations(int maxRows);

  /// Computes `activations.outputs()` for the first `rows` rows of the inputs.
  void forward(float[] theta, int offset, float[] inputs, int rows, Activations activations);

  /// Adds Jᵀu to the gradient, where u = outputGradient: rows × outputs. To be called after [#forward] with the same parameters, inputs and rows.
  ///
  /// Accumulates: a batch in two ascending parts gives the bits of the whole batch.
  void backward(
      float[] theta, int offset, float[] inputs, int rows, Activations activations, float[] outputGradient, float[] gradient, int gradientOffset);

  /// Writes the directional derivative J·v of the outputs, rows × outputs, where v = direction. To be called after [#forward] with the same parameters,
  /// inputs and rows.
  void tangent(
      float[] theta, int offset, float[] inputs, int rows, Activations activations, float[] direction, int directionOffset, float[] outputTangent);
}
