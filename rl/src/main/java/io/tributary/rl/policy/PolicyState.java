// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import io.tributary.rl.normalise.Moments;

/// Everything needed to act: parameters, observation statistics and the unit of the critic.
///
/// **Guarantees.** Immutable by convention: the parameter array belongs to this object; *callers must not write it*.
public final class PolicyState {
  private final float[] parameters;
  private final Moments observations;
  private final Moments returns;

  /// Takes ownership of the parameters.
  ///
  /// @param parameters the policy's, then the critic's, in the layout of the run's {@link Architecture}
  /// @param observations statistics of raw observations, one feature for each element
  /// @param returns statistics of value targets in reward units, one feature: the critic predicts in units of their standard deviation
  public PolicyState(float[] parameters, Moments observations, Moments returns) {
    this.parameters = parameters;
    this.observations = observations;
    this.returns = returns;
  }

  public float[] parameters() {
    return parameters;
  }

  public Moments observations() {
    return observations;
  }

  public Moments returns() {
    return returns;
  }
}
