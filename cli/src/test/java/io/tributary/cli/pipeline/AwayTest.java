// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;

import io.tributary.cli.report.Accounts;
import io.tributary.cli.report.Counting;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.Environments;
import io.tributary.env.publish.EnvironmentProducer;
import io.tributary.kafka.BrokerProcess;
import io.tributary.kafka.BrokerSettings;
import io.tributary.rl.kernel.Kernels;
import io.tributary.runs.Connection;
import io.tributary.runs.Part;
import io.tributary.runs.Policies;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.SkippedTrajectory;
import io.tributary.streams.StreamsApp;
import io.tributary.trainer.Trainer;

import static org.assertj.core.api.Assertions.assertThat;

/// A part that was away for a while is missed by the others and by nobody's steps: first the broker, killed as by SIGKILL, then the trainer,
/// while a producer without a window goes on.
class AwayTest {
  /// Longer than the topology's session and its transactions may last; by hand up to the minute that is promised.
  private static final long BROKER_AWAY_MS = Long.getLong("tributary.brokerAwayMs", 8_000);
  private static final long TRAINER_AWAY_MS = Long.getLong("tributary.trainerAwayMs", 5_000);
  private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(120);
  private static final int STEPS_MEANWHILE = 20_000;
  /// Trajectories that wait while the producer goes on: less than a second's worth.
  private static final int NEARLY_UP = 200;

  @Test
  void shouldGoOnWhenWhoWasAwayIsBack() throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(BrokerSettings.defaults().withDiskLimitMb(2_048))) {
      RunSettings settings = RunSettings.of(new Layers().sets(List.of("rollout.window=0", "rollout.rate=4000", "rollout.producer=p")));
      Run run = Runs.create(Connection.to(broker.bootstrapServers()), settings.spec("away", Environments.create("cartpole").spaces(), 1), (short) 1);
      try (StreamsApp stream = Parts.stream(run, settings); EnvironmentProducer producer = Parts.producer(run, settings, Kernels.best())) {
        brokerAway(broker, run, settings, stream, producer);
        trainerAway(run, settings, stream, producer);
        stream.close();
        addsUp(run);
      }
    }
  }

  private static void brokerAway(BrokerProcess broker, Run run, RunSettings settings, StreamsApp stream, EnvironmentProducer producer) throws Exception {
    try (Trainer trainer = Parts.trainer(run, settings, Kernels.best(), "test")) {
      trainer.start();
      stream.start();
      producer.start();
      await(() -> trainer.status().version() >= 3, trainer, stream, producer);
      broker.kill();
      Thread.sleep(BROKER_AWAY_MS);
      broker.restart();
      long before = trainer.status().version();
      long published = producer.stepsPublished();
      await(() -> trainer.status().version() >= before + 5 && producer.stepsPublished() > published, trainer, stream, producer);
    }
  }

  private static void trainerAway(Run run, RunSettings settings, StreamsApp stream, EnvironmentProducer producer) throws Exception {
    long published = producer.stepsPublished();
    long back = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TRAINER_AWAY_MS);
    await(() -> System.nanoTime() >= back && producer.stepsPublished() >= published + STEPS_MEANWHILE, stream, producer);
    System.out.printf("trainer away for %d ms and more: %d steps published meanwhile%n", TRAINER_AWAY_MS, producer.stepsPublished() - published);
    long since = System.nanoTime();
    try (Trainer trainer = Parts.trainer(run, settings, Kernels.best(), "test")) {
      trainer.start();
      long version = Policies.requireNewest(run).version();
      await(() -> trainer.status().version() > version, trainer, stream, producer);
      await(() -> trainer.status().consumerLag() < NEARLY_UP, trainer, stream, producer);
      System.out.printf("caught up %.1f s after it came back, while the producer went on%n", (System.nanoTime() - since) / 1e9);
      producer.close();
      Newest newest = newest(run, stream);
      await(() -> newest.drained(Policies.requireNewest(run).ranges()), trainer, stream);
      await(() -> trainer.status().consumerLag() == 0, trainer, stream);
    }
  }

  /// Where the log ends once the topology has done all that was published.
  private static Newest newest(Run run, StreamsApp stream) throws InterruptedException {
    List<TopicTail<byte[], byte[]>> steps = Counting.readers(run, run.topics().steps());
    try {
      await(() -> Counting.caughtUp(run, steps, Counting.committed(run, Duration.ofSeconds(10))), stream);
    } finally {
      steps.forEach(TopicTail::close);
    }
    return Newest.of(run);
  }

  private static void addsUp(Run run) throws InterruptedException {
    Accounts accounts = new Counting(run).accounts();
    assertThat(accounts.addUp()).as("%s", accounts).isTrue();
    assertThat(accounts.rejected()).isZero();
    try (TopicTail<Long, PolicySnapshot> tail = TopicTail.open(run.connection(), run.topics().policies(), 0, "test")) {
      List<PolicySnapshot> snapshots = tail.readToHighWatermark().stream().map(Read::value).toList();
      long skipped = snapshots.stream().flatMap(snapshot -> snapshot.skipped().stream()).mapToLong(SkippedTrajectory::steps).sum();
      assertThat(accounts.trained() + skipped).as("all steps are in some version's ranges, but a last one that makes no batch").isBetween(accounts.inTrajectories() - 1, accounts.inTrajectories());
      assertThat(snapshots).extracting(PolicySnapshot::version).doesNotHaveDuplicates().hasSize((int) snapshots.getLast().version() + 1);
    }
  }

  private static void await(BooleanSupplier condition, Part... parts) throws InterruptedException {
    long deadline = System.nanoTime() + DEADLINE_NS;
    while (!condition.getAsBoolean()) {
      for (Part part : parts) {
        if (!part.isRunning()) {
          part.await();
        }
        assertThat(part.isRunning()).as(part.name()).isTrue();
      }
      assertThat(System.nanoTime()).as("not within two minutes").isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
