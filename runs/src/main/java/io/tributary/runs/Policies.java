// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tributary.schemas.PolicySnapshot;

/// Reads single policy versions of a run.
public final class Policies {
  private static final Duration LONGEST_READ = Duration.ofSeconds(10);

  private Policies() {}

  /// The newest snapshot, if any version was published.
  public static Optional<PolicySnapshot> newest(Run run) {
    try (TopicTail<Long, PolicySnapshot> tail = tail(run)) {
      return tail.seekToLast().map(Read::value);
    }
  }

  /// The newest snapshot of a run that has to have one.
  ///
  /// @throws RunException where no version was ever published
  public static PolicySnapshot requireNewest(Run run) {
    return newest(run).orElseThrow(() -> new MissingException("run " + run.name() + " has no policy yet; expected its trainer to have published one; nothing was read"));
  }

  /// The snapshot of one version.
  ///
  /// @throws RunException where there is no such version, or it is no longer kept, or the broker does not answer
  public static PolicySnapshot version(Run run, long wanted) {
    PolicySnapshot newest = requireNewest(run);
    if (wanted < 0 || wanted > newest.version()) {
      throw new MissingException("run " + run.name() + " has no version " + wanted + "; expected 0 to " + newest.version() + ", its newest; nothing was read");
    }
    return wanted == newest.version() ? newest : search(run, wanted);
  }

  private static PolicySnapshot search(Run run, long wanted) {
    try (TopicTail<Long, PolicySnapshot> tail = tail(run)) {
      long deadline = System.nanoTime() + LONGEST_READ.toNanos();
      while (System.nanoTime() < deadline) {
        List<Read<Long, PolicySnapshot>> reads = tail.poll(Duration.ofMillis(100));
        for (Read<Long, PolicySnapshot> read : reads) {
          if (read.value().version() == wanted) {
            return read.value();
          }
          if (read.value().version() > wanted) {
            throw new MissingException("run " + run.name() + ": version " + wanted + " is no longer kept, the oldest is " + read.value().version()
                + "; expected one that is; nothing was read");
          }
        }
        deadline = reads.isEmpty() ? deadline : System.nanoTime() + LONGEST_READ.toNanos();
      }
    }
    throw new RunException("run " + run.name() + ": version " + wanted + " was not read within " + LONGEST_READ.toSeconds()
        + " s; expected the broker to answer; nothing was read");
  }

  private static TopicTail<Long, PolicySnapshot> tail(Run run) {
    return TopicTail.open(run.connection(), run.topics().policies(), 0, run.clientId("versions", "reader"));
  }
}
