// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import java.util.Arrays;

import io.tributary.env.Action;
import io.tributary.env.Task;
import io.tributary.env.TimeStep;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;

/// A T-shirt is folded in four stages. At each, one of three folds is right, one sloppy and one ruins the shirt; which is which depends on the
/// stage: at stage k the right one is k mod 3, the sloppy one k + 1 mod 3. A ruined shirt is folded to the end all the same, so that every episode
/// has four steps.
///
/// | form | reward |
/// |---|---|
/// | sparse | only after the last fold: 1 folded (all right), 0.5 wrinkled (none ruined it, some sloppy), 0 not folded |
/// | dense | after each fold: a quarter of its own quality, 1 right, 0.5 sloppy, 0 ruinous |
///
/// Observation: the stage, one-hot; then folded so far, wrinkled, ruined, one-hot.
///
/// **Exact values.** Both forms have the best return 1, by the same folds only. Choosing fairly, the sparse form earns 1 with chance 1/81, 0.5 with
/// chance 15/81 and else 0, together 17/162 ≈ 0.105; the dense one 0.5 in the mean.
public final class TShirt extends Task {
  /// Steps of every episode.
  public static final int STAGES = 4;
  static final int FOLDS = 3;

  private static final double[] QUALITY = {1, 0.5, 0};
  private static final int CONDITIONS = QUALITY.length;

  private final boolean dense;
  private int stage;
  private int condition;

  /// @param dense whether each fold is rewarded, instead of the finished shirt
  public TShirt(boolean dense) {
    super(new Spaces(Space.Box.bounded(STAGES + CONDITIONS, 0, 1), new Space.Discrete(FOLDS)));
    this.dense = dense;
  }

  /// How a fold at a stage turns out: 0 right, 1 sloppy, 2 ruinous.
  public static int outcome(int stage, int fold) {
    return Math.floorMod(fold - stage, FOLDS);
  }

  @Override
  protected void begin(long randomKey) {
    stage = 0;
    condition = 0;
  }

  @Override
  protected TimeStep act(Action action) {
    int outcome = outcome(stage, choice(action, FOLDS, "0 to 2 (a fold)"));
    condition = Math.max(condition, outcome);
    stage++;
    boolean finished = stage == STAGES;
    double reward = dense ? QUALITY[outcome] / STAGES : finished ? QUALITY[condition] : 0;
    return finished ? TimeStep.termination(reward) : TimeStep.transition(reward);
  }

  /// After the last fold no stage is shown.
  @Override
  protected void observe(float[] observation, int at) {
    Arrays.fill(observation, at, at + STAGES + CONDITIONS, 0);
    if (stage < STAGES) {
      observation[at + stage] = 1;
    }
    observation[at + STAGES + condition] = 1;
  }
}
