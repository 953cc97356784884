// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.normalise.ReturnScale;
import io.tributary.rl.policy.Actor;
import io.tributary.rl.policy.Architecture;

import static org.assertj.core.api.Assertions.assertThat;

class FirstUpdateTest {
  static Stream<Spaces> spaces() {
    return Stream.of(Cases.DISCRETE, Cases.MULTI_DISCRETE, Cases.CONTINUOUS);
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void shouldOnlyFillTheStatisticsWithTheFirstBatch(Spaces spaces) {
    Algorithm ppo = Algorithms.of(spaces, Cases.SMALL, LearnerSettings.defaults(), null, 1, Kernels.best());
    Agent agent = ppo.initial(1);
    Batch batch = Batch.of(spaces, Cases.acted(spaces, Cases.SMALL, agent.policy(), 1, 9, 10));
    Update update = ppo.update(agent, batch);
    assertThat(update.stopReason()).isEqualTo(StopReason.WARM_UP);
    assertThat(update.epochsDone()).isZero();
    assertThat(update.agent().version()).isEqualTo(1);
    assertThat(update.agent().policy().parameters()).containsExactly(agent.policy().parameters());
    assertThat(update.agent().optimiser().policySteps()).isZero();
    assertThat(update.agent().stepsTrained()).isEqualTo(batch.rows());
    assertThat(update.agent().policy().observations().count()).isEqualTo(batch.rows());
    assertThat(update.agent().policy().returns().count()).isEqualTo(batch.rows());
    assertThat(update.metrics().get(Metric.POLICY_LOSS)).isEmpty();
    assertThat(update.metrics().get(Metric.EPOCHS_DONE)).hasValue(0);
  }

  /// Correctness item 16: full at the first update that learns, though the warm-up's steps count; from then on a function of the trained steps.
  @Test
  void schedulesBeginWithTheFirstUpdateThatLearns() {
    Cases.Tuning falling = new Cases.Tuning();
    falling.learningRate = new Schedule(1e-3, 1e-4, 1_000);
    falling.entropy = new Schedule(.02, 0, 1_000);
    Algorithm ppo = Algorithms.of(Cases.DISCRETE, Cases.SMALL, falling.build(), null, 1, Kernels.best());
    Agent agent = ppo.initial(5);
    for (int i = 0; i < 3; i++) {
      Update update = ppo.update(agent, Batch.of(Cases.DISCRETE, Cases.acted(Cases.DISCRETE, Cases.SMALL, agent.policy(), i, 20, 12)));
      if (i > 0) {
        long trained = i == 1 ? 0 : agent.stepsTrained();
        assertThat(update.metrics().get(Metric.LEARNING_RATE)).hasValue(falling.learningRate.at(trained));
        assertThat(update.metrics().get(Metric.ENTROPY_COEFFICIENT)).hasValue(falling.entropy.at(trained));
      }
      agent = update.agent();
    }
  }

  /// Correctness item 8: with data of the parent itself the first ratio is 1, and not nearly.
  @ParameterizedTest
  @MethodSource("spaces")
  void firstRatioIsExactlyOne(Spaces spaces) {
    Algorithm ppo = Algorithms.of(spaces, Cases.SMALL, LearnerSettings.defaults(), null, 1, Kernels.best());
    Agent agent = Cases.trained(spaces, Cases.SMALL, ppo, 5);
    Update update = ppo.update(agent, Batch.of(spaces, Cases.acted(spaces, Cases.SMALL, agent.policy(), 77, 20, 12)));
    assertThat(update.metrics().get(Metric.FIRST_RATIO_MAX)).hasValue(0);
    assertThat(update.metrics().get(Metric.APPROX_KL).orElseThrow()).isPositive().isLessThan(.02);
    assertThat(update.metrics().get(Metric.BEHAVIOUR_KL)).isEqualTo(update.metrics().get(Metric.APPROX_KL));
  }

  @Test
  void firstRatioTellsWhenAnotherVersionActed() {
    Algorithm ppo = Algorithms.of(Cases.DISCRETE, Cases.SMALL, LearnerSettings.defaults(), null, 1, Kernels.best());
    Agent agent = Cases.trained(Cases.DISCRETE, Cases.SMALL, ppo, 5);
    List<Trajectory> stale = Cases.acted(Cases.DISCRETE, Cases.SMALL, agent.policy(), 77, 20, 12);
    Agent next = ppo.update(agent, Batch.of(Cases.DISCRETE, stale)).agent();
    Metrics metrics = ppo.update(next, Batch.of(Cases.DISCRETE, stale)).metrics();
    assertThat(metrics.get(Metric.FIRST_RATIO_MAX).orElseThrow()).isPositive();
    assertThat(metrics.get(Metric.BEHAVIOUR_KL).orElseThrow()).isGreaterThan(metrics.get(Metric.APPROX_KL).orElseThrow());
    assertThat(metrics.get(Metric.IMPORTANCE_ESS).orElseThrow()).isBetween(.5, 1.0);
  }

  /// Correctness item 25: values on the wire are in reward units, before and after the critic's unit moved; only training moves them.
  @Test
  void valuesInRewardUnitsSurviveTheMergeOfABatch() {
    Cases.Tuning still = new Cases.Tuning();
    still.learningRate = Schedule.constant(0);
    Architecture raw = new Architecture(Cases.SMALL.hidden(), "tanh", 0, false);
    Algorithm ppo = Algorithms.of(Cases.DISCRETE, raw, still.build(), null, 1, Kernels.best());
    Agent agent = Cases.trained(Cases.DISCRETE, raw, ppo, 5);
    List<Trajectory> acted = Cases.acted(Cases.DISCRETE, raw, agent.policy(), 7, 30, 12);
    Agent child = ppo.update(agent, Batch.of(Cases.DISCRETE, acted)).agent();
    assertThat(new ReturnScale(child.policy().returns()).std()).isNotEqualTo(new ReturnScale(agent.policy().returns()).std());
    assertThat(values(child, raw, acted.get(0))).containsExactly(values(agent, raw, acted.get(0)), Offset.offset(1e-5f));
  }

  /// A whole chain of updates with either kernel.
  @ParameterizedTest
  @MethodSource("spaces")
  void sameSeedTwiceIsTheSameAgent(Spaces spaces) {
    Agent vector = Cases.trained(spaces, Cases.SMALL, Algorithms.of(spaces, Cases.SMALL, LearnerSettings.defaults(), null, 3, Kernels.best()), 3);
    Agent scalar = Cases.trained(spaces, Cases.SMALL, Algorithms.of(spaces, Cases.SMALL, LearnerSettings.defaults(), null, 3, Kernels.named("scalar")), 3);
    assertThat(bits(scalar)).isEqualTo(bits(vector));
  }

  /// On the parent's own data π_k = μ: both centres of the clip make the same child.
  @ParameterizedTest
  @MethodSource("spaces")
  void centresOfTheClipAgreeOnDataOfTheParent(Spaces spaces) {
    Cases.Tuning proximal = new Cases.Tuning();
    proximal.clip = new LearnerSettings.Clip(Schedule.constant(.2), LearnerSettings.ClipCentre.PROXIMAL);
    Algorithm behaviour = Algorithms.of(spaces, Cases.SMALL, LearnerSettings.defaults(), null, 1, Kernels.best());
    Agent agent = Cases.trained(spaces, Cases.SMALL, behaviour, 5);
    Batch batch = Batch.of(spaces, Cases.acted(spaces, Cases.SMALL, agent.policy(), 78, 25, 12));
    assertThat(bits(Algorithms.of(spaces, Cases.SMALL, proximal.build(), null, 1, Kernels.best()).update(agent, batch).agent()))
        .isEqualTo(bits(behaviour.update(agent, batch).agent()));
  }

  private static float[] values(Agent agent, Architecture architecture, Trajectory trajectory) {
    Actor actor = new Actor(Cases.DISCRETE, architecture, Kernels.best(), 64);
    actor.load(agent.policy());
    float[] out = new float[trajectory.count()];
    actor.values(trajectory.columns().observations(), trajectory.count(), out);
    return out;
  }

  /// Same seed, same parent, same batch: the same bits, with either kernel, whatever the algorithm did before, in a batch that was filled before.
  @ParameterizedTest
  @MethodSource("spaces")
  void updatesAreAPureFunctionOfParentAndBatch(Spaces spaces) {
    Algorithm vector = Algorithms.of(spaces, Cases.SMALL, Cases.settings(3, 5, .05), null, 1, Kernels.best());
    Algorithm scalar = Algorithms.of(spaces, Cases.SMALL, Cases.settings(3, 5, .05), null, 1, Kernels.named("scalar"));
    Agent agent = Cases.trained(spaces, Cases.SMALL, vector, 5);
    List<Trajectory> acted = Cases.acted(spaces, Cases.SMALL, agent.policy(), 78, 25, 12);
    float[] parentBefore = agent.policy().parameters().clone();
    Batch reused = Batch.of(spaces, Cases.acted(spaces, Cases.SMALL, agent.policy(), 4, 40, 12)).fill(acted);
    Update first = vector.update(agent, Batch.of(spaces, acted));
    Update second = scalar.update(agent, reused);
    assertThat(bits(second.agent())).isEqualTo(bits(first.agent()));
    assertThat(agent.policy().parameters()).containsExactly(parentBefore);
    first.metrics().forEach((metric, figure) -> assertThat(second.metrics().get(metric)).as(metric.field()).hasValue(figure));
    Algorithm otherSeed = Algorithms.of(spaces, Cases.SMALL, Cases.settings(3, 5, .05), null, 2, Kernels.best());
    assertThat(bits(otherSeed.update(agent, reused).agent())).isNotEqualTo(bits(first.agent()));
  }

  private static List<Object> bits(Agent agent) {
    return List.of(Arrays.hashCode(agent.policy().parameters()), Arrays.hashCode(agent.optimiser().moments()), agent.policy().observations().mean(0),
        agent.policy().observations().squares(1), agent.policy().returns().mean(0), agent.optimiser().policySteps(), agent.optimiser().criticSteps());
  }

  @Test
  void shouldCountEpisodesThatEndedInTheBatchWithTheirWholeReturn() {
    Algorithm ppo = Algorithms.of(Cases.DISCRETE, Cases.SMALL, LearnerSettings.defaults(), null, 1, Kernels.best());
    Agent agent = ppo.initial(1);
    List<Trajectory> acted = Cases.acted(Cases.DISCRETE, Cases.SMALL, agent.policy(), 1, 30, 10);
    double sum = 0;
    int episodes = 0;
    for (Trajectory trajectory : acted) {
      if (trajectory.ending().endsEpisode()) {
        episodes++;
        sum += trajectory.returnBefore();
        for (float reward : trajectory.columns().rewards()) {
          sum += reward;
        }
      }
    }
    Metrics metrics = ppo.update(agent, Batch.of(Cases.DISCRETE, acted)).metrics();
    assertThat(metrics.get(Metric.EPISODES)).hasValue(episodes);
    assertThat(metrics.get(Metric.EPISODE_RETURN_MEAN)).hasValueCloseTo(sum / episodes, Offset.offset(1e-9));
  }
}
