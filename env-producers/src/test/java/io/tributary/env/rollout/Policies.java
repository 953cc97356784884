// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import java.util.List;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.Exploration;
import io.tributary.rl.policy.PolicyArchitecture;
import io.tributary.rl.policy.PolicyState;
import io.tributary.rl.random.CounterRandom;

/// Policies nobody trained, lively enough that every number matters.
public final class Policies {
  public static final Architecture SMALL = new Architecture(List.of(8), "tanh", 0, true);

  /// The same with noise that a record's steps share.
  public static final Architecture EXPLORING = new Architecture(List.of(8), "tanh", 0, true, Exploration.STATE_DEPENDENT);

  private Policies() {}

  /// A policy that depends on the seed in every parameter and statistic.
  public static PolicyState random(Spaces spaces, Architecture architecture, long seed) {
    float[] parameters = new float[new PolicyArchitecture(spaces, architecture, Kernels.best()).parameterCount()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.5 * CounterRandom.gaussian(seed, i));
    }
    double[] means = new double[spaces.observationSize()];
    double[] squares = new double[means.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = CounterRandom.gaussian(seed + 1, i);
      squares[i] = 10 + 100 * CounterRandom.uniform(seed + 2, i);
    }
    return new PolicyState(parameters, new Moments(50, means, squares), new Moments(50, new double[] {3}, new double[] {400}));
  }
}
