// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.policy.Rows;

/// What an objective sees of the selected rows. Entries behind {@link #count} are stale.
public final class Terms {
  private final float[] now;
  private final float[] behaviour;
  private final float[] parent;
  private final float[] ratios;
  private final float[] advantages;
  private Rows rows;

  Terms(int maxRows) {
    now = new float[maxRows];
    behaviour = new float[maxRows];
    parent = new float[maxRows];
    ratios = new float[maxRows];
    advantages = new float[maxRows];
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
}
