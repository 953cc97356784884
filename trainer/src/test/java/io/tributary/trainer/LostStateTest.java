// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.policy.Architecture;
import io.tributary.runs.RunException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Where the log lacks what a trainer needs to go on, it refuses and says what is missing, what was expected and what can be done.
class LostStateTest {

  private static TestRun trained(String name) throws Exception {
    TestRun test = TestRun.create(name, 1);
    test.produce(TestRun.trajectories(8));
    test.trainTo(2, new ToyAlgorithm());
    return test;
  }

  private static void requireRefused(TestRun test, Algorithm algorithm, Clients clients, String... words) throws Exception {
    int before = test.snapshots().size();
    try (Trainer trainer = test.trainer(algorithm, TestRun.settings(), clients)) {
      trainer.start();
      assertThatThrownBy(trainer::await).isExactlyInstanceOf(RunException.class).hasMessageContainingAll(words);
    }
    assertThat(test.snapshots()).hasSize(before);
  }

  private static void requireRefused(TestRun test, String... words) throws Exception {
    requireRefused(test, new ToyAlgorithm(), new KafkaClients(test.run), words);
  }

  @Test
  void shouldRefuseACheckpointWithoutPolicies() throws Exception {
    TestRun test = trained("no-policies");
    test.deleteBefore(test.run.topics().policies(), -1);
    requireRefused(test, "run no-policies: no-policies.policies is empty but no-policies.checkpoints holds version 2", "expected both or neither",
        "the trainer does not start", "restore the policies");
  }

  @Test
  void shouldRefuseARunWithoutItsSpec() throws Exception {
    TestRun test = trained("no-spec");
    test.deleteBefore(test.run.topics().spec(), -1);
    requireRefused(test, "run no-spec: no-spec.spec no longer holds the run's spec", "the trainer does not start", "restore the topic");
  }

  @Test
  void shouldRefuseTrajectoriesThatWereMadeAnew() throws Exception {
    TestRun test = trained("made-anew");
    long read = test.snapshots().getLast().ranges().getFirst().until();
    test.makeAnew(test.run.topics().trajectories());
    requireRefused(test, "made-anew.trajectories-0 ends at offset 0 but run made-anew has read up to " + read, "The trainer does not start");
  }

  @Test
  void shouldNameWhatRetentionDeletesWhileItRuns() throws Exception {
    TestRun test = trained("overtaken");
    long read = test.snapshots().getLast().ranges().getFirst().until();
    AtomicBoolean deleted = new AtomicBoolean();
    Clients clients = FaultyClients.anywhere(test, (client, method, call, real) -> {
      // Asked for between the look at what is lost and the first fetch.
      if (method.equals("groupMetadata") && !deleted.getAndSet(true)) {
        test.produce(TestRun.trajectories(3));
        test.deleteBefore(test.run.topics().trajectories(), read + 2);
      }
      return real.call();
    });
    requireRefused(test, new ToyAlgorithm(), clients, "offsets 0:[" + read + ", " + (read + 2) + ") were deleted before run overtaken learned from them",
        "--accept-loss");
    assertThat(deleted).isTrue();
  }

  @Test
  void shouldNotAcceptALossThatHappensLater() throws Exception {
    TestRun test = trained("lost-later");
    long read = test.snapshots().getLast().ranges().getFirst().until();
    test.produce(TestRun.trajectories(12));
    test.deleteBefore(test.run.topics().trajectories(), read + 1);
    AtomicBoolean deleted = new AtomicBoolean();
    Clients clients = FaultyClients.anywhere(test, (client, method, call, real) -> {
      if (method.equals("groupMetadata") && !deleted.getAndSet(true)) {
        test.deleteBefore(test.run.topics().trajectories(), read + 2);
      }
      return real.call();
    });
    try (Trainer trainer = test.trainer(new ToyAlgorithm(), TestRun.settings().acceptingLoss(true).stoppingAfter(0, 3), clients)) {
      trainer.start();
      assertThatThrownBy(trainer::await).isExactlyInstanceOf(RunException.class)
          .hasMessageContainingAll("offsets 0:[" + read + ", " + (read + 2) + ") were deleted before run lost-later learned from them", "--accept-loss");
    }
    assertThat(test.snapshots()).hasSize(3);
  }

  @Test
  void shouldRefuseAnArchitectureWhoseAgentIsTooLargeBeforeAnythingIsPublished() throws Exception {
    Architecture large = new Architecture(List.of(4_000, 600), "tanh", 0, true);
    TestRun test = TestRun.create("large", 1, large, "");
    Algorithm algorithm = Algorithms.of(Experience.SPACES, large, LearnerSettings.defaults(), null, 7, Kernels.named("scalar"));
    requireRefused(test, algorithm, new KafkaClients(test.run), "run large: the agent", "bytes as a checkpoint; expected at most 33554432", "policy.hidden");
    assertThat(test.read(test.run.topics().checkpoints())).isEmpty();
    assertThat(test.read(test.run.topics().metrics())).isEmpty();
  }
}
