// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.experience;

/// What the log fixes about a segment: G_t and, where values were recorded, A_t.
///
/// The arrays are read in inner loops and belong to this object: *callers must not write them*.
public final class Targets {
  private final float[] rewardsToGo;
  private final float[] advantages;

  /// Takes ownership of both arrays.
  ///
  /// @param rewardsToGo G_t, one for each step, in reward units
  /// @param advantages A_t, one for each step, in reward units; null where no values were recorded
  public Targets(float[] rewardsToGo, float[] advantages) {
    if (advantages != null && advantages.length != rewardsToGo.length) {
      throw new IllegalArgumentException(
          advantages.length + " advantages for " + rewardsToGo.length + " rewards-to-go; expected equal lengths");
    }
    this.rewardsToGo = rewardsToGo;
    this.advantages = advantages;
  }

  public float[] rewardsToGo() {
    return rewardsToGo;
  }

  /// Null where no values were recorded.
  public float[] advantages() {
    return advantages;
  }
}
