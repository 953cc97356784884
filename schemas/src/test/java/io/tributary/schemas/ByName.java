// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// Today's codec of each record, by name.
final class ByName {
  private ByName() {}

  @SuppressWarnings("unchecked") // the name says what the codec is of
  static Codec<Object> codec(String record) {
    return (Codec<Object>) switch (record) {
      case "Steps" -> (Codec<?>) Codecs.steps(false);
      case "Outcome" -> Codecs.outcome();
      case "Trajectory" -> Codecs.trajectory(false);
      case "RejectedStep" -> Codecs.rejectedStep();
      case "Episode" -> Codecs.episode();
      case "PolicySnapshot" -> Codecs.policySnapshot();
      case "Checkpoint" -> Codecs.checkpoint();
      case "RunSpec", "SettingsRevision" -> Codecs.specRecord();
      case "VersionMetrics" -> Codecs.versionMetrics();
      case "OpenEnvironment" -> Codecs.openEnvironment();
      case "OpenSteps" -> Codecs.openSteps();
      default -> throw new IllegalArgumentException(record);
    };
  }
}
