// SPDX-License-Identifier: Apache-2.0
package io.tributary.benchmarks;

import java.util.ArrayList;
import java.util.List;

import io.tributary.env.Environment;
import io.tributary.env.Environments;
import io.tributary.env.rollout.Origin;
import io.tributary.env.rollout.Pace;
import io.tributary.env.rollout.Rollout;
import io.tributary.env.rollout.RolloutSettings;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.policy.Actor;
import io.tributary.rl.policy.Architecture;

/// CartPole played by a fresh policy in setting B: 64 environments, 32 steps each, 32 in a record.
final class Played implements AutoCloseable {
  static final int ENVIRONMENTS = 64;
  static final int STEPS = 32;
  static final double GAMMA = 0.99;
  static final double LAMBDA = 0.95;

  final Spaces spaces;
  final Algorithm algorithm;
  private final Rollout rollout;
  private long version;

  Played() {
    List<Environment> environments = new ArrayList<>();
    for (int i = 0; i < ENVIRONMENTS; i++) {
      environments.add(Environments.create("cartpole"));
    }
    spaces = environments.getFirst().spaces();
    algorithm = Algorithms.of(spaces, Architecture.defaults(), LearnerSettings.defaults(), null, 1, Kernels.best());
    Actor actor = new Actor(spaces, Architecture.defaults(), Kernels.best(), ENVIRONMENTS);
    actor.load(algorithm.initial(1).policy());
    Origin origin = new Origin("p", 0, 1, 0, 0, Purpose.TRAIN);
    rollout = new Rollout(environments, new RolloutSettings(ENVIRONMENTS, STEPS, 0, STEPS), origin, actor, false, () -> 0);
  }

  /// Plays one rollout of 2,048 steps.
  List<Steps> next() {
    List<Steps> records = new ArrayList<>();
    rollout.run(version++, records::add, Pace.UNLIMITED);
    return records;
  }

  @Override
  public void close() {
    rollout.close();
  }
}
