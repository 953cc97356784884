// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.network.Activations;
import io.tributary.rl.network.ExploringMlp;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.normalise.ObservationNormaliser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Acting with state-dependent exploration.
class RecordNoiseTest {
  private static final int ROWS = 9;
  private static final Spaces SPACES = new Spaces(Space.Box.unbounded(3), Space.Box.unbounded(2));
  private static final Architecture MLP = architecture(List.of(11, 7));
  private static final Architecture LINEAR = architecture(List.of());

  private static Architecture architecture(List<Integer> hidden) {
    return new Architecture(hidden, "tanh", -.3, true, Exploration.STATE_DEPENDENT);
  }

  /// With one key exploration is a function of the state: for a linear policy an affine one, a(x) + a(y) = a(x + y) + a(0).
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void actionsOfOneKeyAreOneFunctionOfTheState(long key) {
    PolicyState state = new PolicyState(state(LINEAR, 1).parameters(), Moments.empty(3), Moments.empty(1));
    float[] observations = {1, 2, -1, -.5f, .25f, 3, .5f, 2.25f, 2, 0, 0, 0, 1, 2, -1};
    ActorOutput out = act(LINEAR, Kernels.best(), state, observations, new long[] {key, key, key, key, key});
    float[] a = out.continuousActions();
    for (int d = 0; d < 2; d++) {
      assertThat(a[d] + a[2 + d]).isCloseTo(a[4 + d] + a[6 + d], within(1e-5f));
      assertThat(a[8 + d]).isEqualTo(a[d]);
    }
    ActorOutput other = act(LINEAR, Kernels.best(), state, observations, new long[] {key, key + 1, key, key, key + 2});
    assertThat(other.continuousActions()[0]).isEqualTo(a[0]);
    assertThat(other.continuousActions()[2]).isNotEqualTo(a[2]);
    assertThat(other.continuousActions()[8]).isNotEqualTo(a[8]);
  }

  /// Whatever was acted before, in whichever row, by whichever parameters and kernel.
  @Test
  void actionsAreAFunctionOfParametersObservationAndKeyAlone() {
    Random random = new Random(4);
    Actor used = new Actor(SPACES, MLP, Kernels.best(), ROWS);
    ActorOutput out = new ActorOutput(SPACES, ROWS);
    long[] keys = random.longs(ROWS).toArray();
    for (int round = 0; round < 12; round++) {
      PolicyState state = state(MLP, round / 4);
      if (round % 4 == 0) {
        used.load(state);
      }
      if (round % 2 == 0) {
        keys[random.nextInt(ROWS)] = random.nextLong();
      }
      int rows = 1 + random.nextInt(ROWS);
      float[] observations = gaussians(random, ROWS * 3);
      used.act(observations, rows, null, keys, out);
      for (int row = 0; row < rows; row++) {
        ActorOutput alone =
            act(MLP, Kernels.named("scalar"), state, Arrays.copyOfRange(observations, 3 * row, 3 * row + 3), new long[] {keys[row]});
        assertThat(alone.continuousActions()).isEqualTo(Arrays.copyOfRange(out.continuousActions(), 2 * row, 2 * row + 2));
        assertThat(alone.logProbabilities()[0]).isEqualTo(out.logProbabilities()[row]);
      }
    }
  }

  /// Correctness item 8, its ground.
  @Test
  void recordedLogProbabilitiesAreTheOnesLearningComputes() {
    PolicyState state = state(MLP, 5);
    float[] observations = gaussians(new Random(6), ROWS * 3);
    ActorOutput out = act(MLP, Kernels.best(), state, observations, new Random(7).longs(ROWS).toArray());
    NetworkPolicy policy = new NetworkPolicy(new PolicyArchitecture(SPACES, MLP, Kernels.named("scalar")));
    Rows rows = new Rows(ROWS, 3, 2, 0, false);
    float[] states = new float[observations.length];
    new ObservationNormaliser(state.observations()).apply(observations, ROWS, states);
    rows.clear(false, new float[0][]);
    rows.add(0, ROWS, states, null, out.continuousActions(), null);
    Policy.Evaluation evaluation = policy.evaluation(ROWS);
    evaluation.evaluate(state.parameters(), rows);
    float[] learned = new float[ROWS];
    evaluation.logProbabilities(learned);
    assertThat(learned).isEqualTo(out.logProbabilities());
  }

  @Test
  void greedyActionsAreTheMeans() {
    PolicyState state = state(MLP, 8);
    float[] observations = gaussians(new Random(9), ROWS * 3);
    Actor actor = new Actor(SPACES, MLP, Kernels.best(), ROWS);
    actor.load(state);
    ActorOutput out = new ActorOutput(SPACES, ROWS);
    actor.actGreedy(observations, ROWS, null, out);
    PolicyArchitecture architecture = new PolicyArchitecture(SPACES, MLP, Kernels.best());
    float[] states = new float[observations.length];
    new ObservationNormaliser(state.observations()).apply(observations, ROWS, states);
    Activations activations = architecture.policyNetwork().activations(ROWS);
    architecture.policyNetwork().forward(state.parameters(), 0, states, ROWS, activations);
    for (int i = 0; i < 2 * ROWS; i++) {
      assertThat(out.continuousActions()[i]).isEqualTo(activations.outputs()[i / 2 * 4 + i % 2]);
    }
  }

  @Test
  void whatIsKeptChangesNoResult() {
    PolicyArchitecture architecture = new PolicyArchitecture(SPACES, MLP, Kernels.best());
    ExploringMlp network = architecture.exploringNetwork();
    float[] theta = state(MLP, 10).parameters();
    Activations activations = network.activations(ROWS);
    RecordNoise all = new RecordNoise(network, ROWS, RecordNoise.MAX_KEPT);
    RecordNoise few = new RecordNoise(network, ROWS, 3 * network.noiseSize());
    RecordNoise one = new RecordNoise(network, ROWS, 0);
    Random random = new Random(11);
    long[] keys = {1, 2, 3, 3, 4, 4, 5, 5, 5};
    for (int round = 0; round < 3; round++) {
      network.forward(theta, 0, gaussians(random, ROWS * 3), ROWS, activations);
      float[] expected = new float[2 * ROWS];
      all.sample(theta, activations, ROWS, keys, expected);
      for (RecordNoise noise : List.of(few, one)) {
        float[] actions = new float[2 * ROWS];
        noise.sample(theta, activations, ROWS, keys, actions);
        assertThat(actions).isEqualTo(expected);
      }
    }
  }

  @Test
  void shouldWantKeysPerRecordForRealActionsOnly() {
    assertThat(new Actor(SPACES, MLP, Kernels.best(), 1).keysPerRecord()).isTrue();
    assertThat(new Actor(SPACES, new Architecture(List.of(4), "tanh", 0, true), Kernels.best(), 1).keysPerRecord()).isFalse();
    Spaces discrete = new Spaces(Space.Box.unbounded(3), new Space.Discrete(2));
    assertThat(new Actor(discrete, MLP, Kernels.best(), 1).keysPerRecord()).isFalse();
    assertThat(new PolicyArchitecture(discrete, MLP, Kernels.best()).parameterCount())
        .isEqualTo(new PolicyArchitecture(discrete, new Architecture(List.of(11, 7), "tanh", 0, true), Kernels.best()).parameterCount());
  }

  @Test
  void logStdMeanIsOfTheNoiseMatrix() {
    PolicyArchitecture architecture = new PolicyArchitecture(SPACES, MLP, Kernels.best());
    float[] theta = architecture.initial(1).parameters();
    assertThat(architecture.criticOffset() - architecture.logStdOffset()).isEqualTo(7 * 2);
    assertThat(Arrays.copyOfRange(theta, architecture.logStdOffset(), architecture.criticOffset())).containsOnly(-.3f);
    theta[architecture.criticOffset() - 1] += 14;
    assertThat(new NetworkPolicy(architecture).logStdMean(theta)).hasValueCloseTo(.7, within(1e-6));
  }

  private static ActorOutput act(Architecture architecture, Kernel kernel, PolicyState state, float[] observations, long[] keys) {
    Actor actor = new Actor(SPACES, architecture, kernel, keys.length);
    actor.load(state);
    ActorOutput out = new ActorOutput(SPACES, keys.length);
    actor.act(observations, keys.length, null, keys, out);
    return out;
  }

  /// Parameters that prefer something, statistics that are not the identity.
  private static PolicyState state(Architecture architecture, long seed) {
    float[] theta = new PolicyArchitecture(SPACES, architecture, Kernels.best()).initial(seed).parameters();
    Random random = new Random(seed);
    for (int i = 0; i < theta.length; i++) {
      theta[i] += (float) (.3 * random.nextGaussian());
    }
    return new PolicyState(theta, new Moments(100, new double[] {.1, -.2, .3}, new double[] {50, 120, 9}),
        new Moments(100, new double[] {12}, new double[] {900}));
  }

  private static float[] gaussians(Random random, int n) {
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = (float) random.nextGaussian();
    }
    return out;
  }
}
