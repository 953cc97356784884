// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.normalise;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReturnScaleTest {
  @Test
  void shouldTurnReturnsIntoTheCriticsUnitAndBack() {
    ReturnScale scale = new ReturnScale(new Moments(4, new double[] {10}, new double[] {36}));
    assertThat(scale.standardise(16f)).isEqualTo(2f);
    assertThat(scale.toRewardUnits(2f)).isEqualTo(16f);
  }

  @Test
  void shouldBeOneAtZeroWhileNothingWasSeen() {
    ReturnScale scale = new ReturnScale(Moments.empty(1));
    assertThat(scale.mean()).isZero();
    assertThat(scale.std()).isEqualTo(1);
  }

  @Test
  void shouldNotShrinkBelowItsFloorWhereReturnsHardlyVary() {
    assertThat(new ReturnScale(new Moments(9, new double[] {5}, new double[] {0})).std()).isEqualTo(ReturnScale.MIN_STD);
  }

  /// Predictions in reward units are the same before and after the unit moved, for any hidden activations.
  @Test
  void shouldPreservePredictionsInRewardUnits() {
    ReturnScale from = new ReturnScale(new Moments(4, new double[] {10}, new double[] {36}));
    ReturnScale to = new ReturnScale(new Moments(9, new double[] {-3}, new double[] {900}));
    float[] theta = {99, .5f, -2, .25f, .75f, 99};
    float[] moved = theta.clone();
    from.rescale(to, moved, 1, 3, 4);
    for (float[] hidden : new float[][] {{1, 0, 0}, {.3f, -.7f, .9f}, {-1, 1, 1}}) {
      assertThat(to.toRewardUnits(predict(moved, hidden))).isCloseTo(from.toRewardUnits(predict(theta, hidden)), Offset.offset(1e-5f));
    }
    assertThat(moved[0]).isEqualTo(99);
    assertThat(moved[5]).isEqualTo(99);
  }

  private static float predict(float[] theta, float[] hidden) {
    return theta[1] * hidden[0] + theta[2] * hidden[1] + theta[3] * hidden[2] + theta[4];
  }
}
