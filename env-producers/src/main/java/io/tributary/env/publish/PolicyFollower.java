// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.time.Duration;
import java.util.Optional;

import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.SkippedTrajectory;

/// Knows the newest committed policy of a run.
///
/// **Assumptions.** One thread at a time.
/// **Guarantees.** Starts at the last committed snapshot, however long the topic is and whatever aborted transactions lie behind it; reads on from
/// there, in no group. A version, once seen, is never followed by a lower one.
final class PolicyFollower implements AutoCloseable {
  private final TopicTail<Long, PolicySnapshot> tail;
  private PolicySnapshot newest;
  private boolean sought;
  private boolean lossTold;

  PolicyFollower(Run run, String clientId) {
    tail = TopicTail.open(run.connection(), run.topics().policies(), 0, clientId);
  }

  /// Takes in what has been published; waits for it where nothing has.
  ///
  /// @return whether there is anything new
  boolean poll(Duration timeout) {
    long before = version();
    if (!sought) {
      tail.seekToLast().ifPresent(this::take);
      sought = true;
    }
    for (Read<Long, PolicySnapshot> read : tail.poll(timeout)) {
      take(read);
    }
    return version() > before;
  }

  /// The newest snapshot; empty while none was ever published.
  Optional<PolicySnapshot> newest() {
    return Optional.ofNullable(newest);
  }

  /// Whether a version since the last question was published after trajectories had been lost.
  boolean takeLossTold() {
    boolean told = lossTold;
    lossTold = false;
    return told;
  }

  private long version() {
    return newest == null ? -1 : newest.version();
  }

  private void take(Read<Long, PolicySnapshot> read) {
    if (read.value() != null && read.value().version() > version()) {
      newest = read.value();
      lossTold |= newest.skipped().stream().anyMatch(SkippedTrajectory::isLoss);
    }
  }

  @Override
  public void close() {
    tail.close();
  }
}
