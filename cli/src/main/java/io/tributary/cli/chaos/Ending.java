// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.chaos;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.tributary.cli.pipeline.Newest;
import io.tributary.cli.report.Counting;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.PolicySnapshot;

/// Lets the run work off what was published, then stops its processes as a service manager would.
final class Ending {
  private static final long PATIENCE_S = 120;
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final long LOOK_MS = 100;
  /// What a JVM says that drained and ended because of the signal.
  private static final int SIGTERM = 128 + 15;

  private final Run run;
  private final Cast cast;
  private final Toll toll;

  Ending(Run run, Cast cast, Toll toll) {
    this.run = run;
    this.cast = cast;
    this.toll = toll;
  }

  /// @throws RunException where something is left undone
  void play() throws InterruptedException {
    stop(Victim.PRODUCER);
    topologyDone();
    trainerDone();
    stop(Victim.TRAINER);
    stop(Victim.TOPOLOGY);
  }

  private void stop(Victim victim) throws InterruptedException {
    for (PartProcess part : cast.of(victim)) {
      int status = part.stop();
      if (status != 0 && status != SIGTERM) {
        toll.unexpected(part.name() + " ended with status " + status + " when it was asked to stop: " + part.lastWords());
      }
    }
  }

  private void topologyDone() throws InterruptedException {
    List<TopicTail<byte[], byte[]>> steps = Counting.readers(run, run.topics().steps());
    try {
      await("the topology to commit every published step", () -> Counting.caughtUp(run, steps, Counting.committed(run, ANSWER)));
    } finally {
      steps.forEach(TopicTail::close);
    }
  }

  private void trainerDone() throws InterruptedException {
    try (TopicTail<Long, PolicySnapshot> policies = TopicTail.open(run.connection(), run.topics().policies(), 0, run.clientId("chaos", "drain"))) {
      Newest newest = Newest.of(run);
      await("the trainer to take every trajectory",
          () -> newest.drained(policies.seekToLast().map(read -> read.value().ranges()).orElse(List.of())));
    }
  }

  private static void await(String what, BooleanSupplier done) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_S * 1_000_000_000L;
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new RunException("chaos: waited " + PATIENCE_S + " s for " + what + "; expected the run to recover; everything is stopped, the logs are kept");
      }
      Thread.sleep(LOOK_MS);
    }
  }
}
