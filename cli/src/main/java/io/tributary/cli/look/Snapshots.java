// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.look;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tributary.cli.UsageException;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.PolicySnapshot;

/// Reads single policy versions of a run, for those who play with them.
public final class Snapshots {
  private static final Duration LONGEST_READ = Duration.ofSeconds(10);

  private Snapshots() {}

  /// The newest snapshot, if any version was published.
  public static Optional<PolicySnapshot> newest(Run run) {
    try (TopicTail<Long, PolicySnapshot> tail = tail(run)) {
      return tail.seekToLast().map(Read::value);
    }
  }

  /// The snapshot to play with.
  ///
  /// @param version the one that is wanted; empty for the newest
  /// @throws UsageException for a version that cannot be
  /// @throws RunException where there is none yet, or it is no longer kept, or the broker does not answer
  public static PolicySnapshot toPlay(Run run, Optional<Long> version) {
    PolicySnapshot newest = newest(run).orElseThrow(() -> new RunException("run " + run.name() + " has no policy yet; expected its trainer to have "
        + "published one; nothing was played"));
    if (version.isEmpty()) {
      return newest;
    }
    long wanted = version.get();
    if (wanted < 0 || wanted > newest.version()) {
      throw new UsageException("--version is " + wanted + "; expected 0 to " + newest.version() + ", the newest of run " + run.name() + "; nothing was played");
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
            throw new RunException("run " + run.name() + ": version " + wanted + " is no longer kept, the oldest is " + read.value().version()
                + "; expected one that is; nothing was played");
          }
        }
        deadline = reads.isEmpty() ? deadline : System.nanoTime() + LONGEST_READ.toNanos();
      }
    }
    throw new RunException("run " + run.name() + ": version " + wanted + " was not read within " + LONGEST_READ.toSeconds()
        + " s; expected the broker to answer; nothing was played");
  }

  private static TopicTail<Long, PolicySnapshot> tail(Run run) {
    return TopicTail.open(run.connection(), run.topics().policies(), 0, run.clientId("versions", "reader"));
  }
}
