// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.tributary.env.Environment;
import io.tributary.env.Environments;
import io.tributary.env.rollout.Origin;
import io.tributary.env.rollout.Pace;
import io.tributary.env.rollout.Policies;
import io.tributary.env.rollout.Rollout;
import io.tributary.env.rollout.RolloutSettings;
import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.policy.Actor;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.PolicyState;
import io.tributary.runs.Connection;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.Runs;
import io.tributary.schemas.Consumed;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Segmenting;
import io.tributary.schemas.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EnvironmentProducerTest {
  private static final short ONE = 1;
  private static final int PARTITIONS = 3;
  private static final RolloutSettings FOUR_BY_SIXTEEN = new RolloutSettings(4, 16, 0, 5);
  private static final int ROLLOUT = 64;
  private static final int LONG_MS = 100_000;
  private static EmbeddedKafka broker;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedKafka.start(BrokerSettings.defaults());
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void shouldActWithTheNewestCommittedVersionHoweverManyAbortedOnesLieBehindIt() throws Exception {
    Run run = create("newest", new Segmenting.MaxSteps(16));
    try (PretendTrainer trainer = new PretendTrainer(run); EnvironmentProducer producer = producer(run, 2, LONG_MS, 2)) {
      for (int version = 0; version < 30; version++) {
        trainer.publish(version);
      }
      for (int i = 0; i < 5; i++) {
        trainer.abort(30, 8);
      }
      producer.start();
      producer.await();
      List<Read<String, Steps>> reads = trainer.await(2 * ROLLOUT);
      assertThat(PretendTrainer.count(reads)).isEqualTo(2 * ROLLOUT);
      assertThat(reads).allMatch(read -> read.value().policyVersion() == 29);
      assertThat(producer.policyVersion()).isEqualTo(29);
      assertThat(producer.stepsPublished()).isEqualTo(2 * ROLLOUT);
      assertThat(producer.windowTimeouts()).isZero();
      requireWellFormed(reads, producer.producer());
    }
  }

  /// Identity, order and place of every record; nothing open at the end.
  private static void requireWellFormed(List<Read<String, Steps>> reads, String producer) {
    Map<String, Steps> last = new HashMap<>();
    Set<String> environments = new TreeSet<>();
    for (Read<String, Steps> read : reads) {
      Steps steps = read.value();
      String environment = steps.first().environment();
      environments.add(environment);
      assertThat(read.key()).isEqualTo(environment);
      assertThat(read.partition()).isEqualTo(Utils.toPositive(Utils.murmur2(environment.getBytes(StandardCharsets.UTF_8))) % PARTITIONS);
      assertThat(steps.purpose()).isEqualTo(Purpose.TRAIN);
      Steps before = last.put(environment, steps);
      boolean continues = before != null && !before.ending().endsEpisode();
      assertThat(steps.first().episode()).isEqualTo(before == null ? 0 : before.first().episode() + (continues ? 0 : 1));
      assertThat(steps.first().index()).isEqualTo(continues ? before.nextIndex() : 0);
      assertThat(steps.returnBefore()).isEqualTo(continues ? before.returnSoFar() : 0);
    }
    assertThat(environments).containsExactly(producer + "/0", producer + "/1", producer + "/2", producer + "/3");
    assertThat(last.values()).allMatch(steps -> steps.cut() || steps.ending().endsEpisode());
  }

  @Test
  void shouldWaitInLockStepUntilItsStepsWereTaken() throws Exception {
    Run run = create("lockstep", new Segmenting.MaxSteps(16));
    try (PretendTrainer trainer = new PretendTrainer(run); EnvironmentProducer producer = producer(run, 1, LONG_MS, 4)) {
      producer.start(); // before there is any policy
      trainer.publish(0);
      long version = 0;
      for (long rollout = 1; rollout <= 4; rollout++) {
        List<Read<String, Steps>> reads = trainer.await(ROLLOUT);
        assertThat(PretendTrainer.count(reads)).isEqualTo(ROLLOUT);
        long acted = version;
        assertThat(reads).allMatch(read -> read.value().policyVersion() == acted);
        long session = reads.get(0).value().first().session();
        Consumed almost = new Consumed(producer.producer(), session, rollout * ROLLOUT - 1, version);
        trainer.publish(++version, almost);
        trainer.publish(++version, almost, new Consumed(producer.producer(), session - 1, rollout * ROLLOUT, version));
        trainer.publish(++version, almost, new Consumed("somebody", session, rollout * ROLLOUT, version));
        assertThat(trainer.poll()).as("one step, another session, another producer: not yet its turn").isEmpty();
        trainer.publish(++version, new Consumed(producer.producer(), session, rollout * ROLLOUT, version));
      }
      producer.await();
      assertThat(producer.rollouts()).isEqualTo(4);
      assertThat(producer.windowTimeouts()).isZero();
    }
  }

  @Test
  void shouldNotWaitForRejectedRecordsEvenUndecodableOnes() throws Exception {
    Run run = create("rejected", new Segmenting.MaxSteps(16));
    try (PretendTrainer trainer = new PretendTrainer(run); EnvironmentProducer producer = producer(run, 1, LONG_MS, 2)) {
      trainer.publish(0);
      producer.start();
      List<Read<String, Steps>> reads = trainer.await(ROLLOUT);
      Read<String, Steps> bad = reads.get(reads.size() / 2);
      trainer.reject(bad);
      trainer.publish(1, new Consumed(producer.producer(), bad.value().first().session(), ROLLOUT - bad.value().count(), 1));
      assertThat(PretendTrainer.count(trainer.await(ROLLOUT))).isEqualTo(ROLLOUT);
      producer.await();
      assertThat(producer.stepsRejected()).isEqualTo(bad.value().count());
      assertThat(producer.windowTimeouts()).isZero();
    }
  }

  /// Nobody can say whose steps were in deleted trajectories: one time-out tells the producer, and then its window is what it was.
  @Test
  void shouldWaitForLostStepsOnceAndThenForgetThem() throws Exception {
    Run run = create("lost", new Segmenting.MaxSteps(16));
    try (PretendTrainer trainer = new PretendTrainer(run); EnvironmentProducer producer = producer(run, 1, 3_000, 3)) {
      trainer.publish(0);
      producer.start();
      List<Read<String, Steps>> lost = trainer.await(ROLLOUT);
      trainer.publishAfterLoss(1);
      assertThat(PretendTrainer.count(trainer.await(ROLLOUT))).isEqualTo(ROLLOUT);
      trainer.publish(2, new Consumed(producer.producer(), lost.getFirst().value().first().session(), ROLLOUT, 2));
      assertThat(PretendTrainer.count(trainer.await(ROLLOUT))).isEqualTo(ROLLOUT);
      producer.await();
      assertThat(producer.windowTimeouts()).isEqualTo(1);
    }
  }

  @Test
  void shouldPlayOneRolloutAfterEachWaitThatTimedOut() throws Exception {
    Run run = create("timeout", new Segmenting.MaxSteps(16));
    try (PretendTrainer trainer = new PretendTrainer(run); EnvironmentProducer producer = producer(run, 2, 100, 5)) {
      trainer.publish(0);
      producer.start();
      producer.await();
      assertThat(PretendTrainer.count(trainer.await(5 * ROLLOUT))).isEqualTo(5 * ROLLOUT);
      assertThat(producer.windowTimeouts()).as("rollouts beyond the window of 2").isEqualTo(3);
    }
  }

  @Test
  void shouldFinishTheRolloutAndDrainWhenItIsClosed() throws Exception {
    Run run = create("drained", new Segmenting.MaxSteps(16));
    try (PretendTrainer trainer = new PretendTrainer(run)) {
      trainer.publish(0);
      EnvironmentProducer producer = producer(run, 0, LONG_MS, 0);
      producer.start();
      List<Read<String, Steps>> reads = trainer.await(10 * ROLLOUT);
      assertThat(producer.isRunning()).isTrue();
      producer.close();
      producer.close();
      producer.await();
      assertThat(producer.isRunning()).isFalse();
      reads.addAll(trainer.await(producer.stepsPublished() - PretendTrainer.count(reads)));
      assertThat(PretendTrainer.count(reads)).isEqualTo(producer.rollouts() * ROLLOUT).isEqualTo(producer.stepsPublished());
      requireWellFormed(reads, producer.producer());
      assertThat(producer.episodes()).isEqualTo(reads.stream().filter(read -> read.value().ending().endsEpisode()).count());
    }
  }

  @Test
  void shouldEndAtOnceWhenItIsClosedWhileThereIsNoPolicy() throws Exception {
    EnvironmentProducer producer = producer(create("nopolicy", new Segmenting.MaxSteps(16)), 1, LONG_MS, 0);
    producer.start();
    producer.close();
    producer.await();
    assertThat(producer.stepsPublished()).isZero();
    assertThat(producer.policyVersion()).isEqualTo(-1);
  }

  @Test
  void shouldStopAndSayWhyWhereItCannotPublish() {
    Run run = create("gone", new Segmenting.MaxSteps(16));
    Connection impatient = new Connection(broker.bootstrapServers(), "", Map.of("max.block.ms", "500"));
    RunSpec elsewhere = spec("never-created", new Segmenting.MaxSteps(16));
    try (PretendTrainer trainer = new PretendTrainer(run)) {
      trainer.publish(0);
      try (StepsPublisher publisher = new StepsPublisher(new Run(impatient, elsewhere, Topics.of("", elsewhere)), "test")) {
        EnvironmentProducer source = producer(run, 2, LONG_MS, 1);
        source.start();
        Steps steps = trainer.await(ROLLOUT).get(0).value();
        source.close();
        publisher.send(steps);
        assertThatThrownBy(publisher::requireHealthy)
            .isInstanceOf(RunException.class)
            .hasMessageStartingWith("never-created.steps: a record could not be published (")
            .hasMessageEndingWith("the producer stops");
        assertThatThrownBy(() -> publisher.send(steps)).isInstanceOf(RunException.class);
      }
    }
  }

  @Test
  void shouldRefuseOtherSpacesNamingBothSides() {
    RunSpec spec = new RunSpec("spaces", "cartpole", new Spaces(Space.Box.unbounded(6), new Space.Discrete(3)), Policies.SMALL, 0.99, 0.95,
        new Segmenting.MaxSteps(16), true, 1, "unknown", 1, -1, 1_000, 1_000, null, Map.of(), 1);
    Run run = Runs.create(Connection.to(broker.bootstrapServers()), spec, ONE);
    assertThatThrownBy(() -> EnvironmentProducer.of(run, ProducerSettings.defaults(), Kernels.best()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("Discrete(2)").hasMessageContaining("Discrete(3)");
  }

  @Test
  void shouldRefuseCutEpisodesWhereTheRunLearnsFromCompleteOnes() {
    Run run = create("complete", new Segmenting.CompleteEpisodes());
    assertThatThrownBy(() -> producer(run, 1, LONG_MS, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("rollout.episodes is 0; expected at least 1");
  }

  @Test
  void shouldPublishWhatADemonstratorDoesAsPlainLogsInStepWithItsOwnRun() throws Exception {
    Architecture linear = new Architecture(List.of(), "relu", 0, false);
    Run teaching = Runs.create(Connection.to(broker.bootstrapServers()), spec("teaching", linear, new Segmenting.MaxSteps(16)), ONE);
    Run cloning = create("cloning", new Segmenting.MaxSteps(16));
    try (PretendTrainer teacher = new PretendTrainer(teaching); PretendTrainer trainer = new PretendTrainer(cloning)) {
      for (int version = 0; version < 3; version++) {
        teacher.publish(version);
      }
      trainer.publish(0);
      ProducerSettings settings = settings(1, LONG_MS, 2).demonstratedBy("teaching@1");
      try (EnvironmentProducer producer = EnvironmentProducer.of(cloning, settings, Kernels.best())) {
        producer.start();
        List<Steps> first = trainer.await(ROLLOUT).stream().map(Read::value).toList();
        assertThat(first).allSatisfy(steps -> {
          assertThat(steps.policyVersion()).isEqualTo(Steps.FOREIGN_POLICY);
          assertThat(steps.columns().logProbabilities()).isNull();
          assertThat(steps.columns().values()).isNull();
          assertThat(steps.purpose()).isEqualTo(Purpose.TRAIN);
        });
        assertThat(actions(first)).isEqualTo(actions(acted(Policies.random(cloning.spec().spaces(), linear, 1), linear)));
        assertThat(trainer.poll()).as("the window waits for the run's own trainer").isEmpty();
        trainer.publish(1, new Consumed(producer.producer(), first.getFirst().first().session(), ROLLOUT, 1));
        assertThat(PretendTrainer.count(trainer.await(ROLLOUT))).isEqualTo(ROLLOUT);
        producer.await();
        assertThat(producer.policyVersion()).isEqualTo(-1);
        assertThat(producer.windowTimeouts()).isZero();
      }
    }
  }

  /// What a policy does in the first rollout of a producer of seed 1 that followed version 0 first.
  private static List<Steps> acted(PolicyState policy, Architecture architecture) {
    List<Environment> environments = new ArrayList<>();
    for (int i = 0; i < FOUR_BY_SIXTEEN.environments(); i++) {
      environments.add(Environments.create("cartpole"));
    }
    Actor actor = new Actor(environments.getFirst().spaces(), architecture, Kernels.best(), environments.size());
    actor.load(policy);
    List<Steps> records = new ArrayList<>();
    try (Rollout rollout = new Rollout(environments, FOUR_BY_SIXTEEN, new Origin("any", 0, 1, 0, 0, Purpose.TRAIN), actor, false, () -> 0)) {
      var _ = rollout.run(0, records::add, Pace.UNLIMITED);
    }
    return records;
  }

  /// By environment number, episode and index.
  private static Map<String, Integer> actions(List<Steps> records) {
    Map<String, Integer> actions = new TreeMap<>();
    for (Steps steps : records) {
      String episode = steps.first().environment().replaceFirst(".*/", "") + "#" + steps.first().episode();
      for (int i = 0; i < steps.count(); i++) {
        actions.put(episode + "#" + (steps.first().index() + i), steps.columns().discreteActions()[i]);
      }
    }
    return actions;
  }

  @Test
  void shouldRefuseADemonstratorThatIsNotThereOrOfOtherSpaces() {
    Run run = create("demanding", new Segmenting.MaxSteps(16));
    RunSpec wide = new RunSpec("wide", "other", new Spaces(Space.Box.unbounded(6), new Space.Discrete(3)), Policies.SMALL, 0.99, 0.95,
        new Segmenting.MaxSteps(16), true, 1, "unknown", 1, -1, 1_000, 1_000, null, Map.of(), 1);
    try (PretendTrainer trainer = new PretendTrainer(Runs.create(Connection.to(broker.bootstrapServers()), wide, ONE))) {
      trainer.publish(0);
    }
    requireRefused(run, "wide", "rollout.demonstrator is 'wide@0', which has observations Box[6]", "Discrete(3)", "run demanding has", "Discrete(2)");
    requireRefused(run, "wide@4", "run demanding: rollout.demonstrator is 'wide@4', but run wide has no version 4; expected 0 to 0");
    requireRefused(run, "nobody", "run demanding: rollout.demonstrator is 'nobody', but run nobody: no topic nobody.spec");
    requireRefused(run, "demanding", "the run itself; expected another run");
  }

  private static void requireRefused(Run run, String demonstrator, String... said) {
    assertThatThrownBy(() -> EnvironmentProducer.of(run, settings(1, LONG_MS, 1).demonstratedBy(demonstrator), Kernels.best()))
        .isInstanceOf(RunException.class).hasMessageContainingAll(said);
  }

  private static EnvironmentProducer producer(Run run, int window, int windowTimeoutMs, long rollouts) {
    return EnvironmentProducer.of(run, settings(window, windowTimeoutMs, rollouts), Kernels.best());
  }

  private static ProducerSettings settings(int window, int windowTimeoutMs, long rollouts) {
    return new ProducerSettings(FOUR_BY_SIXTEEN, window, windowTimeoutMs, "", 0, OptionalLong.empty(), 0, 0, rollouts, "");
  }

  private static Run create(String name, Segmenting segmenting) {
    return Runs.create(Connection.to(broker.bootstrapServers()), spec(name, segmenting), ONE);
  }

  private static RunSpec spec(String name, Segmenting segmenting) {
    return spec(name, Policies.SMALL, segmenting);
  }

  private static RunSpec spec(String name, Architecture architecture, Segmenting segmenting) {
    return new RunSpec(name, "cartpole", Environments.create("cartpole").spaces(), architecture, 0.99, 0.95, segmenting, true, PARTITIONS, "unknown",
        1, -1, 1_000, 1_000, null, Map.of("batch.steps", "64"), 1);
  }
}
