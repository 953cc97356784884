// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Batch;
import io.tributary.rl.learning.Update;

/// The algorithm of one settings revision after the other: each version is learned under the one its snapshot names.
final class RevisedAlgorithm implements Algorithm {
  private final Learners learners;
  private final Map<Integer, Map<String, String>> revisions;
  private final Map<Integer, Learner> made = new HashMap<>();
  private Learner current;

  /// @param revisions settings by number
  RevisedAlgorithm(Learners learners, Map<Integer, Map<String, String>> revisions) {
    this.learners = learners;
    this.revisions = revisions;
  }

  /// From now on this revision is in force.
  ///
  /// @throws IllegalArgumentException where there is no such revision, or its settings make no learner
  Learner use(int revision) {
    current = made.computeIfAbsent(revision, this::make);
    return current;
  }

  private Learner make(int revision) {
    Map<String, String> settings = revisions.get(revision);
    if (settings == null) {
      throw new IllegalArgumentException("settings revision " + revision + " is not in the spec topic; expected one of " + revisions.keySet());
    }
    try {
      return learners.of(settings);
    } catch (RuntimeException impossible) {
      throw new IllegalArgumentException("settings revision " + revision + " makes no learner: " + impossible.getMessage(), impossible);
    }
  }

  @Override
  public Agent initial(long seed) {
    return current.algorithm().initial(seed);
  }

  @Override
  public Update update(Agent parent, Batch batch) {
    return current.algorithm().update(parent, batch);
  }

  @Override
  public Optional<String> unusable(Trajectory trajectory) {
    return current.algorithm().unusable(trajectory);
  }
}
