// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.List;
import java.util.Random;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.policy.Architecture;

import static org.assertj.core.api.Assertions.assertThat;

class FiguresTest {
  /// Correctness item 17: mean of (r − 1) − log r is never negative, which mean −log r may well be.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void estimatedDivergenceIsNeverNegative(long seed) {
    Random random = new Random(seed);
    float[] now = Cases.gaussians(random, 30);
    float[] reference = Cases.gaussians(random, 30);
    assertThat(Figures.estimatedKl(now, reference, 30)).as("seed %d", seed).isPositive();
    assertThat(Figures.estimatedKl(now, now, 30)).isZero();
  }

  /// Its expectation under the reference is KL(reference ‖ now): exactly, over two actions.
  @Test
  void estimatedDivergenceIsUnbiased() {
    double p = .3;
    double q = .45;
    double first = Figures.estimatedKl(new float[] {(float) Math.log(q)}, new float[] {(float) Math.log(p)}, 1);
    double second = Figures.estimatedKl(new float[] {(float) Math.log(1 - q)}, new float[] {(float) Math.log(1 - p)}, 1);
    assertThat(p * first + (1 - p) * second).isCloseTo(p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q)), Offset.offset(1e-6));
  }

  /// V equal to the targets explains everything, a constant nothing; where targets do not vary the figure is absent.
  @ParameterizedTest
  @CsvSource({"1 2 3 4, 0 0 0 0, 1", "5 5 5 5, 1 -1 2 -2, 0", "5 5 5 5, 0 0 0 0, "})
  void explainedVariance(String values, String advantages, Double expected) {
    float[] v = numbers(values + " 0");
    Columns columns = new Columns.Builder(4, 3, 1).observations(new float[12], 0).discreteActions(new int[4], 0).rewards(new float[4], 0)
        .logProbabilities(new float[4], 0).values(v, 0).build();
    Trajectory trajectory = new Trajectory(new StepId("p/0", 0, 0, 0), columns, new Targets(new float[4], numbers(advantages)), .9, .9, Ending.TERMINATED,
        false, 0, 0, false, 0, List.of());
    Algorithm ppo = Algorithms.of(Cases.DISCRETE, Cases.SMALL, LearnerSettings.defaults(), null, 1, Kernels.best());
    Metrics metrics = ppo.update(ppo.initial(1), Batch.of(Cases.DISCRETE, List.of(trajectory))).metrics();
    if (expected == null) {
      assertThat(metrics.get(Metric.EXPLAINED_VARIANCE)).isEmpty();
    } else {
      assertThat(metrics.get(Metric.EXPLAINED_VARIANCE)).hasValueCloseTo(expected, Offset.offset(1e-6));
    }
  }

  /// How far new statistics alone move the policy is measured, and only where there are statistics.
  @Test
  void shouldMeasureWhatTheStatisticsAloneDo() {
    Algorithm ppo = Algorithms.of(Cases.DISCRETE, Cases.SMALL, LearnerSettings.defaults(), null, 1, Kernels.best());
    Agent agent = Cases.trained(Cases.DISCRETE, Cases.SMALL, ppo, 5);
    Metrics metrics = ppo.update(agent, Batch.of(Cases.DISCRETE, Cases.acted(Cases.DISCRETE, Cases.SMALL, agent.policy(), 8, 60, 12))).metrics();
    assertThat(metrics.get(Metric.NORMALISER_KL).orElseThrow()).isPositive().isLessThan(.01);
    assertThat(metrics.get(Metric.LOG_STD_MEAN)).isEmpty();
    Architecture raw = new Architecture(List.of(4), "relu", 0, false);
    Algorithm bare = Algorithms.of(Cases.CONTINUOUS, raw, LearnerSettings.defaults(), null, 1, Kernels.best());
    Agent other = Cases.trained(Cases.CONTINUOUS, raw, bare, 5);
    Metrics without = bare.update(other, Batch.of(Cases.CONTINUOUS, Cases.acted(Cases.CONTINUOUS, raw, other.policy(), 8, 60, 12))).metrics();
    assertThat(without.get(Metric.NORMALISER_KL)).isEmpty();
    assertThat(without.get(Metric.LOG_STD_MEAN)).isPresent();
  }

  private static float[] numbers(String text) {
    String[] words = text.split(" ");
    float[] out = new float[words.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Float.parseFloat(words[i]);
    }
    return out;
  }
}
