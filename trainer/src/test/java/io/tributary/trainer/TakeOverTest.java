// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.experience.Trajectory;
import io.tributary.runs.RunException;
import io.tributary.runs.TakenOverException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Two trainers, the later of which begins at an awkward moment of the earlier one; and a check for it that Kafka does not answer.
class TakeOverTest {
  private static final int VERSIONS = 4;
  /// About as many calls as a trainer makes until it has committed version 2.
  private static final int LAST_MOMENT = 34;
  private static final TrainerSettings ONE_BY_ONE = TestRun.settings().withUncommitted(1);

  /// The moment is a call of the earlier trainer's clients, any of them, chosen by the seed; it stands still until the later one has begun. Who looked at
  /// the run first is the earlier.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldGoOnInTheLaterTrainerAlone(int seed) throws Exception {
    List<Trajectory> trajectories = TestRun.trajectories(4 * VERSIONS);
    TestRun test = TestRun.create("moment-" + seed, 1);
    test.produce(trajectories.subList(0, 8));
    int moment = 1 + new Random(seed).nextInt(LAST_MOMENT);
    AtomicInteger calls = new AtomicInteger();
    AtomicBoolean looked = new AtomicBoolean();
    AtomicBoolean lookedFirst = new AtomicBoolean();
    try (Trainer later = test.trainer(new ToyAlgorithm(), ONE_BY_ONE.stoppingAfter(0, VERSIONS))) {
      FaultyClients clients = FaultyClients.anywhere(test, (client, method, call, real) -> {
        looked.compareAndSet(false, method.equals("close"));
        // Polling goes on while nothing happens: its calls are no moments.
        boolean counts = !Set.of("poll", "position", "currentLag").contains(method);
        if (counts && calls.incrementAndGet() == moment) {
          lookedFirst.set(looked.get());
          begin(later);
        }
        return real.call();
      });
      try (Trainer earlier = test.trainer(new ToyAlgorithm(), ONE_BY_ONE.stoppingAfter(0, VERSIONS), clients)) {
        earlier.start();
        TestRun.await(() -> calls.get() < moment ? 0 : later.status().version() + 1, 1);
        test.produce(trajectories.subList(8, trajectories.size()));
        Trainer goesOn = lookedFirst.get() ? later : earlier;
        Trainer stops = lookedFirst.get() ? earlier : later;
        TestRun.await(() -> goesOn.status().version(), VERSIONS);
        goesOn.await();
        assertThatThrownBy(stops::await).as("seed %d, call %d", seed, moment).isInstanceOf(TakenOverException.class);
      }
    }
    Chain.require(test.snapshots(), 1);
    assertThat(test.hashes()).isEqualTo(TestRun.uninterrupted(new ToyAlgorithm(), trajectories));
  }

  /// Between its look and its fencing nothing holds the log still: the broker may keep it waiting for as long as another one takes to begin.
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldNotTakeTheRunBackFromALaterTrainerThatBeganBeforeItFenced(int incarnation) throws Exception {
    List<Trajectory> trajectories = TestRun.trajectories(4 * VERSIONS);
    TestRun test = TestRun.create("kept-waiting-" + incarnation, 1);
    test.produce(trajectories.subList(0, 8));
    try (Trainer later = test.trainer(new ToyAlgorithm(), ONE_BY_ONE.stoppingAfter(0, VERSIONS))) {
      FaultyClients clients = FaultyClients.anywhere(test, (client, method, call, real) -> {
        if (method.equals("commitTransaction") && call == 2) {
          throw new KafkaException("injected: to be aborted, so that it begins again");
        }
        if (method.equals("initTransactions") && call == incarnation) {
          begin(later);
        }
        return real.call();
      });
      requireTakenOver(test, clients);
      test.produce(trajectories.subList(8, trajectories.size()));
      later.await();
    }
    Chain.require(test.snapshots(), 1);
    assertThat(test.hashes()).isEqualTo(TestRun.uninterrupted(new ToyAlgorithm(), trajectories));
  }

  @Test
  void shouldLeaveTheRunToALaterTrainerThatItFencedBeforeThatHadSaidSo() throws Exception {
    List<Trajectory> trajectories = TestRun.trajectories(4 * VERSIONS);
    TestRun test = TestRun.create("both-begin", 1);
    test.produce(trajectories.subList(0, 8));
    CountDownLatch hasFenced = new CountDownLatch(1);
    AtomicReference<Trainer> earlier = new AtomicReference<>();
    FaultyClients announcing = FaultyClients.anywhere(test, (client, method, call, real) -> {
      if (method.equals("beginTransaction") && call == 1) {
        hasFenced.countDown();
        TestRun.await(() -> earlier.get().status().version() + 1, 1);
      }
      return real.call();
    });
    try (Trainer later = test.trainer(new ToyAlgorithm(), ONE_BY_ONE.stoppingAfter(0, VERSIONS), announcing)) {
      FaultyClients fencing = FaultyClients.anywhere(test, (client, method, call, real) -> {
        if (method.equals("initTransactions") && call == 1) {
          later.start();
          hasFenced.await();
        }
        return real.call();
      });
      earlier.set(test.trainer(new ToyAlgorithm(), ONE_BY_ONE, fencing));
      earlier.get().start();
      TestRun.await(() -> later.status().restores(), 1);
      TestRun.await(() -> later.status().version() + 1, 1);
      test.produce(trajectories.subList(8, trajectories.size()));
      requireTakenOver(earlier.get());
      later.await();
    } finally {
      earlier.get().close();
    }
    Chain.require(test.snapshots(), 1);
    assertThat(test.hashes()).isEqualTo(TestRun.uninterrupted(new ToyAlgorithm(), trajectories));
  }

  @Test
  void shouldSayThatItSawNoSuccessorWhereItIsFencedAgainAndAgain() throws Exception {
    TestRun test = TestRun.create("only-fenced", 1);
    AtomicLong clockNs = new AtomicLong();
    Ownership ownership = new Ownership(() -> 7);
    Setup setup = new Setup(test.run, new ToyAlgorithm(), TestRun.settings(), Map.of(), "test", new KafkaClients(test.run),
        () -> clockNs.addAndGet(5_000_000_000L), () -> 7, ownership, new LostTrajectories(false), new Statistics());
    ownership.look("only-fenced", Optional.empty());
    Recovery recovery = new Recovery(setup, new CountDownLatch(1));
    RuntimeException fenced = CommitException.of("version 1", new ProducerFencedException("by the broker"));
    for (int i = 0; i < Recovery.MOST_FENCED; i++) {
      recovery.after(fenced);
    }
    assertThatThrownBy(() -> recovery.after(fenced)).as("of status 3").isInstanceOf(TakenOverException.class)
        .hasMessageContaining("fenced 4 times in a row, and no later trainer was found in the log").hasMessageNotContaining("taken over");
  }

  @Test
  void shouldLeaveTheRunToALaterTrainerThatFencedItWhileItAnnouncedItself() throws Exception {
    TestRun test = TestRun.create("fenced-beginning", 1);
    test.produce(TestRun.trajectories(16));
    try (Trainer later = test.trainer(new ToyAlgorithm(), TestRun.settings().stoppingAfter(0, 4))) {
      FaultyClients clients = new FaultyClients(test, (call, producer) -> {
        if (call == 1) {
          begin(later);
        }
        producer.commitTransaction();
      });
      requireTakenOver(test, clients);
      later.await();
      assertThat(later.status().restores()).isZero();
    }
    assertThat(test.hashes()).isEqualTo(TestRun.uninterrupted(new ToyAlgorithm(), TestRun.trajectories(16)));
  }

  @Test
  void shouldNotGoOnFromTheCheckpointOfALaterTrainer() throws Exception {
    TestRun test = TestRun.create("adopted", 1);
    test.produce(TestRun.trajectories(16));
    try (Trainer later = test.trainer(new ToyAlgorithm(), TestRun.settings().stoppingAfter(0, 4))) {
      FaultyClients clients = new FaultyClients(test, (call, producer) -> {
        if (call == 2) {
          begin(later);
          throw new TimeoutException("injected: no answer, so that nothing is said about fencing");
        }
        producer.commitTransaction();
      });
      requireTakenOver(test, clients);
      later.await();
      assertThat(later.status().restores()).as("it was not disturbed").isZero();
    }
    assertThat(test.hashes()).isEqualTo(TestRun.uninterrupted(new ToyAlgorithm(), TestRun.trajectories(16)));
  }

  @Test
  void shouldAskAgainForASuccessorWhileKafkaDoesNotAnswer() throws Exception {
    TestRun test = TestRun.create("unanswered", 1);
    test.produce(TestRun.trajectories(16));
    AtomicInteger unanswered = new AtomicInteger(2);
    try (Trainer trainer = test.trainer(new ToyAlgorithm(), ONE_BY_ONE.stoppingAfter(0, 4), fencedOnce(test, unanswered))) {
      trainer.start();
      trainer.await();
    }
    assertThat(unanswered).hasValueLessThanOrEqualTo(0);
    assertThat(test.hashes()).isEqualTo(TestRun.uninterrupted(new ToyAlgorithm(), TestRun.trajectories(16)));
  }

  @Test
  void shouldGiveUpWhereKafkaNeverSaysWhetherThereIsASuccessor() throws Exception {
    TestRun test = TestRun.create("never-answered", 1);
    test.produce(TestRun.trajectories(16));
    try (Trainer trainer = test.trainer(new ToyAlgorithm(), ONE_BY_ONE.surviving(500), fencedOnce(test, new AtomicInteger(100_000)))) {
      trainer.start();
      assertThatThrownBy(trainer::await).isInstanceOf(RunException.class).hasMessageContaining("run never-answered")
          .hasMessageContaining("trainer.outageMs").hasMessageContaining(test.run.connection().bootstrapServers())
          .hasRootCauseInstanceOf(TimeoutException.class);
    }
  }

  private static void requireTakenOver(TestRun test, Clients clients) throws InterruptedException {
    try (Trainer earlier = test.trainer(new ToyAlgorithm(), ONE_BY_ONE, clients)) {
      earlier.start();
      requireTakenOver(earlier);
    }
  }

  private static void requireTakenOver(Trainer earlier) throws InterruptedException {
    TestRun.await(() -> earlier.isRunning() ? 0 : 1, 1);
    assertThatThrownBy(earlier::await).isInstanceOf(TakenOverException.class).hasMessageContaining("another trainer has taken over");
  }

  private static void begin(Trainer later) {
    later.start();
    try {
      TestRun.await(() -> later.status().version() + 1, 1);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Fences the trainer at its third commit; after that so many looks at the log fail.
  private static Clients fencedOnce(TestRun test, AtomicInteger unanswered) {
    AtomicBoolean fenced = new AtomicBoolean();
    return FaultyClients.anywhere(test, (client, method, call, real) -> {
      if (method.equals("commitTransaction") && call == 3) {
        ((org.apache.kafka.clients.producer.Producer<?, ?>) client).abortTransaction();
        fenced.set(true);
        throw new ProducerFencedException("injected");
      }
      if (method.equals("endOffsets") && fenced.get() && unanswered.getAndDecrement() > 0) {
        throw new TimeoutException("injected: no broker");
      }
      return real.call();
    });
  }
}
