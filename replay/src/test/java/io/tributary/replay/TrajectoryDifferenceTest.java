// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.experience.Trajectory;

import static org.assertj.core.api.Assertions.assertThat;

class TrajectoryDifferenceTest {
  private static Trajectory trajectory(float reward, float[] values, double returnBefore) {
    Columns.Builder columns = new Columns.Builder(2, 1, 1).observations(new float[] {1, 2}, 0).nextObservation(new float[] {3}, 0)
        .discreteActions(new int[] {0, 1}, 0).rewards(new float[] {1, reward}, 0);
    if (values != null) {
      columns.values(values, 0);
    }
    return new Trajectory(new StepId("p/0", 1, 2, 3), columns.build(), new Targets(new float[] {1, reward}, null), 0.9, 0.8, Ending.TRUNCATED, false, 4, 5, false,
        returnBefore, List.of(new Source(0, 7, 3, 2)));
  }

  @Test
  void equalMeansEqualInEveryBit() {
    float[] values = {1, 2, 3};
    assertThat(TrajectoryDifference.between(trajectory(0, values, 6), trajectory(0, values.clone(), 6))).isNull();
    assertThat(TrajectoryDifference.between(trajectory(0f, values, 6), trajectory(-0f, values, 6)).what()).isEqualTo("rewards[1] (and rewardsToGo)");
    assertThat(TrajectoryDifference.between(trajectory(0, values, 6), trajectory(0, values, 7)).what()).isEqualTo("returnBefore");
    TrajectoryDifference absent = TrajectoryDifference.between(trajectory(0, null, 6), trajectory(0, values, 6));
    assertThat(absent.what() + " " + absent.expected() + " " + absent.got()).isEqualTo("values absent 3 numbers");
  }
}
