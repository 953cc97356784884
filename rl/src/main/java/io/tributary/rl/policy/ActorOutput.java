// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import io.tributary.rl.experience.Spaces;

/// What an {@link Actor} decided for a batch of observations: made once, overwritten by each call. Entries behind the call's rows are stale.
public final class ActorOutput {
  private final int[] discreteActions;
  private final float[] continuousActions;
  private final float[] logProbabilities;
  private final float[] values;

  /// @param maxRows the most rows a call may have
  public ActorOutput(Spaces spaces, int maxRows) {
    discreteActions = spaces.discreteActions() ? new int[maxRows * spaces.actionSize()] : null;
    continuousActions = spaces.discreteActions() ? null : new float[maxRows * spaces.actionSize()];
    logProbabilities = new float[maxRows];
    values = new float[maxRows];
  }

  /// rows × action size; null where actions are continuous.
  public int[] discreteActions() {
    return discreteActions;
  }

  /// rows × action size, the raw actions, neither clipped nor squashed; null where actions are discrete.
  public float[] continuousActions() {
    return continuousActions;
  }

  /// log π of each row's raw action.
  public float[] logProbabilities() {
    return logProbabilities;
  }

  /// V of each row's observation, in reward units.
  public float[] values() {
    return values;
  }
}
