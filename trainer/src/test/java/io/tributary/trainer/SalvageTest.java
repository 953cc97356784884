// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.target.SegmentTargets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/// Steps that the topology accepts, and that are as far from the others as it allows, with each named algorithm that they could be learned from by.
class SalvageTest {
  private static final Spaces DISCRETE = Experience.SPACES;
  private static final Spaces CONTINUOUS = new Spaces(Space.Box.unbounded(Experience.OBSERVATION), Space.Box.bounded(2, -1, 1));
  private static final int STEPS = 16;

  /// What one trajectory holds.
  private static final class Content {
    int steps = STEPS;
    float observation = 0.2f;
    float action = 0.3f;
    float logProbability;
    float reward = 1;
    float value = 0.5f;
    double returnBefore;

    Trajectory trajectory(Spaces spaces, long episode) {
      float[] observations = new float[steps * Experience.OBSERVATION];
      float[] rewards = new float[steps];
      for (int i = 0; i < observations.length; i++) {
        observations[i] = observation * ((i * 7 + episode) % 5 - 2);
      }
      for (int t = 0; t < steps; t++) {
        rewards[t] = reward * ((t + episode) % 3 + 1) / 3;
      }
      Columns.Builder columns = new Columns.Builder(steps, Experience.OBSERVATION, spaces.actionSize()).observations(observations, 0).rewards(rewards, 0)
          .nextObservation(new float[Experience.OBSERVATION], 0).values(filled(steps + 1, value), 0).logProbabilities(filled(steps, logProbability), 0);
      if (spaces.discreteActions()) {
        int[] actions = new int[steps];
        Arrays.setAll(actions, t -> (int) ((t + episode) % 2));
        columns.discreteActions(actions, 0);
      } else {
        columns.continuousActions(filled(steps * spaces.actionSize(), action), 0);
      }
      Columns built = columns.build();
      return new Trajectory(new StepId("p/0", 1, episode, 0), built, SegmentTargets.of(built, Ending.TERMINATED, false, 0.99, 0.95, true), 0.99, 0.95,
          Ending.TERMINATED, false, Steps.FOREIGN_POLICY, Steps.FOREIGN_POLICY, true, returnBefore, List.of(new Source(0, episode, 0, steps)));
    }
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  static Stream<Arguments> extremes() {
    List<Arguments> all = new ArrayList<>();
    for (String algorithm : List.of("ppo", "trpo", "npg", "a2c", "reinforce", "reinforce-baseline", "off-policy-pg", "vtrace", "bc")) {
      for (Spaces spaces : List.of(DISCRETE, CONTINUOUS)) {
        float lowest = spaces.discreteActions() ? -744 : -834 * 2;
        all.add(extreme(algorithm, spaces, "log-probability -100", c -> c.logProbability = -100));
        all.add(extreme(algorithm, spaces, "log-probability -100, one step", c -> {
          c.logProbability = -100;
          c.steps = 1;
        }));
        all.add(extreme(algorithm, spaces, "lowest log-probability, reward -5", c -> {
          c.logProbability = lowest;
          c.reward = -5;
        }));
        all.add(extreme(algorithm, spaces, "reward 1e30", c -> c.reward = 1e30f));
        all.add(extreme(algorithm, spaces, "value -1e30", c -> c.value = -1e30f));
        all.add(extreme(algorithm, spaces, "return before 1e37", c -> c.returnBefore = 1e37));
        all.add(extreme(algorithm, spaces, "observation 1e38", c -> c.observation = 1e38f));
        if (!spaces.discreteActions()) {
          all.add(extreme(algorithm, spaces, "action 1e30", c -> c.action = 1e30f));
          all.add(extreme(algorithm, spaces, "action -3e38", c -> c.action = -3e38f));
        }
      }
    }
    return all.stream();
  }

  private static Arguments extreme(String algorithm, Spaces spaces, String what, Consumer<Content> change) {
    return arguments(algorithm, spaces.discreteActions() ? "discrete" : "continuous", what, spaces, change);
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @MethodSource("extremes")
  void noAcceptedRecordStopsTheTrainer(String name, String kind, String what, Spaces spaces, Consumer<Content> change) throws InterruptedException {
    LearnerSettings settings = Algorithms.named(name).learner();
    Algorithm algorithm = Algorithms.of(spaces, TestRun.SMALL, settings, null, 7, Kernels.best());
    List<TakenBatch> batches = new ArrayList<>();
    for (int batch = 0; batch < 4; batch++) {
      List<Arrival> members = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Content content = new Content();
        content.logProbability = spaces.discreteActions() ? -0.7f : -2;
        if (batch == 2 && i == 1) {
          change.accept(content);
        }
        long offset = 3L * batch + i;
        members.add(Experience.arrival(0, offset, content.trajectory(spaces, offset)));
      }
      batches.add(TakenBatch.of(members, _ -> Optional.empty(), false));
    }
    List<Publication> published = new ArrayList<>();
    var left = batches.iterator();
    Learning learning = new Learning(algorithm, spaces, () -> 0, () -> 0);
    Agent last = new TrainingLoop(_ -> left.hasNext() ? Optional.of(left.next()) : Optional.empty(), learning, published::add)
        .run(algorithm.initial(1), Progress.start(1), _ -> false);
    assertThat(last.version()).isEqualTo(4);
    assertThat(published.get(0).batch().skipped()).isEmpty();
    assertThat(published.get(1).batch().skipped()).isEmpty();
    for (float parameter : last.policy().parameters()) {
      assertThat(parameter).isFinite();
    }
    if (published.get(2).batch().members().isEmpty()) {
      assertThat(published.get(2).batch().skipped()).hasSize(3);
    } else if (!published.get(2).batch().skipped().isEmpty()) {
      assertThat(published.get(2).batch().skipped()).extracting(entry -> entry.offset()).containsExactly(7L);
    }
    assertThat(published.get(3).batch().skipped()).as("the next batch, of good steps alone").isEmpty();
  }
}
