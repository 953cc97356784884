// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import java.util.OptionalDouble;

/// A differentiable distribution over actions given what was observed, with its parameters in a range of a flat vector.
///
/// This is all that objectives and steps know: not how many layers there are, nor whether there are any; not whether a row's distribution depends on
/// the rows before it. A policy says which unit a minibatch must keep whole.
///
/// **Guarantees.** Has no state: everything an evaluation computes is kept in its {@link Evaluation}.
public interface Policy {

  /// The smallest piece of a batch that may be shuffled on its own.
  enum Unit {
    /// Any row: the policy remembers nothing.
    ROW,
    /// A sequence with its initial recurrent state.
    SEQUENCE,
    /// A trajectory as it was received.
    TRAJECTORY
  }

  /// What a minibatch must keep whole.
  Unit unit();

  /// Where the policy's parameters start in the vector.
  int offset();

  /// How many there are.
  int parameterCount();

  /// Writes fresh parameters, a pure function of the key.
  void initialise(float[] theta, long randomKey);

  /// Memory for evaluating up to so many rows.
  Evaluation evaluation(int maxRows);

  /// Mean of the learned log standard deviations of a Gaussian policy, of actions or of the noise matrix's entries; empty for all others.
  default OptionalDouble logStdMean(float[] theta) {
    return OptionalDouble.empty();
  }

  /// The policy at given parameters and rows. Reused for any number of batches, one thread at a time.
  ///
  /// Every other method speaks of the last {@link #evaluate}; its parameters and rows must not have changed since.
  interface Evaluation {
    /// Works out the distribution of each row.
    void evaluate(float[] theta, Rows rows);

    /// log π(a_t|s_t) of each row's recorded action. For the same parameters, row and sequence before it always the same bits.
    void logProbabilities(float[] out);

    /// H of each row's distribution, in nats.
    void entropies(float[] out);

    /// KL(first ‖ this) of each row, in closed form or an unbiased estimate of it that is never negative in expectation.
    ///
    /// @param first of the same policy, row by row at the same steps; parameters, or the statistics observations were standardised by, differ
    void divergencesFrom(Evaluation first, float[] out);

    /// Adds the gradient of Σ_t w_t·log π(a_t|s_t) + u_t·H_t.
    ///
    /// @param logProbabilityWeights w, or null for none
    /// @param entropyWeights u, or null for none
    /// @param gradient the whole parameter vector's; only this policy's range is touched
    void addGradient(float[] logProbabilityWeights, float[] entropyWeights, float[] gradient);

    /// Adds the gradient of Σ_t c_t·KL_t(first ‖ this) with respect to this one's parameters.
    void addDivergenceGradient(Evaluation first, float[] weights, float[] gradient);

    /// Adds Σ_t c_t·F_t·v, F_t the Fisher information of row t's distribution in the parameters: Jᵀ·F·J, never the empirical one.
    ///
    /// @param direction v, the whole vector's; only this policy's range is read
    void addFisherProduct(float[] weights, float[] direction, float[] product);
  }
}
