// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Optional;

import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Trajectory;

/// What a trajectory must hold so that the chosen weights and objective can learn from it.
final class Fitness {
  private final boolean cloning;
  private final boolean episodes;
  private final boolean values;
  private final Estimator estimator;

  Fitness(LearnerSettings settings, Estimator estimator) {
    this.estimator = estimator;
    cloning = settings.weights() == Weighting.ONE;
    episodes = settings.needsEpisodes();
    values = settings.fitsCritic();
  }

  /// Why nothing can be learned from a trajectory; empty where something can.
  Optional<String> objection(Trajectory trajectory) {
    // Objectives without ratios need them too: nobody knows whether the learning policy would have acted so, and that is what the gradient is about.
    if (!cloning && trajectory.columns().logProbabilities() == null) {
      return Optional.of("no log-probabilities of the policy that acted; expected them, because only cloning (algorithm bc) learns from plain logs");
    }
    if (episodes && !trajectory.completeEpisode()) {
      return Optional.of("a part of an episode; its return is known for whole episodes only (segment.completeEpisodes)");
    }
    boolean bootstraps = trajectory.ending() != Ending.TERMINATED && trajectory.columns().nextObservation().length == 0;
    if (values && bootstraps && !estimator.recorded(trajectory)) {
      return Optional.of("no observation after its last step and no values to use instead; its future has no estimate");
    }
    return Optional.empty();
  }
}
