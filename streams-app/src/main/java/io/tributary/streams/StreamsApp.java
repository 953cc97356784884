// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.runs.Causes;
import io.tributary.runs.Connection;
import io.tributary.runs.NotAllowedException;
import io.tributary.runs.Outage;
import io.tributary.runs.Part;
import io.tributary.runs.Refusal;
import io.tributary.runs.Role;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TakenOverException;

/// The topology as a part of a run: `stream`.
///
/// **Guarantees.** Steps are taken in exactly once, however often processes are killed. Two processes with the same instance number never
/// work at once: the later one wins, the earlier one fails with {@link TakenOverException}. An outage of the brokers is survived: the topology
/// starts again from what is in the log, for up to 90 seconds without success. Whatever else stops a stream thread stops the part, and `await`
/// throws it.
public final class StreamsApp implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);
  private static final Duration LONGEST_START = Duration.ofMillis(Outage.SURVIVED_MS);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(8);
  private static final long SHORTEST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 5_000;
  private static final long LOOK_S = 5;
  /// Looks in a row that find partitions shared out wrongly: a rebalance that is under way takes less. Twice as many after each attempt at it.
  private static final int MOST_WRONG = 3;
  private static final int MOST_PATIENCE = 64;

  private final Run run;
  private final StreamSettings settings;
  private final AwaitedBatch awaited;
  private final StreamProgress progress = new StreamProgress();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final FreshStart freshStart = new FreshStart(System::nanoTime);
  private final AtomicBoolean passing = new AtomicBoolean();
  private final AtomicReference<RuntimeException> takenOver = new AtomicReference<>();
  private final Semaphore interrupted = new Semaphore(0);
  private final StreamGroup group;
  private final Claim claim;
  private volatile KafkaStreams streams;
  /// The life in which the partitions were last seen to be shared out as they should.
  private volatile KafkaStreams wellShared;
  private volatile List<String> acceptedLosses = List.of();

  /// @param awaited what the trainer waits for: results are committed as soon as so much is there
  public StreamsApp(Run run, StreamSettings settings, AwaitedBatch awaited) {
    this.run = run;
    this.settings = settings;
    this.awaited = awaited;
    group = new StreamGroup(run, settings);
    claim = new Claim(run, settings.instance());
    if (run.spec().outcomes() != null) {
      throw new RunException("run " + run.name() + " waits for outcomes, which this version does not join; nothing was started");
    }
  }

  @Override
  public String name() {
    return "stream";
  }

  /// Number of this process among those that share the run's partitions.
  public int instance() {
    return settings.instance();
  }

  /// What it has done so far.
  public StreamProgress progress() {
    return progress;
  }

  /// What Kafka's clients in it know of their own work.
  public StreamFigures figures() {
    KafkaStreams current = streams;
    return current == null ? StreamFigures.none() : StreamFigures.of(current.metrics(), run.topics().steps().name(),
        current.state() == KafkaStreams.State.RUNNING ? progress.partitions() : 0);
  }

  @Override
  public Optional<String> hindrance() {
    KafkaStreams current = streams;
    if (failure.get() != null) {
      return Optional.of(failure.get().getMessage());
    }
    if (current == null) {
      return Optional.of("the topology has not started");
    }
    return hindrance(current.state(), progress.partitions(), current.equals(wellShared));
  }

  /// @param spare whether others were seen to hold all partitions
  static Optional<String> hindrance(KafkaStreams.State state, int partitions, boolean spare) {
    if (state != KafkaStreams.State.RUNNING) {
      return Optional.of("the topology is " + state + "; expected RUNNING");
    }
    return partitions > 0 || spare ? Optional.empty() : Optional.of("the topology works on no partition; expected one, or others to hold all of them");
  }

  /// Ranges of steps that are passed over because the settings accept it, and what became of them; normally empty.
  public List<String> acceptedLosses() {
    return acceptedLosses;
  }

  @Override
  public synchronized void start() {
    if (streams != null || closing.get()) {
      throw new IllegalStateException("part stream of run " + run.name() + " was started before");
    }
    survive(() -> {
      claim.take();
      return true;
    });
    begin();
    Thread.ofPlatform().daemon().name(run.clientId("stream", "outages")).start(this::goOnAfterOutages);
    awaitRunning();
  }

  private void begin() {
    short replicationFactor;
    try (Admin admin = Admin.create(run.connection().properties(run.clientId("stream", "admin")))) {
      // Whoever accepted a loss before the start did not accept another one behind their back.
      boolean first = streams == null;
      List<String> losses = survive(() -> new StartOffsets(run, admin, group).settle(first && settings.acceptLoss()));
      acceptedLosses = first ? losses : acceptedLosses;
      replicationFactor = survive(() -> replicationFactor(admin));
    }
    KafkaStreams fresh = created(replicationFactor);
    // What a former life still has to say, late, is not about this one.
    fresh.setUncaughtExceptionHandler(thrown -> fresh.equals(streams) ? failed(thrown) : StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    fresh.setStateListener((now, before) -> {
      if (fresh.equals(streams)) {
        changed(now, before);
      }
    });
    boolean again = streams != null;
    streams = fresh; // before it counts as passing no longer: in between the part would seem to have ended
    passing.set(false);
    interrupted.drainPermits();
    if (again) {
      progress.rolledBack();
    }
    fresh.start();
  }

  private void goOnAfterOutages() {
    try {
      look();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      end(new RunException("run " + run.name() + ": the thread that starts the topology again was interrupted; expected that nobody does; it has stopped", ended));
    } catch (RuntimeException defect) {
      end(new RunException("run " + run.name() + ": the topology cannot be looked after any more (" + Causes.deepest(defect)
          + "); it has stopped, and what was not committed will be done again", defect));
    }
  }

  /// Looks after the topology until it has stopped for good.
  private void look() throws InterruptedException {
    int wrong = 0;
    int patience = MOST_WRONG;
    while (stopped.getCount() > 0) {
      if (interrupted.tryAcquire(LOOK_S, TimeUnit.SECONDS)) {
        wrong = 0;
        goOn(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP);
      } else if (streams.state() == KafkaStreams.State.RUNNING && !closing.get()) {
        wrong = group.isSharedOutWrongly() ? wrong + 1 : 0;
        wellShared = wrong == 0 ? streams : null;
        patience = wrong == 0 ? MOST_WRONG : patience;
      } else if (freshStart.isOverdue()) {
        end(new RunException("run " + run.name() + ": the topology is " + streams.state() + " for more than "
            + TimeUnit.NANOSECONDS.toSeconds(FreshStart.LONGEST_NS) + " s after a failure; expected it to work again by then; it has stopped, and what was"
            + " not committed will be done again"));
      }
      if (wrong == patience) {
        shareOutAnew(wrong);
        wrong = 0;
        patience = Math.min(2 * patience, MOST_PATIENCE);
      }
    }
  }

  private void shareOutAnew(int looks) throws InterruptedException {
    LOG.warn("run {}: instance {} of the topology has found partitions that nobody works on, or none of its own, for {} s; expected each to be held; it leaves"
        + " the group and joins it again", run.name(), settings.instance(), LOOK_S * looks);
    passing.set(true);
    goOn(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
  }

  /// A new life in the same process, under the same static id.
  private void goOn(CloseOptions.GroupMembershipOperation membership) throws InterruptedException {
    if (closing.get()) {
      return;
    }
    close(streams, membership);
    RuntimeException taken = takenOver.getAndSet(null);
    // Who was fenced and cannot learn by whom stops: of two, the one that stops does no harm.
    if (claim.isLost(taken == null ? 0 : Outage.SURVIVED_MS, taken != null, closing::get)) {
      taken = taken == null ? takenOver(null) : taken;
      LOG.error("{}", taken.getMessage());
      end(taken);
      return;
    }
    for (long pauseMs = SHORTEST_PAUSE_MS; !stopped.await(pauseMs, TimeUnit.MILLISECONDS) && !closing.get(); pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        begin();
        if (closing.get()) {
          close(streams, CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
        }
        return;
      } catch (RunException | KafkaException away) {
        if (!freshStart.failedAndMayGoOn()) {
          end(away instanceof RunException told ? told : new RunException("run " + run.name() + ": the topology cannot start again after an outage ("
              + away.getMessage() + "); expected the brokers to be back; it has stopped, and what was not committed will be done again", away));
          return;
        }
        LOG.warn("run {}: the topology cannot start again yet: {}", run.name(), away.getMessage());
      }
    }
  }

  private void end(RuntimeException reason) {
    failure.compareAndSet(null, reason);
    running.countDown();
    stopped.countDown();
  }

  private <T> T survive(Supplier<T> question) {
    return Outage.survive(Outage.SURVIVED_MS, closing::get, question);
  }

  private KafkaStreams created(short replicationFactor) {
    try {
      return new KafkaStreams(
          TrajectoryTopology.of(run.spec(), run.topics(), progress,
              () -> new CommitPace(awaited, settings.commitIntervalMs(), run.spec().partitions())), StreamsProperties.of(run, settings, replicationFactor));
    } catch (KafkaException refused) {
      throw new RunException("run " + run.name() + ": Kafka Streams refuses its settings (" + refused.getMessage()
          + "); expected kafka.* settings that it knows; nothing was started", refused);
    }
  }

  /// The changelogs are as safe as the topics of the run.
  private short replicationFactor(Admin admin) {
    String steps = run.topics().steps().name();
    try {
      var description = admin.describeTopics(List.of(steps)).topicNameValues().get(steps).get(Connection.API_TIMEOUT_MS, TimeUnit.MILLISECONDS);
      return (short) description.partitions().getFirst().replicas().size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("run " + run.name() + ": interrupted while reading the topic " + steps, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new RunException("run " + run.name() + ": the topic " + steps + " could not be read (" + e.getMessage() + "); nothing was started", e);
    }
  }

  private void awaitRunning() {
    try {
      if (running.await(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS)) {
        if (failure.get() != null) {
          close();
          throw failure.get();
        }
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var state = streams.state();
    close();
    throw new RunException("run " + run.name() + ": the topology is " + state + " after " + LONGEST_START.toSeconds()
        + " s; expected its group to form; it was stopped");
  }

  private StreamThreadExceptionResponse failed(Throwable thrown) {
    RuntimeException reason = reason(thrown);
    if (!closing.get() && failure.get() == null && reason instanceof TakenOverException && freshStart.failedAndMayGoOn()) {
      // Or so the brokers believe: one that was killed may remember a member that is long gone.
      takenOver.set(reason);
      passing.set(true);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    if (!closing.get() && failure.get() == null && FreshStart.heals(thrown) && freshStart.failedAndMayGoOn()) {
      LOG.warn("run {}: the topology was interrupted ({}); it starts again from what is in the log", run.name(), Causes.deepest(thrown));
      LOG.debug("cause", thrown);
      passing.set(true);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    if (failure.compareAndSet(null, reason)) {
      // Whoever awaits the part is told with the whole cause; the log keeps one line for those who do not.
      LOG.error("{}", reason.getMessage());
      LOG.debug("cause", thrown);
    }
    running.countDown();
    stopped.countDown();
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private RuntimeException reason(Throwable thrown) {
    Optional<NotAllowedException> refused = Refusal.of(run, Role.STREAM, thrown);
    if (refused.isPresent()) {
      return refused.get();
    }
    Throwable cause = thrown;
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      cause = t;
      if (t instanceof FencedInstanceIdException) {
        return takenOver(thrown);
      }
    }
    return new RunException("run " + run.name() + ": the topology failed: " + cause.getClass().getSimpleName() + ": " + cause.getMessage()
        + "; it has stopped, and what was not committed will be done again", thrown);
  }

  private TakenOverException takenOver(Throwable cause) {
    return new TakenOverException("run " + run.name() + ": another process has taken over as instance " + settings.instance()
        + " of the topology; this one has stopped (--instance N makes a second one share the work)", cause);
  }

  private void changed(KafkaStreams.State now, KafkaStreams.State before) {
    LOG.debug("run {}: topology {} → {}", run.name(), before, now);
    if (now == KafkaStreams.State.RUNNING) {
      freshStart.over();
      running.countDown();
    } else if (now.hasCompletedShutdown() && passing.get() && failure.get() == null) {
      interrupted.release();
    } else if (now.hasCompletedShutdown()) {
      if (!closing.get()) {
        failure.compareAndSet(null, new RunException("run " + run.name() + ": the topology stopped by itself; expected it to run until closed"));
      }
      running.countDown();
      stopped.countDown();
    }
  }

  @Override
  public void await() throws InterruptedException {
    stopped.await();
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  @Override
  public boolean isRunning() {
    KafkaStreams current = streams;
    return current != null && failure.get() == null && !closing.get()
        && (passing.get() || current.state() == KafkaStreams.State.CREATED || current.state().isRunningOrRebalancing());
  }

  /// Commits what is done, leaves the group and stops, within 10 seconds.
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    KafkaStreams current = streams;
    if (current != null) {
      // Leaving removes the member by its static id: after a take-over that would be the other process.
      var membership = failure.get() == null ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
          : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;
      close(current, membership);
    }
    stopped.countDown();
  }

  private void close(KafkaStreams life, CloseOptions.GroupMembershipOperation membership) {
    if (!life.close(CloseOptions.groupMembershipOperation(membership).withTimeout(LONGEST_CLOSE))) {
      LOG.warn("run {}: the topology did not stop within {} s; what was not committed will be done again", run.name(), LONGEST_CLOSE.toSeconds());
    }
  }
}
