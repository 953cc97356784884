// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;

import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.rl.learning.Algorithm;
import io.tributary.runs.Part;
import io.tributary.runs.Refusal;
import io.tributary.runs.Role;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;

/// Learns from a run's trajectories and publishes every version exactly once.
///
/// **Assumptions.** One trainer per run works at a time; a second one takes over and the first ends with
/// [io.tributary.runs.TakenOverException].
///
/// **Guarantees**
/// - Every trajectory is in exactly one version's ranges, whatever is killed when. A version is visible together with its checkpoint or not at all.
/// - After a failed commit nothing of the state in memory is used: the trainer goes back to what is in the log.
/// - A broker that is away for at most `trainer.outageMs` does not end it, at whatever moment of its life.
/// - [#close] finishes the update under way and commits it, within 10 seconds; what had not become a batch is left to the next start.
///
/// **Example.** `try (var trainer = new Trainer(run, algorithm, TrainerSettings.defaults(), settings, "1.0")) { trainer.start(); trainer.await(); }`
public final class Trainer implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
  private static final long CLOSE_MS = 9_000;
  private static final long INTERRUPTED_MS = 900;

  private final Setup setup;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("trainer").daemon().unstarted(this::work);
  private volatile Incarnation current;
  private volatile RuntimeException failure;

  /// @param run what to train
  /// @param algorithm how; used by this trainer alone
  /// @param settings of taking batches and publishing
  /// @param flattened all settings in force by dotted name
  /// @param codeVersion which code this is; where it or the settings differ from the last ones, a revision is published
  public Trainer(Run run, Algorithm algorithm, TrainerSettings settings, Map<String, String> flattened, String codeVersion) {
    this(run, algorithm, settings, flattened, codeVersion, new KafkaClients(run));
  }

  Trainer(Run run, Algorithm algorithm, TrainerSettings settings, Map<String, String> flattened, String codeVersion, Clients clients) {
    setup = new Setup(run, algorithm, settings, Map.copyOf(flattened), codeVersion, clients, System::nanoTime, System::currentTimeMillis,
        new Ownership(System::currentTimeMillis), new LostTrajectories(settings.acceptLoss()), new Statistics());
  }

  @Override
  public String name() {
    return "train";
  }

  @Override
  public void start() {
    thread.start();
  }

  /// Returns when the budget is reached or the trainer was closed.
  @Override
  public void await() throws InterruptedException {
    thread.join();
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public boolean isRunning() {
    return thread.isAlive();
  }

  /// Figures as of now; from any thread.
  public TrainerStatus status() {
    return setup.statistics().status();
  }

  /// Offsets of trajectories that are in no batch yet, commit markers among them, as far as the newest fetch knew; empty while nothing is fetched.
  public OptionalLong lag() {
    Incarnation alive = current;
    return alive == null ? OptionalLong.empty() : OptionalLong.of(alive.lag());
  }

  @Override
  public Optional<String> hindrance() {
    Incarnation alive = current;
    if (!isRunning()) {
      return Optional.of("the trainer does not run" + (failure == null ? "" : ": " + failure.getMessage()));
    }
    if (alive == null) {
      return Optional.of("the trainer does not own the run: it reads what is in the log, or another one has it");
    }
    return alive.isFetching() ? Optional.empty() : Optional.of("the trainer fetches no trajectories");
  }

  @Override
  public void close() {
    stopping.countDown();
    Incarnation alive = current;
    if (alive != null) {
      alive.stop();
    }
    try {
      if (thread.isAlive()) {
        thread.join(CLOSE_MS);
      }
      if (thread.isAlive()) {
        LOG.warn("run {}: the trainer did not stop within {} ms and is interrupted; the next start goes on from the last committed version",
            setup.run().name(), CLOSE_MS);
        thread.interrupt();
        thread.join(INTERRUPTED_MS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      Recovery recovery = new Recovery(setup, stopping);
      boolean done = false;
      while (!done && stopping.getCount() > 0) {
        done = live(recovery);
      }
    } catch (InterruptedException interrupted) {
      LOG.warn("run {}: the trainer was interrupted after version {}", setup.run().name(), setup.statistics().version());
    } catch (RuntimeException failed) {
      failure = Refusal.of(setup.run(), Role.TRAIN, failed).map(RuntimeException.class::cast).orElse(failed);
    } catch (Error broken) {
      failure = new RunException("run " + setup.run().name() + ": the trainer broke: " + broken, broken);
      throw broken;
    }
  }

  /// @return whether training came to its end
  private boolean live(Recovery recovery) throws InterruptedException {
    try {
      live();
      return true;
    } catch (CommitException | KafkaException failed) {
      requireAllowed(failed);
      recovery.after(failed);
      setup.statistics().restored();
      return false;
    }
  }

  private void live() throws InterruptedException {
    try (Incarnation incarnation = Incarnation.begin(setup)) {
      current = incarnation;
      if (stopping.getCount() == 0) {
        incarnation.stop();
      }
      incarnation.train();
    } finally {
      current = null;
    }
  }

  /// What is refused will be refused again.
  private void requireAllowed(RuntimeException failed) {
    Refusal.of(setup.run(), Role.TRAIN, failed).ifPresent(refused -> {
      throw refused;
    });
  }
}
