// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Optional;

import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Batch;
import io.tributary.rl.learning.Metrics;
import io.tributary.rl.learning.OptimiserState;
import io.tributary.rl.learning.StopReason;
import io.tributary.rl.learning.Update;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.policy.PolicyState;

/// Eight parameters that depend on every observation of every batch and on their order.
class ToyAlgorithm implements Algorithm {
  private static final int PARAMETERS = 8;

  @Override
  public Agent initial(long seed) {
    PolicyState policy = new PolicyState(new float[PARAMETERS], Moments.empty(Experience.OBSERVATION), Moments.empty(1));
    return new Agent(0, policy, new OptimiserState(new float[2 * PARAMETERS], 0, 0), 0, null);
  }

  @Override
  public Update update(Agent parent, Batch batch) {
    float[] parameters = parent.policy().parameters().clone();
    for (int i = 0; i < batch.rows() * Experience.OBSERVATION; i++) {
      int at = i % PARAMETERS;
      parameters[at] = parameters[at] * 0.9f + batch.observations()[i];
    }
    PolicyState policy = new PolicyState(parameters, parent.policy().observations(), parent.policy().returns());
    long trained = parent.stepsTrained() + batch.rows();
    return new Update(new Agent(parent.version() + 1, policy, parent.optimiser(), trained, null), new Metrics(), 1, StopReason.COMPLETED);
  }

  @Override
  public Optional<String> unusable(Trajectory trajectory) {
    return Optional.empty();
  }
}
