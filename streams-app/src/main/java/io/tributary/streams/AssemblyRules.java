// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.Objects;

import org.apache.kafka.common.utils.Utils;

import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Spaces;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Segmenting;
import io.tributary.schemas.Topics;

/// What a run fixes for its assembler.
///
/// @param steps name of the run's steps topic, for messages
/// @param rejected name of the run's rejected topic, for messages
/// @param partitions of the steps topic; a key decides which of them its records lie in
/// @param spaces of the run
/// @param segmenting when a segment closes, beside an ending
/// @param gamma discount γ
/// @param lambda GAE's λ
/// @param bootstrapRewardToGo whether reward-to-go of a truncated or cut segment continues with V(nextObservation)
/// @param abandonAfterMs partition time without news after which an open segment is closed
/// @param forgetAfterMs partition time without any record after which an environment is forgotten
/// @param trajectoryBytes largest trajectory, and most bytes of records an evaluation episode may come in
/// @param episodeBytes largest episode
public record AssemblyRules(
    String steps,
    String rejected,
    int partitions,
    Spaces spaces,
    Segmenting segmenting,
    double gamma,
    double lambda,
    boolean bootstrapRewardToGo,
    long abandonAfterMs,
    long forgetAfterMs,
    int trajectoryBytes,
    int episodeBytes) {

  public AssemblyRules {
    Objects.requireNonNull(spaces, "spaces");
    Objects.requireNonNull(segmenting, "segmenting");
  }

  /// The rules of the run that `spec` describes.
  public static AssemblyRules of(RunSpec spec, Topics topics) {
    return new AssemblyRules(topics.steps().name(), topics.rejected().name(), spec.partitions(), spec.spaces(), spec.segmenting(), spec.gamma(), spec.lambda(),
        spec.bootstrapRewardToGo(), spec.abandonAfterMs(), spec.forgetAfterMs(), topics.trajectories().maxValueBytes(),
        topics.episodes().maxValueBytes());
  }

  /// Whether steps of this purpose are of use only as a whole episode: evaluation, and complete-episode runs.
  boolean wholeEpisodes(Purpose purpose) {
    return purpose == Purpose.EVALUATE || segmenting instanceof Segmenting.CompleteEpisodes;
  }

  /// The partition that records with this key lie in: murmur2, as every producer must place them.
  public int partition(byte[] key) {
    return partitions == 1 ? 0 : Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  /// Steps at which a segment closes by itself.
  int segmentSteps() {
    return segmenting instanceof Segmenting.MaxSteps(int steps) ? steps : Integer.MAX_VALUE;
  }
}
