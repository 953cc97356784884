// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.distribution;

/// A family of action distributions, over a batch of rows.
///
/// Row i of the batch has the distribution that row i of the network's `outputs` (rows × [#parameters]) and the state-independent `free` parameters
/// ([#freeParameters] entries from `freeOffset`, the same for all rows) describe. Actions are in `discrete` (rows × [#actionSize]) if [#isDiscrete], else in
/// `continuous`; the other array is null. `masks` is null or rows × [#maskSize], 1 = allowed, 0 = not; only discrete families have any.
///
/// **Guarantees** A row's results depend bitwise on that row alone. Nothing is allocated. Methods that compute gradients or products *add* to their target
/// arrays, so that several terms of an objective can share one; all others overwrite. A distribution has no state.
///
/// Naming: `klFromTo(first, second)` is KL(first ‖ second) = E_first[log first − log second].
public interface Distribution {
  /// Network outputs per row.
  int parameters();

  /// State-independent parameters, stored behind the network's in θ.
  int freeParameters();

  /// Writes the initial free parameters.
  void initialiseFree(float[] theta, int freeOffset);

  /// Entries of one action.
  int actionSize();

  /// Whether actions are ints.
  boolean isDiscrete();

  /// Entries of one row of a mask; 0 if the family has no masks.
  int maskSize();

  /// Floats that [#summarise] keeps of a row; 0 where nothing would be worked out twice.
  default int summarySize() {
    return 0;
  }

  /// Works out what log-probabilities, entropies and their gradients all need, so that who asks for several of them does it once.
  ///
  /// @param summaries rows × [#summarySize], overwritten. The methods that take them also take null and then work it out themselves: the bits are the same.
  default void summarise(float[] outputs, byte[] masks, int rows, float[] summaries) {}

  /// log p(action) of each row.
  ///
  /// @param summaries of these outputs, or null
  void logProbabilities(
      float[] outputs, float[] free, int freeOffset, byte[] masks, float[] summaries, int[] discrete, float[] continuous, int rows, float[] logProbabilities);

  /// H of each row, in nats.
  ///
  /// @param summaries of these outputs, or null
  void entropies(float[] outputs, float[] free, int freeOffset, byte[] masks, float[] summaries, int rows, float[] entropies);

  /// KL(first ‖ second) of each row, in closed form; never negative, and 0 exactly where both are equal.
  void klFromTo(
      float[] firstOutputs, float[] firstFree, int firstFreeOffset, float[] secondOutputs, float[] secondFree, int secondFreeOffset, byte[] masks, int rows,
      float[] divergences);

  /// Adds the gradient of Σ_t w_t·log p_t(action_t) + u_t·H_t.
  ///
  /// @param summaries of these outputs, or null
  /// @param logProbabilityWeights w, one a row, or null for none
  /// @param entropyWeights u, one a row, or null for none
  /// @param discrete may be null, as may continuous, if w is null
  /// @param outputGradient rows × [#parameters], with respect to the outputs
  /// @param freeGradient with respect to the free parameters, from freeGradientOffset
  void addGradient(
      float[] outputs, float[] free, int freeOffset, byte[] masks, float[] summaries, int[] discrete, float[] continuous, int rows,
      float[] logProbabilityWeights, float[] entropyWeights, float[] outputGradient, float[] freeGradient, int freeGradientOffset);

  /// Adds the gradient of Σ_t c_t·KL(first_t ‖ second_t) with respect to the *second*.
  ///
  /// @param weights c, one a row
  void addKlGradient(
      float[] firstOutputs, float[] firstFree, int firstFreeOffset, float[] secondOutputs, float[] secondFree, int secondFreeOffset, byte[] masks, int rows,
      float[] weights, float[] outputGradient, float[] freeGradient, int freeGradientOffset);

  /// Adds F·v, where F = Σ_t c_t·F_t is the Fisher information of the batch in the space of outputs (block-diagonal) and free parameters, at the given ones.
  ///
  /// @param weights c, one a row
  /// @param outputTangent v's part in the outputs: rows × [#parameters]
  /// @param freeTangent v's part in the free parameters, from freeTangentOffset
  void addFisherProduct(
      float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, float[] weights, float[] outputTangent, float[] freeTangent,
      int freeTangentOffset, float[] outputProduct, float[] freeProduct, int freeProductOffset);

  /// Draws an action for each row: a pure function of the row's distribution and key.
  ///
  /// @param keys one a row, from [io.tributary.rl.random.CounterRandom]
  void sample(float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, long[] keys, int[] discrete, float[] continuous);

  /// The most probable action of each row; the first of several.
  void mode(float[] outputs, float[] free, int freeOffset, byte[] masks, int rows, int[] discrete, float[] continuous);

  /// One choice among n.
  static Distribution categorical(int choices) {
    return new Categorical(choices);
  }

  /// Several independent choices.
  static Distribution categoricalProduct(int... choices) {
    return new Categorical(choices);
  }

  /// Real actions of so many dimensions, their spread the same in every state.
  static Distribution diagonalGaussian(int dimensions) {
    return new DiagonalGaussian(dimensions);
  }

  /// Real actions of so many dimensions, their spread an output of the network.
  static Distribution stateDependentGaussian(int dimensions) {
    return new StateDependentGaussian(dimensions);
  }
}
