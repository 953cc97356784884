// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tributary.schemas.RunSpec;
import io.tributary.schemas.SettingsRevision;
import io.tributary.schemas.SpecRecord;
import io.tributary.schemas.Topics;

/// Reads the spec topic: the run's spec first, revisions of the trainer's settings after it.
public final class Specs {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private Specs() {}

  /// All revisions of the trainer's settings, oldest first; revision 0, the spec's own settings, is not among them.
  public static List<SettingsRevision> revisions(Run run) {
    List<SettingsRevision> revisions = new ArrayList<>();
    try (TopicTail<String, SpecRecord> tail = TopicTail.open(run.connection(), run.topics().spec(), 0, run.clientId("spec", "reader"))) {
      for (Read<String, SpecRecord> read : tail.readToHighWatermark()) {
        if (read.value() instanceof SettingsRevision revision) {
          revisions.add(revision);
        }
      }
    }
    return revisions;
  }

  /// The first spec in the topic, which wins over any later one.
  static Optional<RunSpec> first(Connection connection, String run) {
    try (TopicTail<String, SpecRecord> tail = TopicTail.open(connection, Topics.spec(connection.prefix(), run), 0, "tributary.spec")) {
      long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
      while (tail.position() < tail.highWatermark() && System.nanoTime() < deadline) {
        for (Read<String, SpecRecord> read : tail.poll(Duration.ofMillis(100))) {
          if (read.value() instanceof RunSpec spec) {
            return Optional.of(spec);
          }
        }
      }
      return Optional.empty();
    }
  }

  /// The same spec, bound to the cluster it is created on.
  static RunSpec onCluster(RunSpec spec, String clusterId) {
    return new RunSpec(spec.run(), spec.environment(), spec.spaces(), spec.architecture(), spec.gamma(), spec.lambda(), spec.segmenting(),
        spec.bootstrapRewardToGo(), spec.partitions(), clusterId, spec.seed(), spec.retentionMs(), spec.abandonAfterMs(), spec.forgetAfterMs(),
        spec.outcomes(), spec.settings(), spec.createdMs(), spec.trajectoriesOf());
  }
}
