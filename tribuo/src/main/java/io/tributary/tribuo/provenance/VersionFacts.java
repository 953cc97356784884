// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.provenance;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What is known of a policy version, without secrets: whatever is in here is shown.
///
/// @param model class of the policy
/// @param run its name
/// @param environment what was acted in
/// @param version the version
/// @param parent the version it was made from; −1 for version 0
/// @param created when it was made
/// @param trainerSession start of the trainer that made it, milliseconds since the epoch
/// @param stepsTrained environment steps learned from up to it
/// @param hashes SHA-256 by what they are of
/// @param clusterId of the Kafka cluster that holds the log
/// @param topic of the trajectories it was learned from
/// @param ranges of that topic, as `partition:[from,until)`
/// @param trajectories learned from
/// @param steps in them
/// @param skipped trajectories in the ranges that were not learned from
/// @param observationSize numbers of one observation
/// @param actionSize numbers of one action
/// @param settingsRevision of the trainer's settings
/// @param settings of that revision, by dotted name
/// @param codeVersion of Tributary that wrote the revision; empty where it was not recorded
public record VersionFacts(
    String model,
    String run,
    String environment,
    long version,
    long parent,
    OffsetDateTime created,
    long trainerSession,
    long stepsTrained,
    Map<String, String> hashes,
    String clusterId,
    String topic,
    List<String> ranges,
    long trajectories,
    long steps,
    long skipped,
    int observationSize,
    int actionSize,
    int settingsRevision,
    Map<String, String> settings,
    String codeVersion) {
  public VersionFacts {
    Objects.requireNonNull(created, "created");
    hashes = Map.copyOf(hashes);
    ranges = List.copyOf(ranges);
    settings = Map.copyOf(settings);
  }
}
