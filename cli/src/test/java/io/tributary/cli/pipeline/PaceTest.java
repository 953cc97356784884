// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.Environments;
import io.tributary.env.TimeLimit;
import io.tributary.env.TimeStep;
import io.tributary.env.publish.EnvironmentProducer;
import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.runs.Connection;
import io.tributary.runs.Part;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.streams.StreamsApp;
import io.tributary.trainer.Trainer;

import static org.assertj.core.api.Assertions.assertThat;

/// The loop keeps its pace. While everybody lives no wait of a producer ends by time-out and no batch is taken because it lingered; when a
/// producer is gone or records are rejected, versions go on appearing.
class PaceTest {
  private static final Kernel KERNEL = Kernels.best();
  private static final long DEADLINE_NANOS = 60_000_000_000L;
  private static final long MANY_VERSIONS = 40;
  /// Design: after a loss a version at least once a second (a lingering batch and its update). Three times that, for slow and busy machines.
  private static final long LARGEST_GAP_NANOS = 3_000_000_000L;
  private static EmbeddedKafka broker;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedKafka.start(BrokerSettings.defaults());
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  /// Two producers, topology and trainer.
  private record Loop(List<EnvironmentProducer> producers, StreamsApp stream, Trainer trainer) implements AutoCloseable {
    static Loop start(String name, Supplier<Environment> environments, String... settings) {
      RunSettings read = RunSettings.of(new Layers().sets(List.of(settings)));
      Connection connection = Connection.to(broker.bootstrapServers());
      Spaces spaces = Environments.create("cartpole").spaces();
      Run run = Runs.create(connection, read.spec(name, spaces, 1), (short) 1);
      List<EnvironmentProducer> producers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        var own = read.rollout().named("p" + i, 100 * i, OptionalLong.empty());
        producers.add(new EnvironmentProducer(run, own, environments, KERNEL));
      }
      Loop loop = new Loop(producers, Parts.stream(run, read), Parts.trainer(run, read, KERNEL, "test"));
      loop.trainer.start();
      loop.stream.start();
      producers.forEach(Part::start);
      return loop;
    }

    void awaitVersion(long version) throws InterruptedException {
      await(() -> trainer.status().version() >= version);
      assertThat(trainer.status().version()).as("newest version after a minute").isGreaterThanOrEqualTo(version);
    }

    void await(BooleanSupplier condition) throws InterruptedException {
      long deadline = System.nanoTime() + DEADLINE_NANOS;
      while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
        for (Part part : List.of(trainer, stream)) {
          if (!part.isRunning()) {
            part.await();
          }
        }
        Thread.sleep(10);
      }
    }

    /// Longest time without a new version, from now until `version` is there.
    long largestGapNanos(long version) throws InterruptedException {
      long[] last = {trainer.status().version(), System.nanoTime(), 0};
      await(() -> {
        long newest = trainer.status().version();
        last[2] = Math.max(last[2], System.nanoTime() - last[1]);
        if (newest > last[0]) {
          last[0] = newest;
          last[1] = System.nanoTime();
        }
        return newest >= version;
      });
      assertThat(trainer.status().version()).as("newest version after a minute").isGreaterThanOrEqualTo(version);
      return last[2];
    }

    long rejected() {
      return producers.stream().mapToLong(EnvironmentProducer::stepsRejected).sum();
    }

    long timeouts() {
      return producers.stream().mapToLong(EnvironmentProducer::windowTimeouts).sum();
    }

    @Override
    public void close() {
      producers.forEach(Part::close);
      stream.close();
      trainer.close();
    }
  }

  /// CartPole with episodes of 9 to 20 steps, each environment another length.
  private static Supplier<Environment> shortEpisodes() {
    AtomicInteger made = new AtomicInteger();
    return () -> new TimeLimit(Environments.create("cartpole"), 9 + made.getAndIncrement() % 12);
  }

  @Test
  void lockStepWithShortEpisodesNeverTimesOutAndNeverLingers() throws Exception {
    assertKeepsPace("lock-step", shortEpisodes(), "rollout.window=1", "rollout.environments=8", "rollout.steps=32", "batch.steps=512");
  }

  @Test
  void windowOfThreeNeverTimesOutAndNeverLingers() throws Exception {
    assertKeepsPace("window-three", shortEpisodes(), "rollout.window=3", "rollout.environments=8", "rollout.steps=32", "batch.steps=512");
  }

  @Test
  void completeEpisodesNeverTimeOutAndNeverLinger() throws Exception {
    assertKeepsPace("complete-episodes", shortEpisodes(), "rollout.window=1", "rollout.environments=8", "rollout.episodes=2",
        "segment.completeEpisodes=true", "batch.trajectories=32");
  }

  /// A minute of patience: a loop that leans on time-outs or lingering would come to no version at all.
  private static void assertKeepsPace(String name, Supplier<Environment> environments, String... settings) throws Exception {
    List<String> patient = new ArrayList<>(List.of(settings));
    patient.addAll(List.of("batch.lingerMs=60000", "rollout.windowTimeoutMs=120000"));
    try (Loop loop = Loop.start(name, environments, patient.toArray(String[]::new))) {
      loop.awaitVersion(MANY_VERSIONS);
      assertThat(loop.timeouts()).as("waits of the window that ended by time-out").isZero();
      assertThat(loop.trainer().status().lingered()).as("batches taken because they lingered").isZero();
    }
  }

  @Test
  void versionsGoOnWhenOneOfTwoProducersIsGone() throws Exception {
    try (Loop loop = Loop.start("one-gone", shortEpisodes(), "rollout.window=1", "rollout.environments=8", "rollout.steps=32", "batch.steps=512",
        "rollout.windowTimeoutMs=10000")) {
      loop.awaitVersion(5);
      loop.producers().get(0).close();
      assertThat(loop.largestGapNanos(loop.trainer().status().version() + 10)).isLessThan(LARGEST_GAP_NANOS);
      assertThat(loop.producers().get(1).windowTimeouts()).isZero();
      assertThat(loop.trainer().status().lingered()).as("half batches are taken after lingering").isPositive();
    }
  }

  @Test
  void versionsGoOnWhenOneRecordInTenIsRejected() throws Exception {
    AtomicInteger steps = new AtomicInteger();
    Supplier<Environment> spoiled = () -> new Spoiling(Environments.create("cartpole"), steps);
    try (Loop loop = Loop.start("rejections", spoiled, "rollout.window=1", "rollout.environments=8", "rollout.steps=32", "batch.steps=512",
        "rollout.windowTimeoutMs=10000")) {
      loop.await(() -> loop.rejected() > 0);
      assertThat(loop.largestGapNanos(loop.trainer().status().version() + 15)).isLessThan(LARGEST_GAP_NANOS);
      assertThat(loop.timeouts()).isZero();
      assertThat(loop.rejected()).as("steps that were rejected").isPositive();
    }
  }

  /// Gives NaN for one reward in two hundred, which spoils about one record in ten.
  private record Spoiling(Environment inner, AtomicInteger steps) implements Environment {
    @Override
    public Spaces spaces() {
      return inner.spaces();
    }

    @Override
    public TimeStep reset(long randomKey, float[] observation, int at) {
      return inner.reset(randomKey, observation, at);
    }

    @Override
    public TimeStep step(Action action, float[] observation, int at) {
      TimeStep now = inner.step(action, observation, at);
      return steps.incrementAndGet() % 200 == 0 ? new TimeStep(now.first(), Double.NaN, now.ending()) : now;
    }
  }
}
