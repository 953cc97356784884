// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.Batch;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.Metric;
import io.tributary.rl.learning.StopReason;
import io.tributary.rl.learning.Update;
import io.tributary.rl.policy.PolicyState;
import io.tributary.runs.Read;
import io.tributary.runs.RunException;
import io.tributary.runs.Specs;
import io.tributary.runs.TakenOverException;
import io.tributary.schemas.AgentHashes;
import io.tributary.schemas.Checkpoint;
import io.tributary.schemas.Consumed;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.SettingsRevision;
import io.tributary.schemas.SkippedTrajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class TrainerTest {

  @Test
  void shouldBeginWithVersionZeroAndItsCheckpoint() throws Exception {
    TestRun test = TestRun.create("begins", 2);
    try (Trainer trainer = test.trainer(new ToyAlgorithm(), TestRun.settings())) {
      trainer.start();
      TestRun.await(() -> trainer.status().version(), 0);
    }
    assertThat(test.snapshots()).singleElement().satisfies(snapshot -> {
      assertThat(snapshot.version()).isZero();
      assertThat(snapshot.parent()).isEqualTo(-1);
      assertThat(snapshot.ranges()).containsExactly(new OffsetRange(0, 0, 0), new OffsetRange(1, 0, 0));
      assertThat(snapshot.settingsRevision()).isEqualTo(1);
    });
    assertThat(Specs.revisions(test.run)).as("the code that trains, though the settings are the spec's").singleElement().satisfies(revision -> {
      assertThat(revision.settings()).isEqualTo(TestRun.SETTINGS);
      assertThat(revision.codeVersion()).isEqualTo(TestRun.CODE);
    });
    assertThat(test.read(test.run.topics().checkpoints())).extracting(Read::key).containsExactly("v0", "latest");
    assertThat(test.read(test.run.topics().metrics())).extracting(Read::key).containsExactly(0L);
  }

  @Test
  void shouldPublishEveryVersionWithItsRangesAndFigures() throws Exception {
    TestRun test = TestRun.create("publishes", 3);
    test.produce(TestRun.trajectories(60));
    test.trainTo(15, new ToyAlgorithm());
    List<PolicySnapshot> snapshots = test.snapshots();
    Chain.require(snapshots, 3);
    assertThat(snapshots).hasSize(16);
    PolicySnapshot last = snapshots.get(15);
    assertThat(last.stepsTrained()).isEqualTo(60 * 16);
    assertThat(last.consumed()).containsExactly(new Consumed("p", 1_000, 60 * 16, 15));
    try (Admin admin = Admin.create(test.run.connection().properties("test-admin"))) {
      Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets("publishes.trainer").partitionsToOffsetAndMetadata().get();
      last.ranges().forEach(range -> assertThat(offsets.get(new TopicPartition("publishes.trajectories", range.partition())).offset())
          .isEqualTo(range.until()));
    }
    assertThat(test.read(test.run.topics().metrics())).hasSize(16)
        .last().satisfies(row -> assertThat(row.value().metrics().get(Metric.LAG_MAX)).hasValue(14));
    Checkpoint newest = test.read(test.run.topics().checkpoints()).getLast().value();
    assertThat(AgentHashes.of(newest.agent())).isEqualTo(last.hashes());
    assertThat(newest.consumed()).isEqualTo(last.consumed());
  }

  @Test
  void shouldGoOnAfterARestartAsIfNothingHadHappened() throws Exception {
    List<Trajectory> trajectories = TestRun.trajectories(40);
    TestRun test = TestRun.create("restarts", 1);
    test.produce(trajectories.subList(0, 22));
    try (Trainer trainer = test.trainer(new ToyAlgorithm(), TestRun.settings())) {
      trainer.start();
      TestRun.await(() -> trainer.status().version(), 5);
    }
    assertThat(test.snapshots()).hasSize(6);
    test.produce(trajectories.subList(22, 40));
    test.trainTo(10, new ToyAlgorithm());
    Chain.require(test.snapshots(), 1);
    assertThat(test.hashes()).isEqualTo(TestRun.uninterrupted(new ToyAlgorithm(), trajectories));
  }

  /// How a commit can go wrong.
  enum Fault {
    ABORTED {
      @Override
      void happen(Producer<byte[], byte[]> producer) {
        throw new KafkaException("injected: cannot commit");
      }
    },
    UNKNOWN_NOT_COMMITTED {
      @Override
      void happen(Producer<byte[], byte[]> producer) {
        producer.flush();
        throw new TimeoutException("injected: no answer");
      }
    },
    UNKNOWN_COMMITTED {
      @Override
      void happen(Producer<byte[], byte[]> producer) {
        producer.commitTransaction();
        throw new TimeoutException("injected: the answer was lost");
      }
    };

    abstract void happen(Producer<byte[], byte[]> producer);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void shouldGoBackToTheLogAfterAFailedCommit(Fault fault) throws Exception {
    List<Trajectory> trajectories = TestRun.trajectories(40);
    TestRun test = TestRun.create("fails-" + fault.ordinal(), 1);
    FaultyClients clients = new FaultyClients(test, (call, producer) -> {
      if (call == 3 || call == 5) {
        fault.happen(producer);
      } else {
        producer.commitTransaction();
      }
    });
    test.produce(trajectories);
    // One version to a transaction, so that the faults hit in the middle.
    TrainerSettings settings = TestRun.settings().withUncommitted(1).stoppingAfter(0, 10);
    try (Trainer trainer = test.trainer(new ToyAlgorithm(), settings, clients)) {
      trainer.start();
      trainer.await();
      assertThat(trainer.status().restores()).isEqualTo(2);
    }
    assertThat(clients.producers()).isEqualTo(3);
    Chain.require(test.snapshots(), 1);
    assertThat(test.hashes()).isEqualTo(TestRun.uninterrupted(new ToyAlgorithm(), trajectories));
  }

  @Test
  void shouldGoOnWhereItWasFencedButNobodyTookOver() throws Exception {
    List<Trajectory> trajectories = TestRun.trajectories(16);
    TestRun test = TestRun.create("fenced", 1);
    FaultyClients clients = new FaultyClients(test, (call, producer) -> {
      if (call == 3) {
        producer.abortTransaction();
        throw new ProducerFencedException("injected: as after a transaction that took too long");
      }
      producer.commitTransaction();
    });
    test.produce(trajectories);
    TrainerSettings settings = TestRun.settings().withUncommitted(1).stoppingAfter(0, 4);
    try (Trainer trainer = test.trainer(new ToyAlgorithm(), settings, clients)) {
      trainer.start();
      trainer.await();
    }
    Chain.require(test.snapshots(), 1);
    assertThat(test.hashes()).isEqualTo(TestRun.uninterrupted(new ToyAlgorithm(), trajectories));
  }

  @Test
  void shouldFinishAndCommitTheUpdateUnderWayWhenClosed() throws Exception {
    TestRun test = TestRun.create("drained", 1);
    test.produce(TestRun.trajectories(12));
    CountDownLatch updating = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Algorithm slow = new ToyAlgorithm() {
      @Override
      public Update update(Agent parent, Batch batch) {
        updating.countDown();
        try {
          release.await();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
        }
        return super.update(parent, batch);
      }
    };
    try (Trainer trainer = test.trainer(slow, TestRun.settings())) {
      trainer.start();
      updating.await();
      Thread closing = Thread.ofPlatform().start(trainer::close);
      while (closing.getState() != Thread.State.TIMED_WAITING) { // it has asked for the stop and waits for the update
        Thread.onSpinWait();
      }
      release.countDown();
      closing.join();
      trainer.await();
    }
    assertThat(test.snapshots()).hasSize(2);
  }

  @Test
  void shouldGiveUpAfterFailingAgainAndAgain() throws Exception {
    TestRun test = TestRun.create("gives-up", 1);
    FaultyClients clients = new FaultyClients(test, (call, producer) -> {
      throw new KafkaException("injected: never");
    });
    try (Trainer trainer = test.trainer(new ToyAlgorithm(), TestRun.settings(), clients)) {
      trainer.start();
      assertThatThrownBy(trainer::await).isInstanceOf(RunException.class).hasMessageContaining("failed 6 times in a row");
    }
    assertThat(test.snapshots()).isEmpty();
  }

  @Test
  void shouldLeaveTheRunToALaterTrainer() throws Exception {
    List<Trajectory> trajectories = TestRun.trajectories(40);
    TestRun test = TestRun.create("taken-over", 1);
    test.produce(trajectories.subList(0, 20));
    try (Trainer first = test.trainer(new ToyAlgorithm(), TestRun.settings())) {
      first.start();
      TestRun.await(() -> first.status().version(), 5);
      try (Trainer second = test.trainer(new ToyAlgorithm(), TestRun.settings().stoppingAfter(0, 10))) {
        second.start();
        TestRun.await(() -> second.status().version(), 5);
        test.produce(trajectories.subList(20, 40));
        assertThatThrownBy(first::await).isInstanceOf(TakenOverException.class).hasMessageContaining("another trainer has taken over");
        second.await();
      }
    }
    Chain.require(test.snapshots(), 1);
    assertThat(test.hashes()).isEqualTo(TestRun.uninterrupted(new ToyAlgorithm(), trajectories));
  }

  @Test
  void shouldGoOnWhereATrainerWasKilledInTheMiddleOfACommit() throws Exception {
    List<Trajectory> trajectories = TestRun.trajectories(24);
    TestRun test = TestRun.create("killed", 1);
    CountDownLatch caught = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    FaultyClients clients = new FaultyClients(test, (call, producer) -> {
      if (calls.incrementAndGet() < 3) {
        producer.commitTransaction();
        return;
      }
      // The transaction is open with everything in it, and nobody ends it: as after kill −9.
      producer.flush();
      caught.countDown();
      try {
        release.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    });
    test.produce(trajectories);
    TrainerSettings oneByOne = TestRun.settings().withUncommitted(1);
    Trainer killed = test.trainer(new ToyAlgorithm(), oneByOne, clients);
    killed.start();
    caught.await();
    test.trainTo(6, new ToyAlgorithm());
    Chain.require(test.snapshots(), 1);
    assertThat(test.hashes()).isEqualTo(TestRun.uninterrupted(new ToyAlgorithm(), trajectories));
    release.countDown();
    killed.close();
    assertThat(test.snapshots()).hasSize(7);
  }

  @Test
  void shouldRefusePoliciesWithoutACheckpoint() throws Exception {
    TestRun test = TestRun.create("orphaned", 1);
    test.produce(TestRun.trajectories(8));
    test.trainTo(2, new ToyAlgorithm());
    test.deleteAll(test.run.topics().checkpoints());
    try (Trainer trainer = test.trainer(new ToyAlgorithm(), TestRun.settings())) {
      trainer.start();
      assertThatThrownBy(trainer::await).isInstanceOf(RunException.class).hasMessageContaining("holds version 2")
          .hasMessageContaining("orphaned.checkpoints is empty");
    }
    assertThat(test.snapshots()).hasSize(3);
  }

  @Test
  void shouldRefuseLostTrajectoriesUnlessAccepted() throws Exception {
    TestRun test = TestRun.create("lost", 1);
    test.produce(TestRun.trajectories(8));
    test.trainTo(2, new ToyAlgorithm());
    long stopped = test.snapshots().get(2).ranges().get(0).until();
    test.produce(TestRun.trajectories(6));
    test.deleteBefore(test.run.topics().trajectories(), stopped + 2);
    String range = "0:[" + stopped + ", " + (stopped + 2) + ")";
    try (Trainer trainer = test.trainer(new ToyAlgorithm(), TestRun.settings())) {
      trainer.start();
      assertThatThrownBy(trainer::await).isInstanceOf(RunException.class).hasMessageContaining(range).hasMessageContaining("--accept-loss");
    }
    FaultyClients clients = new FaultyClients(test, (call, producer) -> {
      if (call == 2) {
        throw new KafkaException("injected: what was accepted stays accepted");
      }
      producer.commitTransaction();
    });
    try (Trainer trainer = test.trainer(new ToyAlgorithm(), TestRun.settings().acceptingLoss(true).stoppingAfter(0, 3), clients)) {
      trainer.start();
      trainer.await();
      assertThat(trainer.status().restores()).isEqualTo(1);
    }
    Chain.require(test.snapshots(), 1);
    assertThat(test.snapshots().get(3).skipped()).containsExactly(new SkippedTrajectory(0, stopped, 0, "lost-until-" + (stopped + 2)));
  }

  @Test
  void shouldStopAtARecordThatIsNoTrajectory() throws Exception {
    TestRun test = TestRun.create("garbled", 2);
    test.produceBytes(1, new byte[] {1, 2, 3});
    try (Trainer trainer = test.trainer(new ToyAlgorithm(), TestRun.settings())) {
      trainer.start();
      assertThatThrownBy(trainer::await).isInstanceOf(RunException.class).hasMessageContaining("[garbled.trajectories-1@0]");
    }
  }

  @Test
  void shouldGoOnWithoutABatchOfWhichAFigureIsNoNumber() throws Exception {
    TestRun test = TestRun.create("no-number", 1);
    test.produce(TestRun.trajectories(40));
    Algorithm broken = new ToyAlgorithm() {
      @Override
      public Update update(Agent parent, Batch batch) {
        Update update = super.update(parent, batch);
        if (update.agent().version() == 7) {
          update.metrics().put(Metric.VALUE_LOSS, Double.NaN);
        }
        return update;
      }
    };
    test.trainTo(9, broken);
    assertThat(test.snapshots().get(7).stopReason()).isEqualTo(StopReason.SKIPPED);
    assertThat(test.snapshots().get(7).skipped()).isNotEmpty().allMatch(SkippedTrajectory::isUnfit);
    assertThat(test.snapshots().get(8).skipped()).isEmpty();
    Chain.require(test.snapshots(), 1);
  }

  @Test
  void shouldRefuseAnAgentTooLargeForACheckpoint() throws Exception {
    TestRun test = TestRun.create("too-large", 1);
    Algorithm large = new ToyAlgorithm() {
      @Override
      public Agent initial(long seed) {
        Agent small = super.initial(seed);
        PolicyState policy = new PolicyState(new float[Checkpoint.MAX_BYTES / Float.BYTES], small.policy().observations(), small.policy().returns());
        return new Agent(0, policy, small.optimiser(), 0, null);
      }
    };
    try (Trainer trainer = test.trainer(large, TestRun.settings())) {
      trainer.start();
      assertThatThrownBy(trainer::await).isInstanceOf(RunException.class).hasMessageContaining("8388608 parameters").hasMessageContaining("policy.hidden");
    }
    assertThat(test.snapshots()).isEmpty();
  }

  @Test
  void shouldSkipTrajectoriesOfVersionsItHasNotMade() throws Exception {
    TestRun test = TestRun.create("future", 1);
    test.produce(List.of(Experience.trajectory("p/0", 0, 60, 0), Experience.trajectory("p/0", 1, 4, 9), Experience.trajectory("p/0", 2, 64, 9)));
    test.trainTo(2, new ToyAlgorithm());
    assertThat(test.snapshots().get(1).skipped()).extracting(SkippedTrajectory::steps, SkippedTrajectory::reason)
        .containsExactly(tuple(4, "future-version"));
    assertThat(test.snapshots().get(2).stopReason()).isEqualTo(StopReason.SKIPPED);
    assertThat(test.snapshots().get(2).consumed()).containsExactly(new Consumed("p", 1_000, 128, 2));
    assertThat(test.snapshots().get(2).stepsTrained()).isEqualTo(60);
  }

  @Test
  void shouldNumberNewSettingsAndCodeAndNameThemInSnapshots() throws Exception {
    TestRun test = TestRun.create("revised", 1);
    test.produce(TestRun.trajectories(12));
    test.trainTo(1, new ToyAlgorithm());
    Map<String, String> other = Map.of("batch.steps", "64", "learner.epochs", "9");
    for (int start = 0; start < 2; start++) {
      trainTo(2, test, other, TestRun.CODE);
    }
    trainTo(3, test, other, "upgraded");
    assertThat(test.snapshots()).extracting(PolicySnapshot::settingsRevision).containsExactly(1, 1, 2, 3);
    assertThat(Specs.revisions(test.run)).extracting(SettingsRevision::revision, SettingsRevision::settings, SettingsRevision::codeVersion)
        .containsExactly(tuple(1, TestRun.SETTINGS, TestRun.CODE), tuple(2, other, TestRun.CODE), tuple(3, other, "upgraded"));
  }

  private static void trainTo(long version, TestRun test, Map<String, String> settings, String code) throws InterruptedException {
    try (Trainer trainer = new Trainer(test.run, new ToyAlgorithm(), TestRun.settings().stoppingAfter(0, version), settings, code)) {
      trainer.start();
      trainer.await();
    }
  }

  @Test
  void shouldLingerOverWhatThereIs() throws Exception {
    TestRun test = TestRun.create("lingers", 1);
    TrainerSettings settings = TrainerSettings.defaults().withBatch(new BatchSettings(64, 0, 50, -1)).stoppingAfter(0, 1);
    try (Trainer trainer = test.trainer(new ToyAlgorithm(), settings)) {
      trainer.start();
      test.produce(TestRun.trajectories(1));
      trainer.await();
      assertThat(trainer.status().lingered()).isEqualTo(1);
      assertThat(trainer.status().stepsTrained()).isEqualTo(16);
    }
  }

  @Test
  void shouldGiveTheSameThreeHashesFromTheRecordedRanges() throws Exception {
    TestRun test = TestRun.create("replayed", 3);
    test.produce(TestRun.trajectories(24));
    test.trainTo(6, ppo());
    test.produce(List.of(Experience.trajectory("p/0", 99, 64, 50)));
    test.produce(TestRun.trajectories(16));
    test.trainTo(11, ppo());
    List<PolicySnapshot> recorded = test.snapshots();
    Chain.require(recorded, 3);
    assertThat(recorded).hasSize(12);
    // Both kinds of version without learning are among them: the first, and one whose only trajectory was skipped.
    assertThat(recorded).extracting(PolicySnapshot::stopReason).contains(StopReason.WARM_UP, StopReason.SKIPPED, StopReason.COMPLETED);

    Checkpoint zero = test.read(test.run.topics().checkpoints()).stream().filter(read -> read.key().equals("v0")).findFirst().orElseThrow().value();
    List<AgentHashes> replayed = new ArrayList<>();
    try (KafkaTrajectoryLog log = new KafkaTrajectoryLog(test.run)) {
      Agent last = new TrainingLoop(new RecordedBatches(recorded.stream().skip(1).iterator(), log),
          new Learning(ppo(), Experience.SPACES, System::nanoTime, () -> 0),
          publication -> replayed.add(AgentHashes.of(publication.agent())))
          .run(zero.agent(), Progress.of(zero.positions(), zero.consumed()), agent -> false);
      assertThat(last.version()).isEqualTo(11);
    }
    assertThat(replayed).isEqualTo(recorded.stream().skip(1).map(PolicySnapshot::hashes).toList());
  }

  private static Algorithm ppo() {
    return Algorithms.of(Experience.SPACES, TestRun.SMALL, LearnerSettings.defaults(), null, 7, Kernels.named("scalar"));
  }
}
