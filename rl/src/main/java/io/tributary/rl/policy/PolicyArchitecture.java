// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import java.util.Arrays;

import io.tributary.rl.distribution.Distribution;
import io.tributary.rl.distribution.StateDependentGaussian;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.network.Activation;
import io.tributary.rl.network.ExploringMlp;
import io.tributary.rl.network.Mlp;
import io.tributary.rl.network.Network;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.random.CounterRandom;

/// The networks and the distribution that an {@link Architecture} means for given spaces, and where their parameters lie:
///
/// ```
/// 0                policyNetwork().parameterCount()      criticOffset()                   parameterCount()
/// | policy network | free parameters of the distribution | critic network                 |
/// ```
///
/// Log standard deviations lie right before the critic: with independent exploration they are the free parameters, with a state-dependent one the last
/// parameters of the network, and there are no free ones.
///
/// Has no state: threads may share it.
public final class PolicyArchitecture {
  private final Spaces spaces;
  private final Architecture architecture;
  private final Distribution distribution;
  private final Network policyNetwork;
  private final ExploringMlp exploringNetwork;
  private final Network criticNetwork;

  public PolicyArchitecture(Spaces spaces, Architecture architecture, Kernel kernel) {
    this.spaces = spaces;
    this.architecture = architecture;
    distribution = distributionFor(spaces.action(), architecture.exploration());
    Activation activation = Activation.named(architecture.activation()).orElseThrow();
    int inputs = spaces.observationSize();
    exploringNetwork = distribution instanceof StateDependentGaussian
        ? new ExploringMlp(kernel, inputs, architecture.hidden(), distribution.actionSize(), activation, Mlp.POLICY_HEAD_GAIN, architecture.initialLogStd())
        : null;
    policyNetwork = exploringNetwork != null ? exploringNetwork
        : new Mlp(kernel, inputs, architecture.hidden(), distribution.parameters(), activation, Mlp.POLICY_HEAD_GAIN);
    criticNetwork = new Mlp(kernel, inputs, architecture.hidden(), 1, activation, Mlp.VALUE_HEAD_GAIN);
  }

  /// Softmax for one choice, a product of softmaxes for several, normal actions for real ones.
  public static Distribution distributionFor(Space action, Exploration exploration) {
    return switch (action) {
      case Space.Discrete(int n) -> Distribution.categorical(n);
      case Space.MultiDiscrete(var sizes) -> Distribution.categoricalProduct(sizes.stream().mapToInt(n -> n).toArray());
      case Space.Box box -> switch (exploration) {
        case INDEPENDENT -> Distribution.diagonalGaussian(box.elements());
        case STATE_DEPENDENT -> Distribution.stateDependentGaussian(box.elements());
      };
    };
  }

  public Spaces spaces() {
    return spaces;
  }

  public Distribution distribution() {
    return distribution;
  }

  public Network policyNetwork() {
    return policyNetwork;
  }

  /// The policy network where it draws noise of its own; null with independent exploration.
  ExploringMlp exploringNetwork() {
    return exploringNetwork;
  }

  public Network criticNetwork() {
    return criticNetwork;
  }

  /// Where the distribution's state-independent parameters start.
  public int freeOffset() {
    return policyNetwork.parameterCount();
  }

  /// Where log standard deviations start; they end where the critic starts. Nowhere if actions are discrete.
  public int logStdOffset() {
    return exploringNetwork == null ? freeOffset() : exploringNetwork.logStd().offset();
  }

  /// Where the critic starts, which is also how many parameters the policy has.
  public int criticOffset() {
    return freeOffset() + distribution.freeParameters();
  }

  /// Length of the whole parameter vector.
  public int parameterCount() {
    return criticOffset() + criticNetwork.parameterCount();
  }

  public boolean normalisesObservations() {
    return architecture.normaliseObservations();
  }

  /// Fresh parameters and empty statistics: a pure function of spaces, architecture and seed.
  public PolicyState initial(long seed) {
    float[] theta = new float[parameterCount()];
    initialisePolicy(theta, CounterRandom.key(seed, "initial.policy"));
    initialiseCritic(theta, CounterRandom.key(seed, "initial.critic"));
    return new PolicyState(theta, Moments.empty(spaces.observationSize()), Moments.empty(1));
  }

  void initialisePolicy(float[] theta, long key) {
    policyNetwork.initialise(theta, 0, key);
    distribution.initialiseFree(theta, freeOffset());
    if (!distribution.isDiscrete()) {
      Arrays.fill(theta, freeOffset(), criticOffset(), (float) architecture.initialLogStd());
    }
  }

  void initialiseCritic(float[] theta, long key) {
    criticNetwork.initialise(theta, criticOffset(), key);
  }

  /// @throws IllegalArgumentException where the state does not fit this architecture
  void requireFits(PolicyState state) {
    if (state.parameters().length != parameterCount() || state.observations().features() != spaces.observationSize()) {
      throw new IllegalArgumentException("policy state has " + state.parameters().length + " parameters and statistics of "
          + state.observations().features() + " observation elements; expected " + parameterCount() + " and " + spaces.observationSize()
          + " for " + architecture + " over " + spaces);
    }
  }
}
