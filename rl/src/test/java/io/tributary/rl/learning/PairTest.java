// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/// Policy and critic beside each other: the same bits whoever goes first, and where both go at once.
class PairTest {
  /// The critic first.
  private static final Pair REVERSED = (first, second) -> {
    second.run();
    first.run();
  };

  private static Pair atOnce(AtomicInteger times) {
    return (first, second) -> {
      times.incrementAndGet();
      Thread beside = Thread.ofPlatform().start(second);
      first.run();
      try {
        beside.join();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    };
  }

  /// Settings, and how often an update has two things to do at once.
  static Stream<Arguments> settings() {
    LearnerSettings ppo = LearnerSettings.defaults();
    LearnerSettings.MaxGradNorm norms = ppo.maxGradNorm();
    return Stream.of(
        arguments("ppo", Cases.DISCRETE, ppo, 1),
        arguments("ppo, continuous", Cases.CONTINUOUS, ppo, 1),
        arguments("ppo that stops", Cases.DISCRETE, Cases.settings(4, 3, 1e-7), 1),
        arguments("per epoch", Cases.DISCRETE, ppo.change().targets(TargetSource.PER_EPOCH).build(), ppo.epochs()),
        arguments("a2c", Cases.DISCRETE, Algorithms.named("a2c").learner(), 1),
        arguments("joint norm", Cases.DISCRETE, ppo.change().maxGradNorm(new LearnerSettings.MaxGradNorm(norms.policy(), norms.critic(), true)).build(), 0),
        arguments("critic afterwards", Cases.DISCRETE, Algorithms.named("npg").learner(), 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void sameBitsInWhateverOrder(String name, Spaces spaces, LearnerSettings settings, int atOncePerUpdate) {
    AtomicInteger times = new AtomicInteger();
    Update inTurn = update(spaces, settings, Pair.IN_TURN);
    for (Pair pair : List.of(REVERSED, atOnce(times))) {
      Update other = update(spaces, settings, pair);
      assertThat(bits(other.agent().policy().parameters())).isEqualTo(bits(inTurn.agent().policy().parameters()));
      assertThat(bits(other.agent().optimiser().moments())).isEqualTo(bits(inTurn.agent().optimiser().moments()));
      assertThat(other.metrics()).usingRecursiveComparison().isEqualTo(inTurn.metrics());
      assertThat(other.stopReason()).isEqualTo(inTurn.stopReason());
    }
    // Three updates are made of which the first only fills statistics.
    assertThat(times).hasValue(2 * atOncePerUpdate);
  }

  /// The same two that have learned, and one more.
  private static Update update(Spaces spaces, LearnerSettings settings, Pair pair) {
    Algorithm algorithm = Algorithms.of(spaces, Cases.SMALL, settings, null, 3, Kernels.best(), pair);
    Agent agent = algorithm.initial(3);
    Update update = null;
    for (int i = 0; i < 3; i++) {
      update = algorithm.update(agent, Batch.of(spaces, Cases.acted(spaces, Cases.SMALL, agent.policy(), 40 + i, 20, 12)));
      agent = update.agent();
    }
    return update;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  @Test
  void inTurnThrowsWhatThrew() {
    IllegalStateException thrown = new IllegalStateException("no");
    assertThatThrownBy(() -> Pair.IN_TURN.run(() -> { }, () -> {
      throw thrown;
    })).isSameAs(thrown);
  }
}
