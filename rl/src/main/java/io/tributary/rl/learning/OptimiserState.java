// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// First and second moments of the optimiser and how many steps it took.
///
/// **Guarantees.** The array belongs to this object; *callers must not write it*.
public final class OptimiserState {
  private final float[] moments;
  private final long policySteps;
  private final long criticSteps;

  /// Takes ownership of the moments.
  ///
  /// @param moments m of every parameter, then v of every parameter; empty for optimisers without memory
  /// @param policySteps gradient steps the policy has taken
  /// @param criticSteps gradient steps the critic has taken
  public OptimiserState(float[] moments, long policySteps, long criticSteps) {
    this.moments = moments;
    this.policySteps = policySteps;
    this.criticSteps = criticSteps;
  }

  public float[] moments() {
    return moments;
  }

  public long policySteps() {
    return policySteps;
  }

  public long criticSteps() {
    return criticSteps;
  }
}
