// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.normalise.ObservationNormaliser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ActorTest {
  private static final Architecture ARCHITECTURE = new Architecture(List.of(17, 9), "tanh", -.3, true);
  private static final int ROWS = 37;

  static Stream<Spaces> spaces() {
    Space observation = Space.Box.unbounded(5);
    return Stream.of(new Spaces(observation, new Space.Discrete(3)), new Spaces(observation, new Space.MultiDiscrete(List.of(2, 4))),
        new Spaces(observation, Space.Box.bounded(3, -1, 1)));
  }

  /// Correctness item 8, its ground: whatever the batch around a row and whatever the kernel, what acting records and what learning computes for
  /// the same parameters are the same bits.
  @ParameterizedTest
  @MethodSource("spaces")
  void recordedLogProbabilitiesAreTheOnesLearningComputes(Spaces spaces) {
    Random random = new Random(3);
    float[] observations = gaussians(random, ROWS * 5);
    long[] keys = random.longs(ROWS).toArray();
    PolicyState state = state(spaces);
    ActorOutput together = act(spaces, state, Kernels.best(), observations, keys, ROWS);
    float[] learned = learn(spaces, state, Kernels.named("scalar"), observations, together);
    assertThat(learned).containsExactly(Arrays.copyOf(together.logProbabilities(), ROWS));
    for (int row = 0; row < ROWS; row++) {
      ActorOutput alone = act(spaces, state, Kernels.named("scalar"), Arrays.copyOfRange(observations, row * 5, row * 5 + 5), new long[] {keys[row]}, 1);
      assertThat(alone.logProbabilities()[0]).isEqualTo(together.logProbabilities()[row]);
      assertThat(alone.values()[0]).isEqualTo(together.values()[row]);
      int width = spaces.actionSize();
      if (spaces.discreteActions()) {
        assertThat(alone.discreteActions()).containsExactly(Arrays.copyOfRange(together.discreteActions(), row * width, row * width + width));
      } else {
        assertThat(alone.continuousActions()).containsExactly(Arrays.copyOfRange(together.continuousActions(), row * width, row * width + width));
      }
    }
  }

  private static ActorOutput act(Spaces spaces, PolicyState state, Kernel kernel, float[] observations, long[] keys, int rows) {
    Actor actor = new Actor(spaces, ARCHITECTURE, kernel, rows);
    actor.load(state);
    ActorOutput out = new ActorOutput(spaces, rows);
    actor.act(observations, rows, null, keys, out);
    return out;
  }

  private static float[] learn(Spaces spaces, PolicyState state, Kernel kernel, float[] observations, ActorOutput acted) {
    NetworkPolicy policy = new NetworkPolicy(new PolicyArchitecture(spaces, ARCHITECTURE, kernel));
    Rows rows = new Rows(ROWS, 5, spaces.actionSize(), spaces.maskSize(), spaces.discreteActions());
    float[] states = new float[observations.length];
    new ObservationNormaliser(state.observations()).apply(observations, ROWS, states);
    rows.clear(false, new float[0][]);
    rows.add(0, ROWS, states, acted.discreteActions(), acted.continuousActions(), null);
    Policy.Evaluation evaluation = policy.evaluation(ROWS);
    evaluation.evaluate(state.parameters(), rows);
    float[] out = new float[ROWS];
    evaluation.logProbabilities(out);
    return out;
  }

  /// Correctness item 14: almost uniform choices and means almost 0 at the start.
  @ParameterizedTest
  @MethodSource("spaces")
  void shouldHardlyPreferAnythingAtTheStart(Spaces spaces) {
    PolicyState state = new PolicyArchitecture(spaces, ARCHITECTURE, Kernels.best()).initial(5);
    Actor actor = new Actor(spaces, ARCHITECTURE, Kernels.best(), ROWS);
    actor.load(state);
    ActorOutput out = new ActorOutput(spaces, ROWS);
    actor.actGreedy(gaussians(new Random(1), ROWS * 5), ROWS, null, out);
    for (int row = 0; row < ROWS; row++) {
      switch (spaces.action()) {
        case Space.Discrete(int n) -> assertThat((double) out.logProbabilities()[row]).isCloseTo(-Math.log(n), Offset.offset(.1));
        case Space.MultiDiscrete(var sizes) -> assertThat((double) out.logProbabilities()[row]).isCloseTo(-Math.log(8), Offset.offset(.1));
        case Space.Box box -> assertThat(out.continuousActions()[row * box.elements()]).isCloseTo(0, Offset.offset(.1f));
      }
    }
  }

  @Test
  void shouldStartGaussiansAtTheirLogStandardDeviation() {
    PolicyArchitecture architecture = new PolicyArchitecture(spaces().toList().get(2), ARCHITECTURE, Kernels.best());
    float[] theta = architecture.initial(1).parameters();
    assertThat(Arrays.copyOfRange(theta, architecture.freeOffset(), architecture.criticOffset())).containsExactly(-.3f, -.3f, -.3f);
    assertThat(architecture.parameterCount()).isEqualTo(theta.length);
    assertThat(new NetworkPolicy(architecture).logStdMean(theta)).hasValueCloseTo(-.3, Offset.offset(1e-6));
  }

  @Test
  void shouldNeverTakeAMaskedAction() {
    Spaces spaces = spaces().toList().get(0);
    byte[] masks = new byte[ROWS * 3];
    for (int row = 0; row < ROWS; row++) {
      masks[row * 3 + row % 3] = 1;
    }
    Actor actor = new Actor(spaces, ARCHITECTURE, Kernels.best(), ROWS);
    actor.load(state(spaces));
    ActorOutput out = new ActorOutput(spaces, ROWS);
    actor.act(gaussians(new Random(1), ROWS * 5), ROWS, masks, new Random(2).longs(ROWS).toArray(), out);
    for (int row = 0; row < ROWS; row++) {
      assertThat(out.discreteActions()[row]).isEqualTo(row % 3);
      assertThat(out.logProbabilities()[row]).isZero();
    }
  }

  @Test
  void shouldGiveTheSameValuesWithAndWithoutActing() {
    Spaces spaces = spaces().toList().get(0);
    float[] observations = gaussians(new Random(9), ROWS * 5);
    PolicyState state = state(spaces);
    Actor actor = new Actor(spaces, ARCHITECTURE, Kernels.best(), ROWS);
    actor.load(state);
    float[] values = new float[ROWS];
    actor.values(observations, ROWS, values);
    assertThat(act(spaces, state, Kernels.best(), observations, new long[ROWS], ROWS).values()).containsExactly(values);
  }

  @Test
  void shouldRefuseToActWithoutAPolicyOrWithOneOfAnotherShape() {
    Spaces spaces = spaces().toList().get(0);
    Actor actor = new Actor(spaces, ARCHITECTURE, Kernels.best(), 4);
    assertThatThrownBy(() -> actor.values(new float[5], 1, new float[1])).hasMessageContaining("no policy yet");
    assertThatThrownBy(() -> actor.load(new PolicyState(new float[3], Moments.empty(5), Moments.empty(1)))).hasMessageContaining("3 parameters");
    actor.load(state(spaces));
    assertThatThrownBy(() -> actor.values(new float[25], 5, new float[5])).hasMessageContaining("expected 1 to 4");
  }

  /// Parameters that prefer something, statistics that are not the identity.
  private static PolicyState state(Spaces spaces) {
    float[] theta = new PolicyArchitecture(spaces, ARCHITECTURE, Kernels.best()).initial(7).parameters();
    Random random = new Random(11);
    for (int i = 0; i < theta.length; i++) {
      theta[i] += (float) (.3 * random.nextGaussian());
    }
    double[] mean = {.1, -.2, .3, 0, 1};
    double[] squares = {50, 120, 9, 100, 77};
    return new PolicyState(theta, new Moments(100, mean, squares), new Moments(100, new double[] {12}, new double[] {900}));
  }

  private static float[] gaussians(Random random, int n) {
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = (float) random.nextGaussian();
    }
    return out;
  }
}
