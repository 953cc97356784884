// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.Map;
import java.util.Objects;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.policy.Architecture;

/// What a run is and never stops being: the first record of its spec topic, so creators may race.
///
/// @param run its name, `[a-z0-9-]{1,60}`
/// @param environment name of the environment it was created for; informational to foreign producers
/// @param spaces what observations and actions are
/// @param architecture how policy and critic are built
/// @param gamma discount γ, 0 to 1
/// @param lambda GAE's λ, 0 to 1
/// @param segmenting when a segment closes
/// @param bootstrapRewardToGo whether reward-to-go of truncated and cut segments continues with V(nextObservation)
/// @param partitions of steps, trajectories, rejected, episodes, outcomes and the topology's changelog
/// @param clusterId of the Kafka cluster it was created on
/// @param seed of every random number in the run
/// @param retentionMs how long steps, trajectories, rejected, episodes and metrics are kept; −1 for ever
/// @param abandonAfterMs record time after which an open segment without news is closed as cut
/// @param forgetAfterMs record time after which a silent environment is forgotten
/// @param outcomes how delayed rewards are joined; null where rewards are known at once
/// @param settings the whole preset, flattened to dotted names, as the parts' defaults
/// @param createdMs milliseconds since the epoch
/// @param trajectoriesOf the run whose trajectories the ranges of this run's snapshots refer to; empty for its own
public record RunSpec(
    String run,
    String environment,
    Spaces spaces,
    Architecture architecture,
    double gamma,
    double lambda,
    Segmenting segmenting,
    boolean bootstrapRewardToGo,
    int partitions,
    String clusterId,
    long seed,
    long retentionMs,
    long abandonAfterMs,
    long forgetAfterMs,
    OutcomeJoin outcomes,
    Map<String, String> settings,
    long createdMs,
    String trajectoriesOf)
    implements SpecRecord {

  /// Ten minutes.
  public static final long DEFAULT_ABANDON_AFTER_MS = 600_000;
  /// One hour.
  public static final long DEFAULT_FORGET_AFTER_MS = 3_600_000;

  public RunSpec {
    RunNames.requireRunName(run);
    Objects.requireNonNull(spaces, "spaces");
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(segmenting, "segmenting");
    settings = Map.copyOf(settings);
    if (!trajectoriesOf.isEmpty()) {
      RunNames.requireRunName(trajectoriesOf);
    }
    if (!(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException("gamma is " + gamma + "; expected 0 to 1");
    }
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException("lambda is " + lambda + "; expected 0 to 1");
    }
    if (partitions < 1 || partitions > 1_000) {
      throw new IllegalArgumentException("partitions is " + partitions + "; expected 1 to 1000");
    }
    if (retentionMs != -1 && retentionMs < 60_000) {
      throw new IllegalArgumentException("retentionMs is " + retentionMs + "; expected −1 (for ever) or at least 60000");
    }
    if (abandonAfterMs < 1 || forgetAfterMs < abandonAfterMs) {
      throw new IllegalArgumentException("abandonAfterMs is " + abandonAfterMs + " and forgetAfterMs " + forgetAfterMs
          + "; expected 1 ≤ abandonAfterMs ≤ forgetAfterMs");
    }
  }

  /// A run that learns from its own trajectories.
  public RunSpec(
      String run,
      String environment,
      Spaces spaces,
      Architecture architecture,
      double gamma,
      double lambda,
      Segmenting segmenting,
      boolean bootstrapRewardToGo,
      int partitions,
      String clusterId,
      long seed,
      long retentionMs,
      long abandonAfterMs,
      long forgetAfterMs,
      OutcomeJoin outcomes,
      Map<String, String> settings,
      long createdMs) {
    this(run, environment, spaces, architecture, gamma, lambda, segmenting, bootstrapRewardToGo, partitions, clusterId, seed, retentionMs, abandonAfterMs,
        forgetAfterMs, outcomes, settings, createdMs, "");
  }

  /// Whether its versions were made by replaying another run's log under other settings: nobody acts for it, and nothing is assembled or trained live.
  public boolean isWhatIf() {
    return !trajectoriesOf.isEmpty();
  }
}
