// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.util.Map;
import java.util.Optional;

import io.tributary.env.rollout.RolloutSettings;
import io.tributary.schemas.RunSpec;

/// Whether this producer's rollouts and the trainer's batches add up, as far as one producer can know: not how many others there are, nor
/// later revisions of the trainer's settings.
final class BatchFit {
  private BatchFit() {}

  /// What to tell the user in lock step, where a batch that does not come out even is filled by the trainer's linger alone.
  static Optional<String> warning(RunSpec spec, ProducerSettings settings) {
    if (settings.window() != 1) {
      return Optional.empty();
    }
    RolloutSettings rollout = settings.rollout();
    return rollout.completeEpisodes()
        ? uneven(spec.settings(), "batch.trajectories", (long) rollout.environments() * rollout.episodes(), "episodes")
        : uneven(spec.settings(), "batch.steps", rollout.stepsPerRollout(), "steps");
  }

  private static Optional<String> uneven(Map<String, String> settings, String path, long mine, String unit) {
    long batch = number(settings.get(path));
    if (batch <= 0 || batch % mine == 0) {
      return Optional.empty();
    }
    return Optional.of("rollout.window is 1 (lock step) and a rollout has " + mine + " " + unit + ", but " + path + " is " + batch
        + "; expected the rollouts of all producers to add up to it: batches will wait for batch.linger or mix policy versions");
  }

  private static long number(String text) {
    try {
      return text == null ? 0 : Long.parseLong(text.strip().replace("_", ""));
    } catch (NumberFormatException notOurs) {
      return 0; // the trainer says what is wrong with its own settings
    }
  }
}
