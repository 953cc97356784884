// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.policy.Rows;

/// What an objective sees of the selected rows. Entries behind {@link #count} are stale.
public final class Terms {
  private final float[] now;
  private final float[] behaviour;
  private final float[] parent;
  private final float[] ratios;
  private final float[] advantages;
  private final float[] rewards;
  private final float[] discounts;
  private final float[] baselines;
  private final float[] stateDiscounts;
  private Rows rows;

  Terms(int maxRows) {
    now = new float[maxRows];
    behaviour = new float[maxRows];
    parent = new float[maxRows];
    ratios = new float[maxRows];
    advantages = new float[maxRows];
    rewards = new float[maxRows];
    discounts = new float[maxRows];
    baselines = new float[maxRows];
    stateDiscounts = new float[maxRows];
  }

  void select(Rows selected) {
    rows = selected;
  }

  /// Which rows these are, and which follow one another.
  public Rows rows() {
    return rows;
  }

  public int count() {
    return rows.count();
  }

  /// log π_θ(a_t|s_t).
  public float[] now() {
    return now;
  }

  /// log μ(a_t|s_t).
  public float[] behaviour() {
    return behaviour;
  }

  /// log π_k(a_t|s_t); stale where the objective does not need it.
  public float[] parent() {
    return parent;
  }

  /// π_θ/μ.
  public float[] ratios() {
    return ratios;
  }

  /// w_t, standardised as the settings say.
  public float[] advantages() {
    return advantages;
  }

  /// r_t; stale where the objective does not need rewards, as are the three that follow.
  public float[] rewards() {
    return rewards;
  }

  /// γ, and 0 on a step that terminated.
  public float[] discounts() {
    return discounts;
  }

  /// b(s_t), in reward units.
  public float[] baselines() {
    return baselines;
  }

  /// γ^t where states are discounted, else 1.
  public float[] stateDiscounts() {
    return stateDiscounts;
  }

  void gatherRewards(Batch batch, Estimates estimates) {
    rows.gather(estimates.baselines(), baselines);
    rows.gather(estimates.stateDiscounts(), stateDiscounts);
    int row = 0;
    for (int s = 0; s < rows.sequences(); s++) {
      Trajectory trajectory = batch.trajectory(rows.sequence(s));
      for (int t = 0; t < trajectory.count(); t++, row++) {
        rewards[row] = trajectory.columns().rewards()[t];
        discounts[row] = (float) trajectory.gamma();
      }
      if (trajectory.ending() == Ending.TERMINATED) {
        discounts[row - 1] = 0;
      }
    }
  }
}
