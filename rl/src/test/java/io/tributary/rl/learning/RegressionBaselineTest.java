// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A baseline that is fitted elsewhere: used before it has seen the batch, fitted after, carried by the agent and by nothing else.
class RegressionBaselineTest {
  private static final LearnerSettings SETTINGS = Algorithms.named("reinforce").learner().change().baseline(Baseline.TRIBUO).build();

  private record Fit(byte[] previous, float[] observations, float[] returns, int rows, long randomKey) {}

  /// Predicts the mean of all returns it was fitted to, and 10 times the first observation.
  private static final class Mean implements BaselineRegression {
    final List<Fit> fits = new ArrayList<>();
    final List<byte[]> asked = new ArrayList<>();

    @Override
    public void predict(byte[] fitted, float[] observations, int rows, float[] out) {
      asked.add(fitted);
      for (int row = 0; row < rows; row++) {
        out[row] = (float) ByteBuffer.wrap(fitted).getDouble(8) + 10 * observations[3 * row];
      }
    }

    @Override
    public byte[] fit(byte[] previous, float[] observations, float[] returns, int rows, long randomKey) {
      fits.add(new Fit(previous, observations.clone(), returns.clone(), rows, randomKey));
      double count = previous == null ? 0 : ByteBuffer.wrap(previous).getDouble(0);
      double sum = previous == null ? 0 : count * ByteBuffer.wrap(previous).getDouble(8);
      for (int row = 0; row < rows; row++) {
        sum += returns[row];
      }
      return ByteBuffer.allocate(16).putDouble(count + rows).putDouble(sum / (count + rows)).array();
    }
  }

  private final Mean regression = new Mean();
  private final PolicyGradient algorithm = Algorithms.of(Cases.DISCRETE, Cases.SMALL, SETTINGS, regression, 1, Kernels.best());

  private static List<Trajectory> episodes(Agent agent, long seed) {
    return Cases.episodes(Cases.acted(Cases.DISCRETE, Cases.SMALL, agent.policy(), seed, 20, 12));
  }

  /// Every batch is fitted once, on raw observations and returns, from the state before it; the first state comes from nothing.
  @Test
  void everyBatchIsFittedOnceAfterItWasUsed() {
    Agent agent = algorithm.initial(5);
    assertThat(agent.baseline()).isNull();
    for (int version = 0; version < 4; version++) {
      List<Trajectory> episodes = episodes(agent, version);
      Batch batch = Batch.of(Cases.DISCRETE, episodes);
      Agent child = algorithm.update(agent, batch).agent();
      Fit fit = regression.fits.getLast();
      assertThat(regression.fits).hasSize(version + 1);
      assertThat(fit.previous()).isSameAs(agent.baseline());
      assertThat(fit.rows()).isEqualTo(batch.rows());
      assertThat(fit.observations()).containsExactly(Arrays.copyOf(batch.observations(), batch.rows() * 3));
      assertThat(fit.returns()).containsExactly(returns(episodes));
      assertThat(child.baseline()).isNotNull().isNotEqualTo(agent.baseline());
      assertThat(Algorithm.skip(child).agent().baseline()).as("a skipped batch is not fitted").isSameAs(child.baseline());
      agent = child;
    }
    assertThat(regression.fits.stream().map(Fit::randomKey).distinct()).as("a random stream of its own for each version").hasSize(4);
  }

  private static float[] returns(List<Trajectory> episodes) {
    int rows = episodes.stream().mapToInt(Trajectory::count).sum();
    float[] returns = new float[rows];
    int at = 0;
    for (Trajectory episode : episodes) {
      System.arraycopy(episode.targets().rewardsToGo(), 0, returns, at, episode.count());
      at += episode.count();
    }
    return returns;
  }

  /// What is taken off is what earlier batches said, and 0 where there was none: b(s) is fixed before the batch.
  @Test
  void predictionComesFromEarlierBatchesOnly() {
    Agent first = algorithm.initial(5);
    Batch batch = Batch.of(Cases.DISCRETE, episodes(first, 1));
    PolicyGradient without = Algorithms.of(Cases.DISCRETE, Cases.SMALL, SETTINGS.change().baseline(Baseline.NONE).build(), null, 1, Kernels.best());
    float[] theta = first.policy().parameters();
    assertThat(algorithm.gradient(first, theta, batch)).containsExactly(without.gradient(first, theta, batch));
    assertThat(regression.asked).isEmpty();

    Agent second = algorithm.update(first, batch).agent();
    byte[] before = second.baseline().clone();
    Batch next = Batch.of(Cases.DISCRETE, episodes(second, 2));
    float[] gradient = algorithm.gradient(second, second.policy().parameters(), next);
    assertThat(regression.asked).hasSize(1).first().isSameAs(second.baseline());
    assertThat(second.baseline()).containsExactly(before);
    Bench bench = new Bench(Cases.DISCRETE, SETTINGS.change().baseline(Baseline.NONE).build(), 0, second, episodes(second, 2));
    for (int row = 0; row < next.rows(); row++) {
      float predicted = (float) ByteBuffer.wrap(before).getDouble(8) + 10 * next.observations()[3 * row];
      bench.estimates.advantages()[row] -= predicted;
    }
    float[] expected = new float[gradient.length];
    bench.problem(new ScoreFunction(), 0).gradient(expected);
    assertThat(gradient).containsExactly(expected, Offset.offset(1e-5f));
  }

  @Test
  void gradientAsksAndFitsNothingOfItsOwn() {
    Agent agent = algorithm.initial(5);
    assertThat(algorithm.gradient(agent, agent.policy().parameters(), Batch.of(Cases.DISCRETE, episodes(agent, 1)))).isNotNull();
    assertThat(regression.fits).isEmpty();
  }

  @Test
  void shouldRefuseARegressionThatNobodyAskedForAndAMissingOne() {
    assertThatThrownBy(() -> Algorithms.of(Cases.DISCRETE, Cases.SMALL, SETTINGS, null, 1, Kernels.best())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("learner.baseline is tribuo with no regression");
    assertThatThrownBy(() -> Algorithms.of(Cases.DISCRETE, Cases.SMALL, LearnerSettings.defaults(), regression, 1, Kernels.best()))
        .hasMessageStartingWith("learner.baseline is value with a regression");
  }
}
