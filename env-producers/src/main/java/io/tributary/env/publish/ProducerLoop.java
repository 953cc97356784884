// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.env.Environment;
import io.tributary.env.rollout.EpisodeStatistics;
import io.tributary.env.rollout.Origin;
import io.tributary.env.rollout.PlainLogs;
import io.tributary.env.rollout.Rollout;
import io.tributary.env.rollout.Window;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.policy.Actor;
import io.tributary.runs.OtherPolicy;
import io.tributary.runs.Outage;
import io.tributary.runs.Run;
import io.tributary.schemas.Consumed;
import io.tributary.schemas.PolicySnapshot;

/// What a producer's thread does: wait for its turn, take the newest policy, play a rollout, publish it.
final class ProducerLoop {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerLoop.class);
  private static final Duration PATIENT_POLL = Duration.ofMillis(50);
  private static final long SILENT_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  /// Longer than brokers need, and shorter than their clients' patience.
  private static final long SILENT_PUBLISH_MS = 10_000;
  private static final long LOOK_FOR_REJECTIONS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Run run;
  private final ProducerSettings settings;
  private final String producer;
  private final long session = System.currentTimeMillis();
  private final Supplier<Environment> environments;
  private final boolean demonstrated;
  private final RolloutPace pace;
  private final EpisodeStatistics episodes;
  private final Actor actor;
  private final Window window;
  private final StepsPublisher publisher;
  private final PolicyFollower follower;
  private final Rejections rejections;
  private final RolloutObserver observer;
  private long sent;
  private volatile long rollouts;
  private volatile long stepsRejected;
  private volatile long windowTimeouts;
  private volatile long windowWaits;
  private volatile long windowWaitNanos;
  private volatile long version = -1;
  private volatile boolean following;

  ProducerLoop(Run run, ProducerSettings settings, String producer, Supplier<Environment> environments, Kernel kernel,
      Optional<OtherPolicy> demonstrator, RolloutPace pace, EpisodeStatistics episodes, StepsPublisher publisher, PolicyFollower follower,
      Rejections rejections, RolloutObserver observer) {
    this.run = run;
    this.settings = settings;
    this.producer = producer;
    this.environments = environments;
    this.pace = pace;
    this.episodes = episodes;
    demonstrated = demonstrator.isPresent();
    var architecture = demonstrator.map(other -> other.origin().spec()).orElse(run.spec()).architecture();
    actor = new Actor(run.spec().spaces(), architecture, kernel, settings.rollout().environments());
    demonstrator.ifPresent(other -> actor.load(other.snapshot().policy()));
    window = new Window(settings.window());
    this.publisher = publisher;
    this.follower = follower;
    this.rejections = rejections;
    this.observer = observer;
  }

  /// Plays until a stop is asked for or the settings' end is reached.
  void play() {
    survive(() -> {
      rejections.start();
      return follower.poll(Duration.ZERO);
    });
    if (!awaitFirstPolicy()) {
      return;
    }
    // What was lost before this producer began was none of its own.
    var _ = follower.takeLossTold();
    following = true;
    try (Rollout rollout = rollout(newest().version())) {
      while (!pace.isStopping() && !isDone() && awaitTurn()) {
        load(newest());
        long steps = rollout.run(version, this::publish, pace);
        sent += steps;
        window.published(steps);
        observer.published(sent);
        rollouts = rollouts + 1;
      }
    }
  }

  /// Once it works, the clients wait by themselves for a broker that is away.
  private void survive(Supplier<Boolean> start) {
    var _ = Outage.survive(Outage.SURVIVED_MS, pace::isStopping, start);
  }

  private Rollout rollout(long firstVersion) {
    long seed = settings.seed().orElse(run.spec().seed());
    Origin origin = new Origin(producer, session, seed, settings.firstEnvironment(), firstVersion, Purpose.TRAIN);
    List<Environment> made = new ArrayList<>();
    for (int i = 0; i < settings.rollout().environments(); i++) {
      made.add(environments.get());
    }
    return new Rollout(made, settings.rollout(), origin, actor, false, System::currentTimeMillis);
  }

  private boolean isDone() {
    return (settings.stopAfterSteps() > 0 && sent >= settings.stopAfterSteps())
        || (settings.stopAfterRollouts() > 0 && rollouts >= settings.stopAfterRollouts());
  }

  private void publish(Steps steps) {
    episodes.observe(steps);
    publisher.send(demonstrated ? PlainLogs.of(steps) : steps);
  }

  private PolicySnapshot newest() {
    return follower.newest().orElseThrow();
  }

  /// A demonstrator never changes.
  private void load(PolicySnapshot snapshot) {
    if (!demonstrated && snapshot.version() != version) {
      actor.load(snapshot.policy());
      version = snapshot.version();
    }
  }

  private boolean awaitFirstPolicy() {
    long since = System.nanoTime();
    boolean said = false;
    while (follower.newest().isEmpty() && !pace.isStopping()) {
      var _ = follower.poll(PATIENT_POLL);
      if (!said && System.nanoTime() - since > SILENT_WAIT_NANOS) {
        said = true;
        LOG.info("run {} has no policy yet; expected its trainer to publish version 0; producer {} waits", run.name(), producer);
      }
    }
    return follower.newest().isPresent();
  }

  /// Takes in the newest policy and waits until the window lets another rollout start; false where a stop was asked for meanwhile.
  private boolean awaitTurn() {
    long since = System.nanoTime();
    follow(Duration.ZERO);
    if (window.isOpen()) {
      return !pace.isStopping();
    }
    windowWaits = windowWaits + 1;
    try {
      return awaitWindow(since);
    } finally {
      windowWaitNanos = windowWaitNanos + (System.nanoTime() - since);
    }
  }

  private boolean awaitWindow(long since) {
    while (!window.isOpen() && !pace.isStopping()) {
      follow(PATIENT_POLL);
      long waited = System.nanoTime() - since;
      if (waited > LOOK_FOR_REJECTIONS_NANOS) {
        noteRejections();
      }
      if (!window.isOpen() && waited > TimeUnit.MILLISECONDS.toNanos(settings.windowTimeoutMs())) {
        noteTimeout();
        return true;
      }
    }
    return !pace.isStopping();
  }

  private void follow(Duration timeout) {
    publisher.requireHealthy();
    if (follower.poll(timeout) || rollouts == 0) {
      long taken = taken(newest());
      window.taken(taken);
      observer.learned(taken);
    }
  }

  private long taken(PolicySnapshot snapshot) {
    for (Consumed consumed : snapshot.consumed()) {
      if (consumed.session() == session && consumed.producer().equals(producer)) {
        return consumed.steps();
      }
    }
    return 0;
  }

  private void noteRejections() {
    long steps = rejections.poll(Duration.ZERO);
    if (steps > 0) {
      stepsRejected = stepsRejected + steps;
      window.rejected(steps);
    }
  }

  private void noteTimeout() {
    windowTimeouts = windowTimeouts + 1;
    if (follower.takeLossTold()) {
      LOG.warn("run {}, producer {}: a version was published without trajectories that were deleted before; {} steps whose fate is not known"
          + " are taken for lost with them", run.name(), producer, window.outstanding());
      window.forget();
    }
    if (windowTimeouts == 1) {
      LOG.warn("run {}, producer {}: {} steps were neither trained nor rejected for {} ms (rollout.windowTimeoutMs), newest policy version {}; "
          + "expected topology and trainer to keep up; one rollout is played all the same, as after each such wait{}; said once",
          run.name(), producer, window.outstanding(), settings.windowTimeoutMs(), newest().version(),
          rejections.isHidden() ? " (rejected steps too are waited for: the topic of them may not be read)" : "");
    }
  }

  long stepsPublished() {
    return publisher.acknowledged();
  }

  long stepsRejected() {
    return stepsRejected;
  }

  long rollouts() {
    return rollouts;
  }

  long policyVersion() {
    return version;
  }

  long windowTimeouts() {
    return windowTimeouts;
  }

  long windowWaits() {
    return windowWaits;
  }

  long windowWaitNanos() {
    return windowWaitNanos;
  }

  long unacknowledged() {
    return publisher.unacknowledged();
  }

  /// What keeps it from acting, for the operator.
  Optional<String> hindrance() {
    if (!following) {
      return Optional.of("producer " + producer + " has no policy to act with; expected the trainer of run " + run.name() + " to publish one");
    }
    long silentMs = TimeUnit.NANOSECONDS.toMillis(publisher.silentNanos());
    return silentMs < SILENT_PUBLISH_MS ? Optional.empty()
        : Optional.of("no record of producer " + producer + " was acknowledged for " + silentMs + " ms, and " + publisher.unacknowledged() + " wait for it");
  }
}
