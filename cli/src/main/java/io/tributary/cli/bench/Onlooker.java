// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.bench;

import java.time.Duration;

import org.apache.kafka.common.errors.WakeupException;

import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.Consumed;
import io.tributary.schemas.PolicySnapshot;

/// Looks for committed versions all the time, as a producer could that has nothing else to do, and tells how far they have learned.
///
/// **Assumptions.** One producer of the run.
final class Onlooker implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long CLOSE_MS = 5_000;

  private final TopicTail<Long, PolicySnapshot> policies;
  private final Responses responses;
  private final Thread thread = Thread.ofPlatform().daemon().name("bench-onlooker").unstarted(this::look);
  private volatile boolean ended;

  Onlooker(Run run, Responses responses) {
    this.responses = responses;
    policies = TopicTail.open(run.connection(), run.topics().policies(), 0, run.clientId("bench", "onlooker"));
  }

  void start() {
    thread.start();
  }

  private void look() {
    while (!ended) {
      try {
        for (Read<Long, PolicySnapshot> read : policies.poll(POLL)) {
          responses.learned(read.value().consumed().stream().mapToLong(Consumed::steps).max().orElse(0));
        }
      } catch (WakeupException _) {
        return;
      }
    }
  }

  @Override
  public void close() {
    ended = true;
    policies.wakeup();
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(CLOSE_MS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    policies.close();
  }
}
