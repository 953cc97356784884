// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.env.Environment;
import io.tributary.env.Environments;
import io.tributary.env.rollout.EpisodeStatistics;
import io.tributary.env.rollout.RolloutSettings;
import io.tributary.rl.kernel.Kernel;
import io.tributary.runs.OtherPolicy;
import io.tributary.runs.Part;
import io.tributary.runs.Refusal;
import io.tributary.runs.Role;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.Segmenting;

/// Plays the run's environment with its newest policy and publishes every step: the part `produce`.
///
/// **Assumptions.** The run exists; its trainer publishes policies sooner or later (until then the producer waits, and says so).
///
/// **Guarantees.**
/// - Each rollout is acted by exactly one policy version: the newest that was committed when it started.
/// - It never runs further ahead of the trainer than its window, except one rollout after each wait that timed out; those are counted.
/// - A stop lets the rollout under way finish, or cuts it short after a few seconds, and waits for the brokers' acknowledgements, 10 s in
///   all: no step stays open behind it.
/// - With a demonstrator (`rollout.demonstrator`) that frozen policy acts instead, sampled, and what it does is published as a plain log; the
///   window is the run's all the same.
/// - What could not be published stops the producer, and `await` says why.
///
/// **Example.**
/// ```java
/// try (var producer = EnvironmentProducer.of(run, ProducerSettings.defaults(), Kernels.best())) {
///   producer.start();
///   producer.await();
/// }
/// ```
public final class EnvironmentProducer implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(EnvironmentProducer.class);
  private static final long ROLLOUT_PATIENCE_MS = 4_000;
  private static final Duration DRAIN = Duration.ofSeconds(3);
  private static final long UNTIL_INTERRUPT_MS = 8_500;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long UNTIL_GIVEN_UP_MS = 1_000;

  private final Run run;
  private final ProducerSettings settings;
  private final Supplier<Environment> environments;
  private final Kernel kernel;
  private final String producer;
  private final Optional<OtherPolicy> demonstrator;
  private final RolloutPace pace;
  private final EpisodeStatistics episodes = new EpisodeStatistics();
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile RolloutObserver observer = RolloutObserver.NONE;
  private Thread thread;
  private volatile ProducerLoop loop;
  private volatile RuntimeException failure;

  /// @param environments makes the environments to play
  /// @throws RunException where they, or the demonstrator, have other spaces than the run, or there is no such demonstrator
  /// @throws IllegalArgumentException where the rollouts cannot fill the run's segments
  public EnvironmentProducer(Run run, ProducerSettings settings, Supplier<Environment> environments, Kernel kernel) {
    this.run = run;
    this.settings = settings;
    this.environments = environments;
    this.kernel = kernel;
    producer = settings.producer().isEmpty() ? ProducerNames.random() : settings.producer();
    pace = new RolloutPace(settings.rate(), ROLLOUT_PATIENCE_MS);
    try (Environment sample = environments.get()) {
      run.requireSpaces(sample.spaces(), "producer " + producer);
    }
    if (run.spec().segmenting() instanceof Segmenting.CompleteEpisodes && !settings.rollout().completeEpisodes()) {
      throw new IllegalArgumentException("rollout.episodes is 0; expected at least 1, because run " + run.name()
          + " learns from complete episodes");
    }
    demonstrator = settings.demonstrator().isEmpty() ? Optional.empty()
        : Optional.of(OtherPolicy.read(run, ProducerSettings.DEMONSTRATOR, settings.demonstrator()));
  }

  /// A producer of the environment the run was created for.
  ///
  /// @throws IllegalArgumentException where no environment of that name is known here
  public static EnvironmentProducer of(Run run, ProducerSettings settings, Kernel kernel) {
    return new EnvironmentProducer(run, settings, Environments.named(run.spec().environment())::create, kernel);
  }

  @Override
  public String name() {
    return "produce";
  }

  /// The producer's own name, first part of its environments' ids.
  public String producer() {
    return producer;
  }

  /// Which of the run's producers it is, as far as its environments' numbers tell.
  public int number() {
    return settings.firstEnvironment() / RolloutSettings.MAX_ENVIRONMENTS;
  }

  /// Lets somebody look on, from before the start.
  public void observe(RolloutObserver onlooker) {
    observer = onlooker;
  }

  @Override
  public synchronized void start() {
    if (thread != null) {
      throw new IllegalStateException("producer " + producer + " was started before; expected a fresh one");
    }
    BatchFit.warning(run.spec(), settings).ifPresent(LOG::warn);
    thread = Thread.ofPlatform().name(run.clientId("produce", producer)).start(this::work);
  }

  private void work() {
    String client = run.clientId("produce", producer);
    try (StepsPublisher publisher = new StepsPublisher(run, client);
        PolicyFollower follower = new PolicyFollower(run, client + "-policies");
        Rejections rejections = new Rejections(run, client + "-rejected", publisher.records())) {
      loop = new ProducerLoop(run, settings, producer, environments, kernel, demonstrator, pace, episodes, publisher, follower, rejections, observer);
      loop.play();
      publisher.drain(DRAIN);
    } catch (RunException told) {
      failure = refusal(told).orElse(told);
    } catch (KafkaException broken) {
      if (!pace.isStopping() || !Thread.interrupted()) {
        failure = refusal(broken).orElseGet(() -> new RunException("run " + run.name() + ", producer " + producer + ": Kafka at " + run.connection().bootstrapServers()
            + " failed (" + broken.getMessage() + "); expected it to answer; the producer stops", broken));
      }
    } catch (RuntimeException | Error defect) {
      failure = new IllegalStateException("run " + run.name() + ", producer " + producer + ": " + defect + "; the producer stops", defect);
    } finally {
      finished.countDown();
    }
  }

  private Optional<RunException> refusal(RuntimeException thrown) {
    return Refusal.of(run, Role.PRODUCE, thrown).map(RunException.class::cast);
  }

  @Override
  public void await() throws InterruptedException {
    finished.await();
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null && finished.getCount() > 0;
  }

  /// Asks for a stop without waiting for it.
  public void requestStop() {
    pace.requestStop();
  }

  @Override
  public void close() {
    pace.requestStop();
    synchronized (this) {
      if (thread == null) {
        finished.countDown();
        return;
      }
    }
    try {
      if (!finished.await(UNTIL_INTERRUPT_MS, TimeUnit.MILLISECONDS)) {
        LOG.warn("producer {} of run {} did not drain within {} ms; expected Kafka at {} to acknowledge its records; what is left is given up",
            producer, run.name(), UNTIL_INTERRUPT_MS, run.connection().bootstrapServers());
        thread.interrupt();
        var _ = finished.await(UNTIL_GIVEN_UP_MS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Steps the brokers have acknowledged.
  public long stepsPublished() {
    ProducerLoop working = loop;
    return working == null ? 0 : working.stepsPublished();
  }

  /// Own steps that the topology rejected, as far as the window had to know.
  public long stepsRejected() {
    ProducerLoop working = loop;
    return working == null ? 0 : working.stepsRejected();
  }

  /// Rollouts that were played.
  public long rollouts() {
    ProducerLoop working = loop;
    return working == null ? 0 : working.rollouts();
  }

  /// Version that acted last; −1 before the first, and where a demonstrator acts.
  public long policyVersion() {
    ProducerLoop working = loop;
    return working == null ? -1 : working.policyVersion();
  }

  /// Waits for the trainer that ended by time-out.
  public long windowTimeouts() {
    ProducerLoop working = loop;
    return working == null ? 0 : working.windowTimeouts();
  }

  /// Times that the window was closed when a rollout was due.
  public long windowWaits() {
    ProducerLoop working = loop;
    return working == null ? 0 : working.windowWaits();
  }

  /// How long they took together, in seconds.
  public double windowWaitSeconds() {
    ProducerLoop working = loop;
    return working == null ? 0 : working.windowWaitNanos() / NANOS_PER_SECOND;
  }

  /// Records that were sent and not acknowledged yet.
  public long recordsUnacknowledged() {
    ProducerLoop working = loop;
    return working == null ? 0 : working.unacknowledged();
  }

  @Override
  public Optional<String> hindrance() {
    ProducerLoop working = loop;
    if (failure != null) {
      return Optional.of(failure.getMessage());
    }
    return working == null || !isRunning() ? Optional.of("producer " + producer + " does not play") : working.hindrance();
  }

  /// Episodes that ended.
  public long episodes() {
    return episodes.episodes();
  }

  /// Mean return of the last 100 episodes; empty before the first ended.
  public OptionalDouble meanReturn() {
    return episodes.meanReturn();
  }
}
