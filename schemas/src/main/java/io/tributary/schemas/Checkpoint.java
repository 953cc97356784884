// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.List;
import java.util.Objects;

import io.tributary.rl.learning.Agent;

/// Everything a trainer needs to go on exactly where another stopped.
///
/// @param agent the whole learner
/// @param positions next offset of every `trajectories` partition, as empty ranges `[next, next)`
/// @param consumed how far each producer's steps were taken
/// @param settingsRevision revision of the trainer's settings in force
/// @param trainerSession start of the trainer that wrote it, in milliseconds
/// @param createdMs milliseconds since the epoch
public record Checkpoint(
    Agent agent, List<OffsetRange> positions, List<Consumed> consumed, int settingsRevision, long trainerSession, long createdMs) {

  /// Largest encoded checkpoint; a larger agent is refused when the trainer starts.
  public static final int MAX_BYTES = 32 * 1024 * 1024;
  /// Key of the newest one.
  public static final String LATEST = "latest";
  /// Versions divisible by this are kept under their own key, so that a replay can start there.
  public static final long KEPT_EVERY = 500;

  public Checkpoint {
    Objects.requireNonNull(agent, "agent");
    positions = List.copyOf(positions);
    consumed = List.copyOf(consumed);
  }

  /// Key under which version `version` is kept.
  public static String key(long version) {
    return "v" + version;
  }
}
