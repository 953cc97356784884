// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Trajectory;

/// Refuses trajectories whose shapes are not those of the run's spaces: a mistake here would otherwise shift every later row.
final class BatchShapes {
  private BatchShapes() {}

  static void require(Spaces spaces, Trajectory trajectory) {
    Columns columns = trajectory.columns();
    require(trajectory, "observation size", columns.observationSize(), spaces.observationSize());
    require(trajectory, "action size", columns.actionSize(), spaces.actionSize());
    if (columns.nextObservation().length > 0) {
      require(trajectory, "next observation size", columns.nextObservation().length, spaces.observationSize());
    }
    if (columns.masks() != null) {
      require(trajectory, "mask size", columns.masks().length / columns.count(), spaces.maskSize());
    }
    if (spaces.discreteActions() != (columns.discreteActions() != null)) {
      throw new IllegalArgumentException(trajectory.first() + " holds " + (spaces.discreteActions() ? "real" : "integral") + " actions; expected "
          + spaces.action() + "; the batch is not trained on");
    }
  }

  private static void require(Trajectory trajectory, String what, int got, int expected) {
    if (got != expected) {
      throw new IllegalArgumentException(
          trajectory.first() + " has " + what + " " + got + "; expected " + expected + "; the batch is not trained on");
    }
  }
}
